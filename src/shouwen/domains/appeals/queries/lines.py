"""What a list shows of each appeal: one query a table, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shouwen.domains.appeals.choices import Outcome
from shouwen.domains.appeals.events import AppealDecided, AppealMade
from shouwen.domains.appeals.models import Appeal
from shouwen.domains.customers.queries import veils
from shouwen.platform.journal.models import Entry, EntryText
from shouwen.platform.org import queries as org

_TONES = {Outcome.UPHELD: "ok", Outcome.REJECTED: "late", Outcome.WITHDRAWN: "", Outcome.LAPSED: ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One appeal, ready to show: who is charged, on what ground, in what words, what was decided."""

    row: Appeal
    unit: str
    person: str
    by: str
    decided_by: str
    why: str
    because: str

    @property
    def tag(self) -> tuple[str, str]:
        ended = self.row.ended
        if ended is None:
            return "", "warn"
        return str(ended.get_outcome_display()), _TONES[Outcome(ended.outcome)]


def lines(found: Iterable[Appeal]) -> list[Line]:
    """These appeals (with case and decision) as rows, in the order given."""
    rows = list(found)
    units = org.names({r.unit_id for r in rows})
    people = org.staff_names({p for r in rows for p in _people(r)})
    words = _words(rows)
    veil = veils(r.case.customer_id for r in rows)
    return [
        Line(
            row=r,
            unit=units.get(r.unit_id, ""),
            person=people.get(r.person_id or 0, ""),
            by=people.get(r.by_id or 0, ""),
            decided_by=people.get((r.ended and r.ended.by_id) or 0, ""),
            why=veil[r.case.customer_id](words.get((AppealMade.kind, r.pk), "")),
            because=veil[r.case.customer_id](words.get((AppealDecided.kind, r.pk), "")),
        )
        for r in rows
    ]


def _people(row: Appeal) -> tuple[int | None, ...]:
    return row.person_id, row.by_id, row.ended.by_id if row.ended else None


def _words(rows: Sequence[Appeal]) -> dict[tuple[str, int], str]:
    """What each appeal and each decision said, by kind and appeal; what was erased is empty."""
    entries = {
        e.pk: (e.kind, e.facts["appeal_id"])
        for e in Entry.objects.filter(
            subject_kind="case",
            subject_id__in={r.case_id for r in rows},
            kind__in=[AppealMade.kind, AppealDecided.kind],
        )
    }
    texts = EntryText.objects.filter(entry_id__in=entries)
    return {entries[t.entry_id]: t.body or "" for t in texts}
