"""清除证明: a digest over what a run erased, that can be reckoned again from what is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from shouwen.domains.calls.models import Call
from shouwen.domains.customers.events import CustomerErased
from shouwen.domains.privacy.models import DataRequest, Run
from shouwen.kernel.problem import Problem
from shouwen.platform.files.models import Attachment
from shouwen.platform.journal.models import Entry, EntryText


def digest_of(
    code: str,
    at: datetime,
    before: str,
    *,
    texts: list[int],
    files: list[int],
    customers: list[int],
    calls: list[int],
) -> str:
    """Over the ids of what went, at its instant, and the digest of the run before.

    Calls are told where there were any: digests from before they were kept for a time hold.
    """
    told = [code, at.isoformat(), before, sorted(texts), sorted(files), sorted(customers)]
    if calls:
        told.append(sorted(calls))
    return sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def proof(code: str, at: datetime, before: str, *, files: bool) -> str:
    """The same digest from the traces that erasing leaves: texts, files, customers and calls of that instant."""
    texts = EntryText.objects.filter(erased_rule=code, erased_at=at).values_list("pk", flat=True)
    removed = Attachment.objects.filter(removed_at=at).values_list("pk", flat=True)
    entries = Entry.objects.filter(kind=CustomerErased.kind, at=at, facts__rule=code)
    people = entries.values_list("subject_id", flat=True)
    rang = Call.objects.filter(erased_rule=code, erased_at=at).values_list("pk", flat=True)
    return digest_of(
        code,
        at,
        before,
        texts=list(texts),
        files=list(removed) if files else [],
        customers=list(people),
        calls=list(rang),
    )


def verify(*, most: int = 100) -> Iterator[Problem]:
    """Every run proves itself, and builds on the one before."""
    before = ""
    for run in Run.objects.order_by("pk").select_related("rule"):
        if proof(run.rule.code, run.at, before, files=True) != run.digest:
            yield Problem(f"retention run {run.pk}", "what it erased is not what it says")
        before = run.digest
    for request in DataRequest.objects.filter(proof__has_key="digest").order_by("pk")[:most]:
        told = request.proof
        at = datetime.fromisoformat(told["at"])
        if proof(told["rule"], at, "", files=True) != told["digest"]:
            yield Problem(f"data request {request.pk}", "what it erased is not what it says")
