"""What a list shows of each return: one query a table, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shouwen.domains.cases.events import CaseSentBack
from shouwen.domains.customers.queries import veils
from shouwen.domains.rulings.choices import ReturnState
from shouwen.domains.rulings.models import Return
from shouwen.platform.clocks.choices import THE_WORK, Basis
from shouwen.platform.clocks.models import Clock
from shouwen.platform.journal.models import Entry, EntryText
from shouwen.platform.org import queries as org

_TONES = {
    ReturnState.ASKED: "warn",
    ReturnState.AGREED: "ok",
    ReturnState.REFUSED: "late",
    ReturnState.ARBITRATED: "info",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One return, ready to show: who returned it, whose it is said to be, why, what was ruled."""

    row: Return
    unit: str
    person: str
    proposed: str
    ruled_by: str
    ruled_unit: str
    why: str
    clock: Clock | None

    @property
    def tag(self) -> tuple[str, str]:
        return str(self.row.get_state_display()), _TONES.get(ReturnState(self.row.state), "")


def lines(found: Iterable[Return]) -> list[Line]:
    """These returns (with their case) as rows, in the order given."""
    rows = list(found)
    units = org.names({u for r in rows for u in (r.unit_id, r.proposed_unit_id, r.ruled_unit_id) if u})  # fmt: skip
    people = org.staff_names({p for r in rows for p in (r.person_id, r.ruled_by_id)})
    words, clocks = _words(rows), _clocks(rows)
    veil = veils(r.case.customer_id for r in rows)
    return [
        Line(
            row=r,
            unit=units.get(r.unit_id, ""),
            person=people.get(r.person_id or 0, ""),
            proposed=units.get(r.proposed_unit_id, ""),
            ruled_by=people.get(r.ruled_by_id or 0, ""),
            ruled_unit=units.get(r.ruled_unit_id or 0, ""),
            why=veil[r.case.customer_id](words.get((r.case_id, r.at), "")),
            clock=clocks.get((r.case_id, r.instance)),
        )
        for r in rows
    ]


def _words(rows: Sequence[Return]) -> dict[tuple[int, object], str]:
    """What each return said, by case and time; what was erased is empty."""
    entries = {
        e.pk: (e.subject_id, e.at)
        for e in Entry.objects.filter(
            subject_kind="case",
            subject_id__in={r.case_id for r in rows},
            kind=CaseSentBack.kind,
        )
    }
    texts = EntryText.objects.filter(entry_id__in=entries)
    return {entries[t.entry_id]: t.body or "" for t in texts}


def _clocks(rows: Sequence[Return]) -> dict[tuple[int, int], Clock]:
    """The resolution clock of the instance, which runs on whatever is ruled."""
    found = Clock.objects.filter(
        subject_kind="case",
        subject_id__in={r.case_id for r in rows},
        kind__in=THE_WORK,
        basis=Basis.INTERNAL,
    )
    return {(c.subject_id, c.instance): c for c in found}


def of_case(case_id: int) -> list[Line]:
    """The returns of a case, the oldest first."""
    found = Return.objects.filter(case_id=case_id).select_related("case")
    return lines(found.order_by("at", "pk"))
