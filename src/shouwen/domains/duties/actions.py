"""Duties are drafted, published and ended; nothing else writes their table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from shouwen.domains.duties import promising
from shouwen.domains.duties.choices import State
from shouwen.domains.duties.errors import (
    DraftedAlready,
    EndedAlready,
    EndsInThePast,
    FollowsTooEarly,
    NotADraft,
    NotPublished,
    UnitHasNoRegister,
)
from shouwen.domains.duties.events import (
    DraftChanged,
    DraftDiscarded,
    DutyDrafted,
    DutyEnded,
    DutyPublished,
)
from shouwen.domains.duties.models import Duty
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import record
from shouwen.platform.org import queries as org
from shouwen.platform.org.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a duty says: what for, through whom, how long, from when."""

    name: str
    amount: int
    counted_in: str
    valid_from: date
    purpose: str = ""
    topic: str = ""
    waiting_minutes: int | None = None
    remark: str = ""


@transaction.atomic
def draft(unit_id: int, terms: Terms, *, by: Actor, at: datetime) -> Duty:
    """起草职责: a new duty, or what follows the one of this name; it binds nobody before it is published."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if unit.valid_to is not None:
        raise UnitHasNoRegister
    if Duty.objects.drafts().filter(unit=unit, name=terms.name).exists():
        raise DraftedAlready(name=terms.name)
    duty = Duty.objects.create(unit=unit, made_at=at, made_by_id=by.staff, **asdict(terms))
    record(DutyDrafted(subject=duty.subject, unit_id=unit_id), by=by, at=at)
    return duty


@transaction.atomic
def change(duty_id: int, terms: Terms, *, by: Actor, at: datetime) -> Duty:
    """改草稿: only what nobody relies on yet."""
    duty = _draft(duty_id)
    others = Duty.objects.drafts().filter(unit=duty.unit, name=terms.name).exclude(pk=duty.pk)
    if others.exists():
        raise DraftedAlready(name=terms.name)
    for name, value in asdict(terms).items():
        setattr(duty, name, value)
    duty.save()
    record(DraftChanged(subject=duty.subject, unit_id=duty.unit_id), by=by, at=at)
    return duty


@transaction.atomic
def discard(duty_id: int, *, by: Actor, at: datetime) -> None:
    """弃草稿."""
    duty = _draft(duty_id)
    record(DraftDiscarded(subject=duty.subject, unit_id=duty.unit_id), by=by, at=at)
    duty.delete()


@transaction.atomic
def publish(unit_id: int, *, by: Actor, at: datetime) -> list[Duty]:
    """发布职责清单: every draft of the department holds from its day on, today at the earliest.

    A duty of the same name ends on that day. Requests made under it have its time instead of the
    default from then on; what runs keeps its limit.
    """
    Unit.objects.select_for_update().get(pk=unit_id)
    today = at.astimezone(org.zone_of(unit_id)).date()
    drafts = Duty.objects.drafts().filter(unit_id=unit_id).select_related("unit").order_by("pk")
    return [_publish(duty, today, by=by, at=at) for duty in drafts.select_for_update(of=("self",))]


def _publish(duty: Duty, today: date, *, by: Actor, at: datetime) -> Duty:
    duty.valid_from = max(duty.valid_from, today)
    former = _former(duty)
    if former is not None:
        former.valid_to = duty.valid_from
        former.save(update_fields=["valid_to"])
    duty.state, duty.published_at, duty.published_by_id = State.PUBLISHED, at, by.staff
    duty.save()
    promising.promise(duty, by=by, at=at)
    published = DutyPublished(
        subject=duty.subject,
        unit_id=duty.unit_id,
        valid_from=duty.valid_from,
        amount=duty.amount,
        counted_in=duty.counted_in,
        waiting_minutes=duty.waiting_minutes,
        follows_id=former.pk if former else None,
    )
    record(published, by=by, at=at)
    return duty


def _former(duty: Duty) -> Duty | None:
    """The version that holds until this one begins."""
    same = Duty.objects.published().filter(unit=duty.unit, name=duty.name)
    last: Duty | None = same.order_by("-valid_from").first()
    if last is None or (last.valid_to is not None and last.valid_to <= duty.valid_from):
        return None
    if last.valid_from >= duty.valid_from:
        raise FollowsTooEarly(name=duty.name)
    return last


@transaction.atomic
def end(duty_id: int, *, valid_to: date, by: Actor, at: datetime) -> Duty:
    """停用职责: from that day on it is no longer offered, and the default limits hold; the row stays."""
    duty = Duty.objects.lock(duty_id)
    if duty.is_draft:
        raise NotPublished(name=duty.name)
    if duty.valid_to is not None:
        raise EndedAlready(name=duty.name)
    today = at.astimezone(org.zone_of(duty.unit_id)).date()
    if valid_to < max(today, duty.valid_from):
        raise EndsInThePast
    duty.valid_to = valid_to
    duty.save(update_fields=["valid_to"])
    promising.take_back(duty, on=valid_to, by=by, at=at)
    ended = DutyEnded(subject=duty.subject, unit_id=duty.unit_id, valid_to=valid_to)
    record(ended, by=by, at=at)
    return duty


def _draft(duty_id: int) -> Duty:
    duty = Duty.objects.lock(duty_id)
    if not duty.is_draft:
        raise NotADraft(name=duty.name)
    return duty
