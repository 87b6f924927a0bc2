"""What the address of a case list asks for, and the addresses that ask for something else."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind, CaseState, Channel
from shouwen.domains.cases.lists.columns import COLUMNS
from shouwen.domains.cases.lists.queries.narrowing import Filters
from shouwen.domains.cases.lists.queries.tabs import (
    CHANGED,
    DUE,
    OLDEST,
    OPENED,
    URGES,
    Key,
    View,
    views,
)
from shouwen.domains.customers.choices import Tier
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks.choices import WaitingFor
from shouwen.platform.org import queries as org

DEFAULT_VIEW = "open"
VIEW_LABELS = {
    "mine": _("My work"),
    "overdue": _("Overdue now"),
    "soon": _("Due in 2 hours"),
    "urged": _("Urged"),
    "angry": _("Angry"),
    "escalate": _("To escalate"),
    "open": _("All open"),
    "closed": _("Ended"),
}
PERIODS = {
    "today": (_("Today"), Grain.DAY),
    "xun": (_("This ten days"), Grain.XUN),
    "month": (_("This month"), Grain.MONTH),
    "quarter": (_("This quarter"), Grain.QUARTER),
}
DUES = {
    "late": _("Overdue now"),
    "today": _("Until tonight"),
    "tomorrow": _("Until tomorrow night"),
    "week": _("Within seven days"),
}
FLAGS = {
    "urged": _("Urged"),
    "reopened": _("Reopened"),
    "returned": _("Returned"),
    "angry": _("Angry"),
    "declared": _("Declaration"),
    "to_escalate": _("To escalate"),
}
WAITING = [(w.value, w.label) for w in WaitingFor if w != WaitingFor.NONE]
ORDERS = {
    DUE: _("time left, shortest first"),
    URGES: _("most urged first"),
    OLDEST: _("waiting longest first"),
    CHANGED: _("last changed first"),
    OPENED: _("newest first"),
}
ENDED_ORDERS = {DUE: _("last ended first"), OPENED: _("newest first")}
FILTERS = frozenset(
    {
        *("kind", "state", "channel", "category", "tier", "waiting", "is", "unit"),
        *("handler_unit", "owner_unit", "handler", "owner", "opened", "ended", "due", "extra"),
    }
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A list as the address names it; unknown values are dropped, so an old link still opens."""

    view: str = DEFAULT_VIEW
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    unit: int | None = None
    handler_unit: int | None = None
    owner_unit: int | None = None
    handler: int | None = None
    owner: int | None = None
    categories: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    opened: str = ""
    ended: str = ""
    due: str = ""
    extra: str = ""  # key=value of a dynamic field
    order: str = DUE
    columns: tuple[str, ...] = ()
    saved: int | None = None
    q: str = ""
    after: Key | None = None
    before: Key | None = None
    first: int = 1
    scope: Scope = field(default_factory=Scope)

    @property
    def orders(self) -> Mapping[str, Promise]:
        """The orders this list can have."""
        return ENDED_ORDERS if self.view == "closed" else ORDERS

    def filters(self, *, at: datetime, zone: ZoneInfo) -> Filters:
        opened, ended = (
            periods.at(at, PERIODS[name][1], zone) if name else None
            for name in (self.opened, self.ended)
        )
        key, _equals, value = self.extra.partition("=")
        return Filters(
            kinds=self.kinds,
            states=self.states,
            channels=self.channels,
            categories=self.categories,
            tiers=self.tiers,
            handlers=(self.handler,) if self.handler else (),
            owners=(self.owner,) if self.owner else (),
            handler_units=_below(self.handler_unit),
            owner_units=_below(self.owner_unit),
            opened_from=opened.start(zone) if opened else None,
            opened_before=opened.end(zone) if opened else None,
            closed_from=ended.start(zone) if ended else None,
            closed_before=ended.end(zone) if ended else None,
            extra=((key, value),) if key and value else (),
            **dict.fromkeys(self.flags, True),
        )

    def seen_as(self, view: View, *, at: datetime, zone: ZoneInfo) -> View:
        """The tab in the order asked for, with the due time and the wait asked for beside its own."""
        if view.closed:
            return replace(view, order=_one(self.order, ENDED_ORDERS) or DUE)
        before = _due_before(self.due, at=at, zone=zone)
        return replace(
            view,
            order=self.order,
            waiting=self.waiting,
            due_before=min(filter(None, (before, view.due_before)), default=None),
        )

    def viewed(self, *, at: datetime, zone: ZoneInfo) -> View:
        return self.seen_as(next(v for v in views(at=at) if v.key == self.view), at=at, zone=zone)

    @property
    def narrowed(self) -> bool:
        return any(name in FILTERS for name, _value in self.pairs())

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The query string of this list with changes; a place in it is never carried along."""
        now: dict[str, object] = {
            "view": self.view if self.view != DEFAULT_VIEW else "",
            "kind": self.kinds,
            "state": self.states,
            "channel": self.channels,
            "category": self.categories,
            "tier": self.tiers,
            "waiting": self.waiting,
            "is": self.flags,
            "unit": self.unit or "",
            "handler_unit": self.handler_unit or "",
            "owner_unit": self.owner_unit or "",
            "handler": self.handler or "",
            "owner": self.owner or "",
            "opened": self.opened,
            "ended": self.ended,
            "due": self.due,
            "extra": self.extra,
            "order": self.order if self.order != DUE else "",
            "cols": ".".join(self.columns),
            "v": self.saved or "",
            **changes,
        }
        found: list[tuple[str, str]] = []
        for name, value in now.items():
            values: Iterable[object] = value if isinstance(value, tuple) else (value,)
            found.extend((name, str(one)) for one in values if one not in ("", None))
        return found

    def url(self, **changes: object) -> str:
        pairs = self.pairs(**changes)
        base = reverse("cases:list")
        return f"{base}?{urlencode(pairs)}" if pairs else base


def asked(query: QueryDict, *, scope: Scope) -> Asked:
    """Read an address; the unit filter narrows the reader's scope, never widens it."""
    unit = _number(query.get("unit"))
    narrowed = scope
    if unit is not None:
        below = org.below(unit)
        narrowed = Scope(units=below if scope.everything else below & scope.units)
    view = query.get("view", DEFAULT_VIEW)
    order = _one(query.get("order"), ENDED_ORDERS if view == "closed" else ORDERS) or DUE
    units = {
        name: pk if pk and _reached(pk, scope) else None
        for name in ("unit", "handler_unit", "owner_unit")
        for pk in (_number(query.get(name)),)
    }
    return Asked(
        view=view if view in VIEW_LABELS else DEFAULT_VIEW,
        kinds=_known(query.getlist("kind"), CaseKind.values),
        states=_known(query.getlist("state"), CaseState.values),
        channels=_known(query.getlist("channel"), Channel.values),
        categories=tuple(sorted({c[:60] for c in query.getlist("category") if c})),
        tiers=_known(query.getlist("tier"), Tier.values),
        waiting=_known(query.getlist("waiting"), [value for value, _label in WAITING]),
        flags=_known(query.getlist("is"), list(FLAGS)),
        handler=_number(query.get("handler")),
        owner=_number(query.get("owner")),
        opened=_one(query.get("opened"), PERIODS),
        ended=_one(query.get("ended"), PERIODS) if view == "closed" else "",
        due=_one(query.get("due"), DUES) if view != "closed" else "",
        extra=query.get("extra", "")[:200] if "=" in query.get("extra", "") else "",
        order=order,
        columns=tuple(c for c in COLUMNS if c in query.get("cols", "").split(".")),
        saved=_number(query.get("v")),
        **units,
        q=query.get("q", "").replace("\x00", "").strip()[:60],
        after=place(query.get("after"), order),
        before=place(query.get("before"), order),
        first=max(_number(query.get("from")) or 1, 1),
        scope=narrowed,
    )


def spelled(key: Key) -> str:
    """A place in a list as it stands in an address: microseconds, or how often urged, and the id."""
    at = key.at if isinstance(key.at, int) else (key.at - _EPOCH) // timedelta(microseconds=1)
    return f"{at}.{key.id}"


def place(text: str | None, order: str) -> Key | None:
    """The place an address names; None where it names none."""
    at, _dot, pk = (text or "").partition(".")
    if not (at.removeprefix("-").isdecimal() and pk.isdecimal() and at.isascii()):
        return None
    if len(at) > 18 or len(pk) > 18:
        return None
    if order == URGES:
        return Key(int(at), int(pk))
    try:
        return Key(_EPOCH + timedelta(microseconds=int(at)), int(pk))
    except OverflowError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def _known(given: list[str], allowed: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(given) & set(allowed)))


def _one(given: str | None, allowed: Container[str]) -> str:
    return given if given and given in allowed else ""


def _reached(unit: int, scope: Scope) -> bool:
    return scope.everything or unit in scope.units


def _below(unit: int | None) -> tuple[int, ...]:
    return tuple(sorted(org.below(unit))) if unit else ()


def _due_before(due: str, *, at: datetime, zone: ZoneInfo) -> datetime | None:
    """The end of the span a due time must lie in; days end at midnight of the reader."""
    if due in ("", "late"):
        return at if due else None
    days = {"today": 1, "tomorrow": 2, "week": 7}[due]
    today = at.astimezone(zone).date()
    return datetime.combine(today + timedelta(days=days), time.min, tzinfo=zone)
