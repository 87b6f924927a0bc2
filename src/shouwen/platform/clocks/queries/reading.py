"""Limits and clocks as other apps read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import Basis, WaitingFor
from shouwen.platform.clocks.models import Clock, Hold, Limit, Verdict


def ended(clock_ids: Collection[int]) -> frozenset[int]:
    """Those of these clocks that run no more."""
    if not clock_ids:
        return frozenset()
    found = Clock.objects.filter(pk__in=clock_ids, ended_at__isnull=False)
    return frozenset(found.values_list("pk", flat=True))


def limit_for(
    kind: str, match: limits.Match, at: datetime, *, basis: str = Basis.INTERNAL
) -> Limit | None:
    """The limit a clock of this kind would get for such a matter; None if it would have none."""
    terms = limits.rules().choose(str(kind), str(basis), match, at)
    return None if terms is None else Limit.objects.get(pk=terms.id)


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule that was looked at for a matter, in order. ``because`` says what decided:

    ``fits`` (the first that does), ``behind`` (fits as well, but stands behind), ``not_in_force`` on
    that day, or ``differs``: the matter has ``found`` for ``key``, not one of ``wanted``.
    """

    limit: Limit
    fitted: bool
    because: str
    key: str = ""
    wanted: tuple[str, ...] = ()
    found: str = ""


def why(kind: str, basis: str, match: limits.Match, at: datetime) -> list[Tried]:
    """为何这个时限: the rules that were tried for such a matter, in order; at most one fitted."""
    rules = limits.rules()
    path = limits.path_of(match) if rules.placed else ()
    candidates = list(rules.candidates(str(kind), str(basis), path))
    rows = Limit.objects.select_related("policy", "calendar").in_bulk([t.id for t in candidates])
    found: list[Tried] = []
    for terms in candidates:
        tried, key = rows[terms.id], terms.failing(match, path)
        if not terms.holds_on(terms.begins_at(at)):
            found.append(Tried(tried, False, "not_in_force"))
        elif key is not None:
            wanted = tuple(sorted(dict(terms.match)[key]))
            found.append(Tried(tried, False, "differs", key, wanted, str(match.get(key) or "")))
        elif any(t.fitted for t in found):
            found.append(Tried(tried, False, "behind"))
        else:
            found.append(Tried(tried, True, "fits"))
    return found


def clocks_of(subject: Subject) -> list[Clock]:
    """All clocks of a matter, earliest instance first; each with ``verdict`` (the latest, or None)."""
    return clocks_and_fronts(subject, ())[0]


def clocks_and_fronts(subject: Subject, others: Collection[int]) -> tuple[list[Clock], list[Clock]]:
    """The clocks of a matter, and those the desk shows of it and of others of its kind; one statement."""
    latest = Verdict.objects.filter(clock=OuterRef("pk")).order_by("-n").values("verdict")[:1]
    wanted = Q(subject_id=subject.id)
    if others:
        wanted |= Q(subject_id__in=others, ended_at=None, front=True)
    found = Clock.objects.filter(wanted, subject_kind=subject.kind)
    clocks: list[Clock] = list(
        found.annotate(verdict=Subquery(latest)).order_by("instance", "started_at", "id")
    )
    say_since(clocks)
    own = [c for c in clocks if c.subject_id == subject.id]
    return own, [c for c in clocks if c.ended_at is None and c.front]


def say_since(clocks: Iterable[Clock]) -> None:
    """Give each clock of a waiting matter ``waiting_since``: when the wait in force began.

    One statement for all of them, none where nothing waits. A hand-over during a wait does not begin it anew:
    of several holds at one instant only the last was ever in force.
    """
    waiting = [c for c in clocks if c.ended_at is None and c.waiting_for != WaitingFor.NONE]
    if not waiting:
        return
    kind, ids = waiting[0].subject_kind, {c.subject_id for c in waiting}
    began: dict[int, datetime] = {}
    holds = Hold.objects.filter(subject_kind=kind, subject_id__in=ids).order_by("subject_id", "seq")
    rows = holds.values_list("subject_id", "at", "waiting_for")
    in_force = {(subject_id, at): waits for subject_id, at, waits in rows}
    before: tuple[int, str] | None = None
    for (subject_id, at), waits in in_force.items():
        if before != (subject_id, waits):
            began[subject_id] = at
        before = (subject_id, waits)
    for clock in waiting:
        clock.waiting_since = began.get(clock.subject_id)  # type: ignore[attr-defined]


def holds_of(subject: Subject) -> list[Hold]:
    """Who had the matter, in order."""
    return list(
        Hold.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("seq")
    )
