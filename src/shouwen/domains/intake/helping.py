"""What the third pane of the desk offers: a mass fault to join, answers given before, who would know."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.models import KIND, Case
from shouwen.domains.customers import queries as customers
from shouwen.domains.intake import callers
from shouwen.domains.intake.forms import DeskForm
from shouwen.domains.teamwork import rules as teamwork
from shouwen.domains.teamwork.queries.linking import Parent, open_parents
from shouwen.kernel.spelled import whole
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.scope import Scope
from shouwen.platform.journal.models import Entry, EntryText
from shouwen.platform.org import queries as org
from shouwen.platform.org.models import Contact

PARENTS = 3
ANSWERS = 3
LOOKED_AT = 100
"""So many of the last answers of a type are looked through."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given before, the person it was given to covered; ``times`` word for word."""

    case_id: int
    text: str
    times: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Help:
    """All that is offered for what stands in the form now."""

    parents: list[Parent]
    answers: list[Given]
    unit: str
    contacts: list[Contact]


def of(form: DeskForm, *, acting: Acting, at: datetime) -> Help:
    """What helps with the kind, the type and the account in the form."""
    data = form.data or form.initial
    said = str(data.get("kind"))
    kind = said if said in CaseKind.values else CaseKind.CONSULTATION.value
    typed = "" if form.types else str(data.get("category") or "")
    category = form.type.code if form.type else typed
    account = form.caller.account if form.caller else None
    grid = account.grid_unit_id if account else None
    unit, contacts = contacts_near(grid, at=at)
    return Help(
        _parents(kind, category, grid, acting=acting, at=at),
        given(kind, category, scope=callers.reach(acting), at=at),
        org.names([unit]).get(unit, "") if unit else "",
        contacts,
    )


def _parents(
    kind: str, category: str, grid: int | None, *, acting: Acting, at: datetime
) -> list[Parent]:
    """在办母单 of this kind in the caller's grid; wherever they are while the grid is not known."""
    if not acting.may(teamwork.LINK):
        return []
    near = [grid] if grid else []
    scope = callers.reach(acting)
    found = open_parents(at=at, scope=scope, kind=kind, category=category, units=near)
    return found[:PARENTS]


def joined(parent: Any, *, acting: Acting) -> int | None:
    """The parent case chosen at the desk, if this desk may join one and knows of it."""
    if not parent:
        return None
    digits = str(parent)
    known = Case.objects.visible_to(callers.reach(acting))
    wanted = whole(digits, otherwise=0)
    if not (acting.may(teamwork.LINK) and known.filter(pk=wanted).exists()):
        raise Http404
    return wanted


def given(kind: str, category: str, *, scope: Scope, at: datetime) -> list[Given]:
    """官方答复 to matters of this type that stayed settled, the most used and newest first."""
    if not category:
        return []
    settled = Case.objects.visible_to(scope).filter(
        kind=kind, category=category, answered_at__lte=at, reopens=0
    )
    newest = settled.order_by("-answered_at", "-pk")
    cases = {case.pk: case for case in newest[:LOOKED_AT]}
    said = last_answers(list(cases))
    cover = customers.veils(case.customer_id for case in cases.values())
    texts = {pk: cover[case.customer_id](said[pk]) for pk, case in cases.items() if said.get(pk)}
    times = Counter(texts.values())
    first: dict[str, int] = {}
    for pk, text in texts.items():
        first.setdefault(text, pk)
    ranked = sorted(first, key=lambda text: -times[text])[:ANSWERS]
    return [
        Given(first[text], text, times[text], cases[first[text]].answered_at or at)
        for text in ranked
    ]


def last_answers(cases: list[int]) -> dict[int, str]:
    """Case → the words of its last answer, where they still exist."""
    rows = Entry.objects.filter(
        subject_kind=KIND, subject_id__in=cases, kind="cases.case.answered"
    ).order_by("id")
    entries = dict(rows.values_list("subject_id", "pk"))
    found = EntryText.objects.filter(entry_id__in=entries.values()).exclude(body=None)
    bodies = dict(found.values_list("entry_id", "body"))
    return {case: (bodies.get(entry) or "").strip() for case, entry in entries.items()}


def contacts_near(unit_id: int | None, *, at: datetime) -> tuple[int | None, list[Contact]]:
    """A/B 角 of the grid, else of the nearest unit above it that has named some."""
    node = org.tree().nodes.get(unit_id or 0)
    for unit in reversed(node.path) if node else ():
        if named := list(org.contacts_at(unit, at=at)):
            return unit, named
    return None, []
