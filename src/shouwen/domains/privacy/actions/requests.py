"""个人信息权利请求: registered on a case of its own kind, answered before the case is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseKind, CaseState
from shouwen.domains.cases.models import Case
from shouwen.domains.privacy.actions.carrying import delete, withdraw
from shouwen.domains.privacy.choices import (
    STORED_ONLY,
    UNPROVEN,
    Outcome,
    RefusalGround,
    Wish,
)
from shouwen.domains.privacy.errors import (
    AskedAlready,
    DoneAlready,
    GroundMissing,
    NobodyKnown,
    NotHandedOver,
    NotSuchACase,
    NotVerified,
)
from shouwen.domains.privacy.events import DataAnswered, DataAsked
from shouwen.domains.privacy.models import DataRequest
from shouwen.domains.teamwork import actions as teamwork
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import record


@transaction.atomic
def ask(case_id: int, *, wish: str, checked: str, by: Actor, at: datetime) -> DataRequest:
    """登记请求: what the person wants and how it was verified who asks, once an instance of the case."""
    case = Case.objects.lock(case_id)
    if case.kind != CaseKind.DATA_REQUEST:
        raise NotSuchACase
    if case.customer_id is None:
        raise NobodyKnown
    if DataRequest.objects.filter(case_id=case_id, instance=case.instance).exists():
        raise AskedAlready
    row = DataRequest.objects.create(
        case=case,
        instance=case.instance,
        customer_id=case.customer_id,
        wish=wish,
        checked=checked,
        asked_at=at,
    )
    fact = DataAsked(subject=case.subject, wish=wish, checked=checked, customer_id=row.customer_id)
    record(fact, by=by, at=at)
    return row


@transaction.atomic
def ask_beside(case_id: int, *, wish: str, checked: str, by: Actor, at: datetime) -> DataRequest:
    """另立请求: said while another matter is open; it gets a case of its own, each knows of the other."""
    other = Case.objects.lock(case_id)
    if other.customer_id is None:
        raise NobodyKnown
    case = open_beside(other, by=by, at=at)
    return ask(case.pk, wish=wish, checked=checked, by=by, at=at)


def open_beside(other: Case, *, by: Actor, at: datetime) -> Case:
    """A case of the kind for the customer of another one, related to it."""
    case = cases.open_case(
        kind=CaseKind.DATA_REQUEST,
        channel=other.channel,
        title=str(CaseKind.DATA_REQUEST.label),
        customer_id=other.customer_id,
        account_id=other.account_id,
        owner_unit_id=None if by.unit else other.owner_unit_id,
        by=by,
        at=at,
    )
    teamwork.relate(case.pk, other_id=other.pk, by=by, at=at)
    return case


@transaction.atomic
def verify_person(request_id: int, *, checked: str, by: Actor, at: datetime) -> DataRequest:
    """核验身份: known now who asks; told on the record like the first time."""
    row = _open(request_id)
    row.checked = checked
    row.save(update_fields=["checked"])
    fact = DataAsked(
        subject=row.case.subject, wish=row.wish, checked=checked, customer_id=row.customer_id
    )
    record(fact, by=by, at=at)
    return row


@transaction.atomic
def hand_over(request_id: int, *, export_number: int) -> None:
    """交付副本: the export that made the copy; its mark is on record with the exports."""
    DataRequest.objects.filter(pk=request_id).update(export_number=export_number)


@transaction.atomic
def answer(request_id: int, *, text: str, delivered: str, by: Actor, at: datetime) -> DataRequest:
    """办结请求: consents are withdrawn, data erased; a copy was handed over before. The case is answered."""
    row = _open(request_id)
    if row.wish != Wish.EXPLANATION and row.checked in UNPROVEN:
        raise NotVerified
    if row.wish == Wish.COPY and row.export_number is None:
        raise NotHandedOver
    if row.wish in {Wish.WITHDRAWAL, Wish.DELETION}:
        withdraw(row.customer_id, by=by, at=at)
    if row.wish == Wish.DELETION:
        row.proof = delete(row, by=by, at=at)
    row.delivered = delivered
    return _ended(row, Outcome.GRANTED, text=text, by=by, at=at)


@transaction.atomic
def refuse(request_id: int, *, ground: str, text: str, by: Actor, at: datetime) -> DataRequest:
    """拒绝请求: with the ground the law knows, and the reason in words (个人信息保护法 第50条).

    What is kept only because it must be is not used for anything else from now on.
    """
    row = _open(request_id)
    if ground not in RefusalGround.values:
        raise GroundMissing
    row.ground = ground
    if ground in STORED_ONLY:
        withdraw(row.customer_id, by=by, at=at)
    return _ended(row, Outcome.REFUSED, text=text, by=by, at=at)


def _open(request_id: int) -> DataRequest:
    rows = DataRequest.objects.select_for_update(of=("self",)).select_related("case")
    row = rows.get(pk=request_id)
    if row.done_at is not None:
        raise DoneAlready
    return row


def _ended(
    row: DataRequest, outcome: Outcome, *, text: str, by: Actor, at: datetime
) -> DataRequest:
    """The outcome is kept, then the case is answered with it, which stops its clocks."""
    row.outcome, row.done_at, row.done_by_id = outcome, at, by.staff
    row.save()
    fact = DataAnswered(
        subject=row.case.subject,
        wish=row.wish,
        outcome=outcome,
        ground=row.ground,
        delivered=row.delivered,
        digest=str(row.proof.get("digest", "")),
    )
    record(fact, by=by, at=at)
    if row.case.state == CaseState.RECEIVED:
        cases.accept(row.case_id, by=by, at=at)
    cases.answer(row.case_id, text=text, contacted=True, by=by, at=at)
    return row
