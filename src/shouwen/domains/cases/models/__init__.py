"""The tables of cases."""

from shouwen.domains.cases.models.case import (
    ANGRY,
    KIND,
    REACHED_THROUGH,
    Case,
    CaseQuerySet,
    CaseWords,
    Terms,
)
from shouwen.domains.cases.models.counted import DISSATISFIED, Declaration, Rating, Rework, Urge

__all__ = [
    "ANGRY",
    "DISSATISFIED",
    "KIND",
    "REACHED_THROUGH",
    "Case",
    "CaseQuerySet",
    "CaseWords",
    "Declaration",
    "Rating",
    "Rework",
    "Terms",
    "Urge",
]
