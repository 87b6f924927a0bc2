"""The columns of the case list a reader may choose from; number, time left and matter always stay."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

COLUMNS = {
    "kind": _("Kind"),
    "matter": _("Matter"),
    "state": _("State"),
    "handler": _("Handled by"),
    "owner": _("First asked"),
    "customer": _("Customer"),
    "urges": _("Urges"),
    "opened": _("Opened at"),
    "changed": _("Last change"),
    "category": _("Category"),
    "channel": _("Channel"),
    "reopens": _("Reopened"),
    "returns": _("Returned"),
}
DEFAULT = ("kind", "matter", "state", "handler", "owner", "customer", "urges", "opened")
NUMBERS = frozenset({"urges", "opened", "changed", "reopens", "returns"})


def shown(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The columns in their fixed order; the matter is always among them."""
    wanted = {*chosen, "matter"} if chosen else set(DEFAULT)
    return tuple(name for name in COLUMNS if name in wanted)
