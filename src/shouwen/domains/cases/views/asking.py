"""What the address of a case list asks for, and the addresses that ask for something else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind, CaseState, Channel
from shouwen.domains.cases.queries.worklist import Filters, Key
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import queries as org

DEFAULT_VIEW = "open"
VIEW_LABELS = {
    "mine": _("My work"),
    "overdue": _("Overdue now"),
    "soon": _("Due in 2 hours"),
    "urged": _("Urged"),
    "escalate": _("To escalate"),
    "open": _("All open"),
    "closed": _("Ended"),
}
OPENED = {
    "today": (_("Today"), Grain.DAY),
    "xun": (_("This ten days"), Grain.XUN),
    "month": (_("This month"), Grain.MONTH),
    "quarter": (_("This quarter"), Grain.QUARTER),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A list as the address names it; unknown values are dropped, so an old link still opens."""

    view: str = DEFAULT_VIEW
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    unit: int | None = None
    opened: str = ""
    q: str = ""
    after: Key | None = None
    before: Key | None = None
    first: int = 1
    scope: Scope = field(default_factory=Scope)

    def filters(self, *, at: datetime, zone: ZoneInfo) -> Filters:
        period = periods.at(at, OPENED[self.opened][1], zone) if self.opened else None
        return Filters(
            kinds=self.kinds,
            states=self.states,
            channels=self.channels,
            opened_from=period.start(zone) if period else None,
            opened_before=period.end(zone) if period else None,
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.kinds or self.states or self.channels or self.unit or self.opened)

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The query string of this list with changes; a place in it is never carried along."""
        now: dict[str, object] = {
            "view": self.view if self.view != DEFAULT_VIEW else "",
            "kind": self.kinds,
            "state": self.states,
            "channel": self.channels,
            "unit": self.unit or "",
            "opened": self.opened,
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
    return Asked(
        view=view if view in VIEW_LABELS else DEFAULT_VIEW,
        kinds=_known(query.getlist("kind"), CaseKind.values),
        states=_known(query.getlist("state"), CaseState.values),
        channels=_known(query.getlist("channel"), Channel.values),
        unit=unit if unit and (scope.everything or unit in scope.units) else None,
        opened=query.get("opened", "") if query.get("opened") in OPENED else "",
        q=query.get("q", "").replace("\x00", "").strip()[:60],
        after=_key(query.get("after")),
        before=_key(query.get("before")),
        first=max(_number(query.get("from")) or 1, 1),
        scope=narrowed,
    )


def spelled(key: Key) -> str:
    """A place in a list as it stands in an address: microseconds and id."""
    return f"{(key.at - _EPOCH) // timedelta(microseconds=1)}.{key.id}"


def _key(text: str | None) -> Key | None:
    micros, _dot, pk = (text or "").partition(".")
    if not (micros.lstrip("-").isdecimal() and pk.isdecimal()):
        return None
    if len(micros) > 18 or len(pk) > 18:
        return None
    try:
        return Key(_EPOCH + timedelta(microseconds=int(micros)), int(pk))
    except OverflowError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def _known(given: list[str], allowed: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(given) & set(allowed)))
