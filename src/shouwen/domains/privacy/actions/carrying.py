"""What a request does to the data: every consent taken back, or everything of the person erased."""

from __future__ import annotations

from datetime import datetime

from shouwen.domains.cases.models import Case
from shouwen.domains.customers import consents
from shouwen.domains.customers.choices import ConsentChannel, Evidence, Purpose
from shouwen.domains.privacy.actions.erasing import erase
from shouwen.domains.privacy.errors import HeldByLaw, StillOpen
from shouwen.domains.privacy.models import DataRequest
from shouwen.domains.privacy.queries.due import held
from shouwen.kernel.actor import Actor


def withdraw(customer_id: int, *, by: Actor, at: datetime) -> None:
    """撤回同意: no to every purpose on every channel."""
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


def delete(row: DataRequest, *, by: Actor, at: datetime) -> dict[str, object]:
    """删除: words, files and the person, of all matters; refused while one is open or something is held."""
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
    gone = erase(code=code, words_of=ids, files_of=ids, people=[row.customer_id], by=by, at=at)
    return {
        "rule": code,
        "at": at.isoformat(),
        "cases": len(ids),
        "texts": gone.texts,
        "files": gone.files,
        "fields": gone.fields,
        "digest": gone.digest,
    }
