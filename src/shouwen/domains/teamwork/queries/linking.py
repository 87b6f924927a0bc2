"""Which cases belong together, and under which open parent a new one may belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q

from shouwen.domains.cases.choices import IN_WORK, OPEN
from shouwen.domains.cases.models import Case, CaseQuerySet
from shouwen.domains.teamwork.choices import LinkKind
from shouwen.domains.teamwork.models import Link
from shouwen.platform.access.scope import Scope

OFFERED = 10
TICKED_AT_MOST = 200
RECENT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Linked:
    """A case at the other end of a link; ``seen``: the reader may open it."""

    case: Case
    seen: bool


@dataclass(slots=True)
class Links:
    """The parent, the children (those still in work first), what it follows and what follows it, the related."""

    parent: Linked | None = None
    follows: Linked | None = None
    followed_by: list[Linked] = field(default_factory=list)
    children: list[Linked] = field(default_factory=list)
    related: list[Linked] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(
            self.parent or self.children or self.related or self.follows or self.followed_by
        )

    @property
    def in_work(self) -> list[Linked]:
        return [child for child in self.children if child.case.state in IN_WORK]


def links_of(case_id: int, *, scope: Scope) -> Links:
    """Everything that is linked to a case, in one statement."""
    rows = Link.objects.standing().filter(Q(case_id=case_id) | Q(other_id=case_id))
    found = Links()
    for link in rows.select_related("case", "other").order_by("case_id"):
        mine = link.case_id == case_id
        other = link.other if mine else link.case
        end = Linked(
            other, scope.covers(other.owner_unit_id) or scope.covers(other.handler_unit_id)
        )
        if link.kind == LinkKind.RELATED:
            found.related.append(end)
        elif link.kind == LinkKind.FOLLOWS and mine:
            found.follows = end
        elif link.kind == LinkKind.FOLLOWS:
            found.followed_by.append(end)
        elif mine:
            found.parent = end
        else:
            found.children.append(end)
    found.children.sort(key=lambda child: (child.case.state not in IN_WORK, child.case.pk))
    return found


def follow_up_of(case_id: int) -> Case | None:
    """续单: the open case that goes on with this one."""
    rows = Link.objects.standing().filter(kind=LinkKind.FOLLOWS, other_id=case_id)
    return Case.objects.open().filter(pk__in=rows.values("case_id")).order_by("pk").first()


def children_in_work(parent_id: int, *, scope: Scope) -> list[Case]:
    """The children the reader may act on, at most 200 at once."""
    under = Link.objects.children().filter(other_id=parent_id)
    found = Case.objects.visible_to(scope).filter(pk__in=under.values("case_id"))
    return list(found.filter(state__in=IN_WORK).order_by("pk")[:TICKED_AT_MOST])


def candidates(case: Case, *, scope: Scope) -> list[Case]:
    """Cases that may have the same cause: same kind, opened within two days around it, under no parent."""
    linked = Link.objects.children()
    near = (case.opened_at - RECENT, case.opened_at + RECENT)
    found: CaseQuerySet = Case.objects.visible_to(scope).filter(
        kind=case.kind, state__in=IN_WORK, opened_at__range=near
    )
    if case.category:
        found = found.filter(category__in=["", case.category])
    found = found.exclude(pk=case.pk).exclude(pk__in=linked.values("case_id"))
    return list(found.exclude(pk__in=linked.values("other_id")).order_by("-opened_at", "-pk")[:50])


@dataclass(frozen=True, slots=True)
class Parent:
    """An open parent case that a new matter may belong to."""

    case_id: int
    number: str
    title: str
    children: int


def open_parents(
    *,
    at: datetime,
    scope: Scope,
    kind: str = "",
    category: str = "",
    units: Sequence[int] = (),
) -> list[Parent]:
    """在办母单 of the last days that fit: of this kind and category, at one of these units or grids.

    A parent is at a unit when it or a child of it is owned or handled there, or its line lies there.
    """
    wanted = Q(
        other__state__in=OPEN, other__opened_at__gte=at - 7 * RECENT, other__opened_at__lte=at
    )
    if kind:
        wanted &= Q(other__kind=kind)
    if category:
        wanted &= Q(other__category__in=["", category])
    if not scope.everything:
        mine = list(scope.units)
        wanted &= Q(other__owner_unit_id__in=mine) | Q(other__handler_unit_id__in=mine)
    if units:
        wanted &= _at(units)
    parents = Link.objects.children().filter(wanted).values_list("other_id", flat=True)
    rows = (
        Link.objects.children()
        .filter(other_id__in=parents)
        .values("other_id", "other__number", "other__title")
        .annotate(n=Count("pk"))
        .order_by("-n", "-other_id")[:OFFERED]
    )
    return [Parent(r["other_id"], r["other__number"], r["other__title"], r["n"]) for r in rows]


def _at(units: Sequence[int]) -> Q:
    there = Q()
    for end in ("case", "other"):
        for column in ("owner_unit_id", "handler_unit_id", "account__grid_unit_id"):
            there |= Q(**{f"{end}__{column}__in": list(units)})
    return there
