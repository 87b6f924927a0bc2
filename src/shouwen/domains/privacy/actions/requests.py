"""个人信息请求: asked on a case, due by law, carried out with proof."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from shouwen.domains.cases.models import Case
from shouwen.domains.customers import consents
from shouwen.domains.customers.choices import ConsentChannel, Evidence, Purpose
from shouwen.domains.privacy.actions.erasing import Erased, erase
from shouwen.domains.privacy.choices import Wish
from shouwen.domains.privacy.errors import (
    AskedAlready,
    DoneAlready,
    HeldByLaw,
    NobodyKnown,
    StillOpen,
)
from shouwen.domains.privacy.events import DataAnswered, DataAsked
from shouwen.domains.privacy.models import DataRequest
from shouwen.domains.privacy.queries.due import held
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import record

LIMIT = timedelta(days=15)
"""《App 违法违规收集使用个人信息行为认定方法》六：十五个工作日；reckoned in plain days, which is never later."""


@transaction.atomic
def ask(case_id: int, *, wish: str, checked: str, by: Actor, at: datetime) -> DataRequest:
    """登记请求: the case becomes a request about the customer's own data, once."""
    case = Case.objects.lock(case_id)
    if case.customer_id is None:
        raise NobodyKnown
    if DataRequest.objects.filter(case_id=case_id).exists():
        raise AskedAlready
    row = DataRequest.objects.create(
        case=case,
        customer_id=case.customer_id,
        wish=wish,
        checked=checked,
        asked_at=at,
        due_at=at + LIMIT,
    )
    fact = DataAsked(
        subject=case.subject,
        wish=wish,
        checked=checked,
        customer_id=row.customer_id,
        due_at=row.due_at,
    )
    record(fact, by=by, at=at)
    return row


@transaction.atomic
def answer(request_id: int, *, by: Actor, at: datetime) -> DataRequest:
    """办结请求: consents are withdrawn, data are erased; a copy or a correction was handed over before."""
    row = (
        DataRequest.objects.select_for_update(of=("self",))
        .select_related("case")
        .get(pk=request_id)
    )
    if row.done_at is not None:
        raise DoneAlready
    row.done_at, row.done_by_id = at, by.staff
    if row.wish == Wish.WITHDRAWAL:
        _withdraw(row.customer_id, by=by, at=at)
    elif row.wish == Wish.DELETION:
        _withdraw(row.customer_id, by=by, at=at)
        row.proof = _delete(row, by=by, at=at)
    row.save(update_fields=["done_at", "done_by", "proof"])
    digest = str(row.proof.get("digest", ""))
    fact = DataAnswered(subject=row.case.subject, wish=row.wish, digest=digest)
    record(fact, by=by, at=at)
    return row


def _withdraw(customer_id: int, *, by: Actor, at: datetime) -> None:
    for purpose in Purpose:
        for channel in ConsentChannel:
            consents.say(
                customer_id,
                purpose=purpose,
                channel=channel,
                given=False,
                evidence=Evidence.PAPER,
                by=by,
                at=at,
            )


def _delete(row: DataRequest, *, by: Actor, at: datetime) -> dict[str, object]:
    """Words, files and the person, of all matters; refused while one is open or something is held."""
    matters = Case.objects.filter(customer_id=row.customer_id)
    others = matters.open().exclude(pk=row.case_id)
    if numbers := list(others.order_by("pk").values_list("number", flat=True)[:10]):
        raise StillOpen(numbers=", ".join(numbers))
    ids = list(matters.order_by("pk").values_list("pk", flat=True))
    if (
        held("customer").filter(subject_id=row.customer_id).exists()
        or held("case").filter(subject_id__in=ids).exists()
    ):
        raise HeldByLaw
    code = f"request-{row.pk}"
    gone: Erased = erase(
        code=code, words_of=ids, files_of=ids, people=[row.customer_id], by=by, at=at
    )
    return {
        "rule": code,
        "at": at.isoformat(),
        "cases": len(ids),
        "texts": gone.texts,
        "files": gone.files,
        "fields": gone.fields,
        "digest": gone.digest,
    }
