"""Whose notes one may see, which follow-ups are due, and whom one may write about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.domains.care import rules
from shouwen.domains.care.models import CareNote, CareNoteQuerySet
from shouwen.platform.access.acting import Acting
from shouwen.platform.notify.words import Named
from shouwen.platform.org import queries as org
from shouwen.platform.org.models import Staff


def readable(acting: Acting) -> CareNoteQuerySet:
    """Own notes, those of the writers below one's unit, for personnel all; never notes about oneself."""
    if not acting.may(rules.READ) or acting.staff_id is None:
        return CareNote.objects.none()
    found = CareNote.objects.exclude(staff_id=acting.staff_id)
    if acting.may(rules.EVERYBODY):
        return found
    below = org.below(acting.unit_id) if acting.unit_id is not None else frozenset()
    return found.filter(Q(writer_id=acting.staff_id) | Q(unit_id__in=below))


def notes(acting: Acting, *, waiting: bool) -> CareNoteQuerySet:
    """The notes of a tab: the earliest follow-up first, else the newest note."""
    found = readable(acting).select_related("staff", "writer", "unit")
    if waiting:
        return found.waiting().order_by("follow_up", "pk")
    return found.order_by("-at", "-pk")


def due(acting: Acting, *, on: date) -> CareNoteQuerySet:
    """待跟进: what this leader wrote and set for today or before."""
    mine = readable(acting).filter(writer_id=acting.staff_id).waiting()
    return mine.filter(follow_up__lte=on).select_related("staff").order_by("follow_up", "pk")


def team(unit_id: int, staff_id: int, *, at: datetime) -> QuerySet[Staff]:
    """本班: people with a post at the unit or below it, without oneself."""
    return org.members(org.below(unit_id), at=at).exclude(pk=staff_id)


def named(ids: Collection[int]) -> Mapping[int, Named]:
    """A notice about a person's care names nobody: it may lie open on a screen."""
    return {pk: Named(_("Staff care"), reverse("care:list")) for pk in ids}
