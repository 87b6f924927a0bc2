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
from shouwen.domains.cases.lists.queries import fields
from shouwen.domains.cases.lists.queries.fields import Condition, ConditionUnreadable
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
from shouwen.kernel.spelled import whole
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
        *("handler_unit", "owner_unit", "handler", "owner", "opened", "ended", "due", "where"),
    }
)
_ENDED = _("ended cases are neither due nor waiting")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value of the address that narrows nothing: which, and what to write instead."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A list as the address names it. What cannot be read is in ``wrong``: an old link still opens, and says so."""

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
    where: tuple[Condition, ...] = ()
    order: str = DUE
    columns: tuple[str, ...] = ()
    saved: int | None = None
    q: str = ""
    after: Key | None = None
    before: Key | None = None
    first: int = 1
    scope: Scope = field(default_factory=Scope)
    wrong: tuple[Wrong, ...] = ()

    @property
    def orders(self) -> Mapping[str, Promise]:
        """The orders this list can have."""
        return ENDED_ORDERS if self.view == "closed" else ORDERS

    def filters(self, *, at: datetime, zone: ZoneInfo) -> Filters:
        opened, ended = (
            periods.at(at, PERIODS[name][1], zone) if name else None
            for name in (self.opened, self.ended)
        )
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
            where=self._meant(zone, due=False),
            among=None,
            looked=False,
            open=None,
            ended=None,
            sought=frozenset(),
            **dict.fromkeys(self.flags, True),
        )

    def seen_as(self, view: View, *, at: datetime, zone: ZoneInfo) -> View:
        """The tab in the order asked for, with the due time and the wait asked for beside its own."""
        if view.closed:
            return replace(view, order=_one(self.order, ENDED_ORDERS) or DUE)
        due = self._meant(zone, due=True)
        since = [one.value for one in due if one.how == "from"]
        before = [one.value for one in due if one.how == "to"]
        before.append(_due_before(self.due, at=at, zone=zone))
        return replace(
            view,
            order=self.order,
            waiting=self.waiting,
            due_from=max(filter(None, (*since, view.due_from)), default=None),
            due_before=min(filter(None, (*before, view.due_before)), default=None),
        )

    def _meant(self, zone: ZoneInfo, *, due: bool) -> tuple[fields.Meant, ...]:
        """The conditions on the due time, which the clocks are walked by, or all the others."""
        mine = [one for one in self.where if (one.field == fields.DUE) == due]
        known = (
            fields.described() if any(one.field.startswith(fields.EXTRA) for one in mine) else {}
        )
        return tuple(fields.meant(one, zone=zone, known=known) for one in mine)

    def viewed(self, *, at: datetime, zone: ZoneInfo) -> View:
        return self.seen_as(next(v for v in views(at=at) if v.key == self.view), at=at, zone=zone)

    def without(self, condition: Condition) -> Asked:
        """The same list with one condition on a field less."""
        return replace(self, where=tuple(one for one in self.where if one != condition))

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
            "where": self.where,
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

    @property
    def said(self) -> str:
        """This list in one word, for the page of a case to walk it on; nothing for all open cases."""
        return urlencode([("q", self.q)] if self.q else self.pairs())

    def place_of(self, key: Key | None) -> str:
        """What the address of a case's page carries: the list it was opened from and its place there."""
        kept = {"list": self.said, "at": spelled(key) if key else ""}
        said = urlencode({name: value for name, value in kept.items() if value})
        return f"?{said}" if said else ""

    def url(self, **changes: object) -> str:
        pairs = self.pairs(**changes)
        base = reverse("cases:list")
        return f"{base}?{urlencode(pairs)}" if pairs else base


def asked(query: QueryDict, *, scope: Scope) -> Asked:
    """Read an address; the unit filter narrows the reader's scope, never widens it."""
    read = _Reader(query)
    view = read.one("view", VIEW_LABELS) or DEFAULT_VIEW
    closed = view == "closed"
    order = _one(query.get("order"), ENDED_ORDERS if closed else ORDERS) or DUE
    unit = read.number("unit")
    narrowed = scope
    if unit is not None:
        below = org.below(unit)
        narrowed = Scope(units=below if scope.everything else below & scope.units)
    return Asked(
        view=view,
        kinds=read.known("kind", CaseKind.values),
        states=read.known("state", CaseState.values),
        channels=read.known("channel", Channel.values),
        categories=tuple(sorted({c[:60] for c in query.getlist("category") if c})),
        tiers=read.known("tier", Tier.values),
        waiting=read.known("waiting", [w for w, _label in WAITING], none=_ENDED if closed else ""),
        flags=read.known("is", list(FLAGS)),
        handler=read.number("handler"),
        owner=read.number("owner"),
        opened=read.one("opened", PERIODS),
        ended=read.one("ended", PERIODS, none="" if closed else _("only ended cases have an end")),
        due=read.one("due", DUES, none=_ENDED if closed else ""),
        where=read.where(closed=closed),
        order=order,
        columns=tuple(c for c in COLUMNS if c in query.get("cols", "").split(".")),
        saved=_number(query.get("v")),
        unit=read.unit("unit", scope),
        handler_unit=read.unit("handler_unit", scope),
        owner_unit=read.unit("owner_unit", scope),
        q=query.get("q", "").replace("\x00", "").strip()[:60],
        after=place(query.get("after"), order),
        before=place(query.get("before"), order),
        first=max(_number(query.get("from")) or 1, 1),
        scope=narrowed,
        wrong=tuple(read.wrong),
    )


@dataclass(slots=True)
class _Reader:
    """The values of an address, and those of them that cannot be read."""

    query: QueryDict
    wrong: list[Wrong] = field(default_factory=list)

    def _say(self, name: str, value: str, why: object) -> None:
        self.wrong.append(Wrong(name, value[: fields.LONGEST], str(why)))

    def known(self, name: str, allowed: list[str], *, none: object = "") -> tuple[str, ...]:
        """Those of the values that there are; ``none``: why there are none in this list."""
        given, there = {value for value in self.query.getlist(name) if value}, set(allowed)
        why = none or _("take one of %(known)s") % {"known": ", ".join(allowed)}
        for value in sorted(given if none else given - there):
            self._say(name, value, why)
        return () if none else tuple(sorted(given & there))

    def one(self, name: str, allowed: Mapping[str, object], *, none: object = "") -> str:
        """The value, if it is one of these; ``none``: why there can be none in this list."""
        given = self.query.get(name, "")
        if given and (none or given not in allowed):
            known = {"known": ", ".join(allowed)}
            self._say(name, given, none or _("take one of %(known)s") % known)
            return ""
        return given

    def number(self, name: str) -> int | None:
        given = self.query.get(name, "")
        found = _number(given)
        if given and not found:
            self._say(name, given, _("write an id, such as 17"))
        return found

    def unit(self, name: str, scope: Scope) -> int | None:
        """A unit that the reader reaches; one elsewhere and one that is not are the same."""
        pk = _number(self.query.get(name))
        if pk and not (scope.everything or pk in scope.units):
            self._say(name, str(pk), _("there is no such unit among yours"))
            return None
        return pk or None

    def where(self, *, closed: bool) -> tuple[Condition, ...]:
        """Conditions on any field, each once; ``extra=band=500M`` is how older links say one."""
        given = self.query.getlist("where")
        key, equals, value = self.query.get("extra", "").partition("=")
        if equals:
            given = [*given, f"{fields.EXTRA}{key}:is:{value}"]
        found: dict[Condition, None] = {}
        for text in filter(None, given[: fields.MOST]):
            try:
                found[fields.read(text, closed=closed)] = None
            except ConditionUnreadable as refusal:
                self._say("where", text, refusal.params["why"])
        if len(given) > fields.MOST:
            self._say(
                "where", str(len(given)), _("%(most)s conditions at most") % {"most": fields.MOST}
            )
        return tuple(found)


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
    return whole(text)


def _one(given: str | None, allowed: Container[str]) -> str:
    return given if given and given in allowed else ""


def _below(unit: int | None) -> tuple[int, ...]:
    return tuple(sorted(org.below(unit))) if unit else ()


def _due_before(due: str, *, at: datetime, zone: ZoneInfo) -> datetime | None:
    """The end of the span a due time must lie in; days end at midnight of the reader."""
    if due in ("", "late"):
        return at if due else None
    days = {"today": 1, "tomorrow": 2, "week": 7}[due]
    today = at.astimezone(zone).date()
    return datetime.combine(today + timedelta(days=days), time.min, tzinfo=zone)
