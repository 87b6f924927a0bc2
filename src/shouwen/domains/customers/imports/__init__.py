"""Customers and their service accounts enter by the exchange: one row a customer, one row an account."""

from shouwen.domains.customers.imports.plans import Plan, plan, register
from shouwen.domains.customers.imports.results import Brought, brought
from shouwen.domains.customers.imports.shapes import SHAPES
from shouwen.domains.customers.imports.undoing import undo

__all__ = ["SHAPES", "Brought", "Plan", "brought", "plan", "register", "undo"]
