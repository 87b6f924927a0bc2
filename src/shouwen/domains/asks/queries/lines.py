"""What a list shows of each request: one query a table, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from shouwen.domains.asks.choices import Outcome
from shouwen.domains.asks.models import Request
from shouwen.domains.customers.queries import veils
from shouwen.platform.clocks.choices import Basis, ClockKind
from shouwen.platform.clocks.models import Clock, Verdict
from shouwen.platform.journal.models import Entry, EntryText
from shouwen.platform.org import queries as org


@dataclass(frozen=True, slots=True)
class Line:
    """One request, ready to show: its reply clock, whose it is, question and answer in words."""

    request: Request
    clock: Clock | None
    unit: str
    person: str
    asking_unit: str
    asking_person: str
    question: str
    answer: str

    @property
    def tags(self) -> list[tuple[str, str]]:
        if not self.request.is_open:
            bad = self.request.outcome in {Outcome.NOT_REACHED, Outcome.UNCLEAR, Outcome.RETURNED}
            return [(str(self.request.get_outcome_display()), "warn" if bad else "ok")]
        if self.request.waiting:
            return [(gettext("Customer waiting"), "late")]
        if self.request.is_quick:
            return [(gettext("Quick ask"), "info")]
        return [(gettext("Case waits"), "hold")] if self.request.blocking else []


def lines(found: Iterable[Request]) -> list[Line]:
    """These requests (with their case) as rows, in the order given."""
    requests = list(found)
    units = org.names({u for r in requests for u in (r.unit_id, r.asking_unit_id)})
    people = org.staff_names({p for r in requests for p in (r.person_id, r.asking_person_id)})
    clocks, words = _reply_clocks(requests), _words(requests)
    veil = veils(r.case.customer_id for r in requests if r.case)
    return [
        Line(
            request=r,
            clock=clocks.get(r.pk),
            unit=units.get(r.unit_id, ""),
            person=people.get(r.person_id or 0, ""),
            asking_unit=units.get(r.asking_unit_id, ""),
            asking_person=people.get(r.asking_person_id or 0, ""),
            question=veil[_whose(r)](words.get((r.pk, "asks.request.asked"), "")),
            answer=veil[_whose(r)](words.get((r.pk, "asks.request.answered"), "")),
        )
        for r in requests
    ]


def _whose(request: Request) -> int | None:
    return request.case.customer_id if request.case else None


def _reply_clocks(requests: Sequence[Request]) -> dict[int, Clock]:
    mine = Clock.objects.filter(
        subject_kind="request",
        subject_id__in=[r.pk for r in requests],
        kind=ClockKind.INTERNAL_REPLY,
        basis=Basis.INTERNAL,
    )
    found = {c.subject_id: c for c in mine}
    verdicts = dict(
        Verdict.objects.filter(clock__in=found.values())
        .order_by("n")
        .values_list("clock_id", "verdict")
    )
    for clock in found.values():
        clock.verdict = verdicts.get(clock.pk)  # type: ignore[attr-defined]
    return found


def _words(requests: Sequence[Request]) -> dict[tuple[int, str], str]:
    """The newest question and answer of each; what was erased is empty."""
    entries = {
        e.pk: (e.subject_id, e.kind)
        for e in Entry.objects.filter(
            subject_kind="request",
            subject_id__in=[r.pk for r in requests],
            kind__in=["asks.request.asked", "asks.request.answered"],
        )
    }
    texts = EntryText.objects.filter(entry_id__in=entries).order_by("entry_id")
    return {entries[t.entry_id]: t.body or "" for t in texts}


def of_case(case_id: int) -> list[Line]:
    """The requests of a case, the oldest first."""
    found = Request.objects.filter(case_id=case_id).select_related("case")
    return lines(found.order_by("asked_at", "pk"))
