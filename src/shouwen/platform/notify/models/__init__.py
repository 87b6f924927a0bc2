"""Notices inside the application, and their deliveries outside it."""

from shouwen.platform.notify.models.channels import Address, Channel, Health, Quiet, Template
from shouwen.platform.notify.models.deliveries import Attempt, Delivery
from shouwen.platform.notify.models.notices import Notice

__all__ = ["Address", "Attempt", "Channel", "Delivery", "Health", "Notice", "Quiet", "Template"]
