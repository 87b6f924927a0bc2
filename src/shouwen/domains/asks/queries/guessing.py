"""Whom the question is probably for: up to three contacts, guessed from its words and the case."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.domains.asks.models import Request
from shouwen.domains.cases.models import Case
from shouwen.domains.duties import queries as duties
from shouwen.domains.duties.models import Duty
from shouwen.platform.org.models import Contact
from shouwen.platform.org.queries import running
from shouwen.platform.org.tree import tree
from shouwen.platform.rosters import queries as rosters
from shouwen.platform.rosters.words import standing_words

MOST = 3
MOST_DUTIES = 9
"""As many as there are digits to choose one with."""
LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Guess:
    """A contact to ask: A or B of a unit on a topic, and whether the person is there."""

    contact_id: int
    staff_id: int
    name: str
    role: str
    unit_id: int
    unit: str
    topic: str
    word: str
    tone: str


def guesses(text: str, *, case: Case | None, asking_unit: int, at: datetime) -> list[Guess]:
    """A of the best unit, its B, and A of the next; nothing where no contacts are named."""
    rows = Contact.objects.filter(
        running(at), unit_id__in=rosters.callable_from(asking_unit) - {asking_unit}
    )
    found = list(rows.select_related("staff").order_by("unit_id", "topic", "role"))
    often = Counter(
        Request.objects.filter(asking_unit_id=asking_unit, asked_at__gte=at - LATELY)
        .order_by()
        .values_list("unit_id", flat=True)
    )
    promised = duties.names_at({c.unit_id for c in found}, at=at)
    known = tree().nodes

    def weight(contact: Contact) -> tuple[float, int, str]:
        node = known[contact.unit_id]
        points = 4 * _shared(contact.topic, text) + 3 * _shared(node.name, text)
        points += 3 * max((_shared(name, text) for name in promised[contact.unit_id]), default=0)
        if case is not None and contact.unit_id == case.handler_unit_id:
            points += 2
        points += min(often[contact.unit_id], 10) / 10
        points += 0.5 if node.kind == "department" else 0
        return (-points, contact.unit_id, contact.topic)

    chosen = _three(sorted(found, key=lambda c: (weight(c), c.role)))
    standing = rosters.standings([c.staff_id for c in chosen], at=at)
    return [
        Guess(
            contact_id=c.pk,
            staff_id=c.staff_id,
            name=c.staff.name,
            role=c.role,
            unit_id=c.unit_id,
            unit=known[c.unit_id].name,
            topic=c.topic,
            word=standing_words(standing[c.staff_id])[0],
            tone=standing_words(standing[c.staff_id])[1],
        )
        for c in chosen
        if c.staff_id in standing
    ]


def offered(unit_id: int, text: str, *, at: datetime) -> list[Duty]:
    """The duties of a department that can be asked under now, those with the words of the text first."""
    found = duties.offered(unit_id, at=at)
    return sorted(found, key=lambda d: -_shared(f"{d.name}{d.topic}", text))[:MOST_DUTIES]


def _three(ranked: list[Contact]) -> list[Contact]:
    """A and B of the best (unit, topic), then the A of other units."""
    if not ranked:
        return []
    best = ranked[0]
    same = [c for c in ranked if (c.unit_id, c.topic) == (best.unit_id, best.topic)]
    others: dict[int, Contact] = {}
    for contact in ranked:
        if contact.unit_id != best.unit_id:
            others.setdefault(contact.unit_id, contact)
    return [*same, *others.values()][:MOST]


def _shared(name: str, text: str) -> float:
    """How much of a name stands in the text, by its pairs of characters: 0 to 1."""
    if not name or not text:
        return 0.0
    pairs = {name[i : i + 2] for i in range(len(name) - 1)} or {name}
    return sum(pair in text for pair in pairs) / len(pairs)
