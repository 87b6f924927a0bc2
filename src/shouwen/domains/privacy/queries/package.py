"""个人信息副本: everything the installation holds about one person, as a file the person can read."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from shouwen.domains.balances.models import Standing
from shouwen.domains.calls import keeping as calls
from shouwen.domains.cases.models import KIND, Case, Rating
from shouwen.domains.customers.models import Consent, Customer
from shouwen.domains.privacy.queries.due import texts_of
from shouwen.platform.exchange.writers import plain
from shouwen.platform.files.models import Attachment
from shouwen.platform.journal.models import Entry, EntryText


def assembled(customer_id: int) -> dict[str, Any]:
    """The record, its lines and how they stand, calls, consents, cases with the words and evaluations left of them."""
    person = Customer.objects.get(pk=customer_id)
    cases = list(Case.objects.filter(customer_id=customer_id).order_by("pk"))
    return {
        "customer": _fields(person, ("name", "phone", "id_no", "address", "tier")),
        "accounts": [
            _fields(line, ("number", "address", "product", "active"))
            for line in person.accounts.order_by("pk")
        ],
        "standings": [
            {"account": row.account.number}
            | _fields(row, ("balance", "suspended_since", "as_of", "source"))
            for row in Standing.objects.filter(account__customer=person)
            .select_related("account")
            .order_by("account")
        ],
        "calls": [
            _fields(row, ("number", "line", "rang_at", "answered_at", "ended_at", "called_back_at"))
            for row in calls.of_customers([customer_id]).order_by("pk")
        ],
        "consents": [
            _fields(row, ("purpose", "channel", "given", "evidence", "at"))
            for row in Consent.objects.filter(customer_id=customer_id).order_by("pk")
        ],
        "cases": [
            _fields(
                case, ("number", "kind", "category", "title", "state", "opened_at", "closed_at")
            )
            | {"answers": case.extra}
            for case in cases
        ],
        "evaluations": [
            {"case": row.case.number}
            | _fields(row, ("at", "score", "solved", "attitude", "timeliness", "reasons"))
            for row in Rating.objects.filter(case__customer_id=customer_id)
            .select_related("case")
            .order_by("pk")
        ],
        "words": _words([case.pk for case in cases]),
        "files": _files([case.pk for case in cases]),
    }


def rows_of(package: dict[str, Any]) -> int:
    """How many rows it counts for the quota: the record and every line of the lists."""
    return 1 + sum(len(part) for part in package.values() if isinstance(part, list))


def packed(package: dict[str, Any], mark: object) -> bytes:
    """One archive: the data, and who handed them over when."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(package, ensure_ascii=False, indent=1, default=plain)
        archive.writestr("data.json", text)
        archive.writestr("export.txt", f"{mark}\n")
        archive.comment = str(mark).encode()[:60_000]
    return body.getvalue()


def _fields(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _words(case_ids: list[int]) -> list[dict[str, Any]]:
    texts = EntryText.objects.in_bulk(texts_of(case_ids)).values()
    entries = Entry.objects.in_bulk([text.entry_id for text in texts])
    found = sorted(texts, key=lambda text: text.entry_id)
    return [
        {"at": entries[t.entry_id].at, "what": entries[t.entry_id].kind, "words": t.body}
        for t in found
    ]


def _files(case_ids: list[int]) -> list[dict[str, Any]]:
    here = Attachment.objects.filter(subject_kind=KIND, subject_id__in=case_ids, removed_at=None)
    return [_fields(file, ("name", "size", "added_at")) for file in here.order_by("pk")]
