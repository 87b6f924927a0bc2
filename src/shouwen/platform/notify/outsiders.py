"""People outside the house who are told something: a customer, by the app that knows the customer.

A delivery to one carries neither number nor link. Both are asked for when it leaves, so that whoever
has been erased or has opted out by then is not written to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouwen.platform.notify.models import Delivery


@dataclass(frozen=True, slots=True)
class Outsider:
    """Where somebody is reached at this moment, the path that opens the matter for them, and their language."""

    phone: str
    path: str = ""
    language: str = ""


Finder = Callable[["Delivery"], Outsider | None]

_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Called in AppConfig.ready by the app whose messages of this kind go outside; None: not any more."""
    _finders[kind] = finder


def goes_outside(kind: str) -> bool:
    return kind in _finders


def find(delivery: Delivery) -> Outsider | None:
    finder = _finders.get(delivery.kind)
    return finder(delivery) if finder else None
