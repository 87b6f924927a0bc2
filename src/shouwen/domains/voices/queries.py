"""The opinion books of one's halls, what is still to be pasted, and one's own suggestions with their answers."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from shouwen.domains.cases.models import Case
from shouwen.domains.customers import queries as customers
from shouwen.domains.intake.helping import last_answers
from shouwen.domains.voices.models import BookEntry, Suggestion
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.masking import mask_within
from shouwen.platform.org import queries as org
from shouwen.platform.org.choices import UnitKind

WAITING, PASTE, ALL = "waiting", "paste", "all"
COUNTED = 1_000
"""Entries that a tab counts at most; above 999 it says so."""


def halls(acting: Acting) -> list[tuple[int, str]]:
    """The halls whose books this post keeps, its own first."""
    nodes = [n for n in org.tree().walk() if n.active and n.kind == UnitKind.HALL]
    mine = [n for n in nodes if acting.scope.covers(n.id)]
    mine.sort(key=lambda node: node.id != acting.unit_id)
    return [(node.id, node.name) for node in mine]


def entries(acting: Acting) -> QuerySet[BookEntry]:
    """The entries of these books, the newest first."""
    found = BookEntry.objects.select_related("case", "hall", "entered_by", "pasted_by")
    if not acting.scope.everything:
        found = found.filter(hall_id__in=acting.scope.units)
    return found.order_by("-entered_at", "-pk")


def narrowed(found: QuerySet[BookEntry], tab: str) -> QuerySet[BookEntry]:
    """待答复: no answer yet; 待贴回: answered, also anew after a reopening, not in the book yet."""
    if tab == WAITING:
        return found.filter(case__answered_at=None, case__closed_at=None)
    if tab == PASTE:
        unsaid = Q(pasted_at=None) | Q(pasted_at__lt=F("case__answered_at"))
        return found.filter(unsaid, case__answered_at__isnull=False)
    return found


def next_number(hall_id: int, book: str) -> int:
    """The number the next entry of a book most likely has."""
    last = BookEntry.objects.filter(hall_id=hall_id, book=book).order_by("-number").first()
    return last.number + 1 if last else 1


def newest_book(hall_id: int) -> str:
    """The book the hall writes in now; the first one is called 1."""
    last = BookEntry.objects.filter(hall_id=hall_id).order_by("-entered_at", "-pk").first()
    return last.book if last else "1"


def answer_for_the_book(case: Case) -> str:
    """答复 as everybody in the hall may read it: without the numbers, the name and the address of the customer."""
    words = last_answers([case.pk]).get(case.pk, "")
    return str(customers.veils([case.customer_id])[case.customer_id](words))


def own_suggestions(staff_id: int) -> QuerySet[Suggestion]:
    """我的建议, the newest first; nobody else gets these rows."""
    return (
        Suggestion.objects.filter(staff_id=staff_id).select_related("case").order_by("-at", "-pk")
    )


def answers_to(rows: list[Suggestion]) -> dict[int, str]:
    """Case → what was answered, without numbers of people."""
    said = last_answers([row.case_id for row in rows if row.case.answered_at])
    return {case: mask_within(words) for case, words in said.items() if words}
