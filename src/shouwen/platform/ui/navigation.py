"""What stands in the left rail: each app registers its pages, the shell shows those the post may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

GROUPS: dict[str, str | Promise] = {
    "intake": gettext_lazy("Intake"),
    "field": gettext_lazy("Field work"),
    "quality": gettext_lazy("Quality"),
    "assessment": gettext_lazy("Assessment"),
    "knowledge": gettext_lazy("Knowledge"),
    "settings": gettext_lazy("Settings"),
}

Count = Callable[[HttpRequest], int | None]


@dataclass(frozen=True)
class NavItem:
    """One page of the rail: ``group`` of GROUPS, its label, the name of its URL, its icon, and the permission code
    that shows it (None: everybody). ``count`` must be cheap: it runs on every page."""

    group: str
    label: str | Promise
    url_name: str
    icon: str
    permission: str | None = None
    count: Count | None = None
    tone: str = ""
    order: int = 50
    prefix: str = ""  # further paths under which the item counts as current


@dataclass
class Registry:
    """The items of all apps, in the order of the rail, and the bell of the top bar."""

    items: dict[str, NavItem] = field(default_factory=dict)
    bell: NavItem | None = None

    def __iter__(self) -> Iterator[NavItem]:
        groups = list(GROUPS)
        return iter(sorted(self.items.values(), key=lambda i: (groups.index(i.group), i.order)))


registry = Registry()


def register(*items: NavItem) -> None:
    """Called once by each app in its AppConfig.ready; a second time with the same URL replaces."""
    for item in items:
        if item.group not in GROUPS:
            raise ValueError(f"unknown group of the rail: {item.group}")
        registry.items[item.url_name] = item


def register_bell(url_name: str, count: Count) -> None:
    """The notices of the top bar: where they are read, and how many wait."""
    registry.bell = NavItem("intake", gettext_lazy("Notices"), url_name, "bell", count=count)
