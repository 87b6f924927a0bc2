"""What has been kept long enough (到期): by rule, without what is held."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, localtime

from shouwen.domains.asks.models import Request
from shouwen.domains.calls import keeping as calls
from shouwen.domains.cases.choices import ENDED, UNCOUNTED
from shouwen.domains.cases.models import KIND, Case
from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.domains.privacy.choices import What
from shouwen.domains.privacy.models import DataRequest, LegalHold, Rule
from shouwen.platform.files.models import Attachment
from shouwen.platform.journal.models import Entry, EntryText


@dataclass(frozen=True, slots=True)
class Due:
    """What one rule would erase now: ids of cases, customers or calls, and how many are held."""

    rule: Rule
    before: datetime
    ids: list[int]
    exempt: int


def rules_on(day: date) -> list[Rule]:
    """The rules that hold on a day: of each code the newest that has begun; 0 months keeps for ever."""
    begun = Rule.objects.filter(since__lte=day).order_by("code", "-since").distinct("code")
    return [rule for rule in begun if rule.months]


def rules_ahead(day: date) -> list[Rule]:
    """The rules whose day is still to come, the next first."""
    return list(Rule.objects.filter(since__gt=day).order_by("since", "code"))


def held(kind: str) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(subject_kind=kind, lifted_at=None)


def months_before(at: datetime, months: int) -> datetime:
    """The same day of an earlier month where the house is, or its last one."""
    here = localtime(at)
    year, month = divmod(here.year * 12 + here.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return here.replace(year=year, month=month + 1, day=min(here.day, last))


def due(rule: Rule, *, at: datetime, limit: int) -> Due:
    """At most ``limit`` subjects of this rule, the oldest ids first; what was erased is not due again."""
    before = months_before(at, rule.months)
    found, kept = _found(rule, before, at)
    ids = list(found.exclude(kept).order_by("pk").values_list("pk", flat=True)[:limit])
    return Due(rule, before, ids, found.filter(kept).count())


def _found(rule: Rule, before: datetime, at: datetime) -> tuple[QuerySet[Any], Q]:
    """Subjects whose time is over, and which of them a hold keeps."""
    cases = held("case").values("subject_id")
    people = held("customer").values("subject_id")
    match What(rule.what):
        case What.CUSTOMERS:
            return _customers(before), Q(pk__in=people) | Q(pk__in=_of_held_cases())
        case What.CALLS:
            return calls.over(before), calls_kept()
        case What.TEXTS | What.FILES:
            return _cases(rule, before, localdate(at)), Q(pk__in=cases) | Q(customer_id__in=people)


def calls_kept() -> Q:
    """Calls that a hold keeps: of a held case or of its customer, of a held customer or of their number."""
    cases = held("case").values("subject_id")
    people = held("customer").values("subject_id")
    known = Customer.objects.filter(pk__in=people).exclude(phone="").values("phone")
    of_people = Q(case__customer_id__in=people) | Q(account__customer_id__in=people)
    of_cases = Q(case_id__in=cases) | Q(account__customer_id__in=_of_held_cases())
    return of_people | of_cases | Q(number__in=known)


def _of_held_cases() -> QuerySet[Case, int | None]:
    cases = held("case").values("subject_id")
    return Case.objects.filter(pk__in=cases, customer__isnull=False).values_list(
        "customer_id", flat=True
    )


def _cases(rule: Rule, before: datetime, day: date) -> QuerySet[Case]:
    """Ended long enough ago, and there is still something of this sort."""
    ended = Case.objects.filter(state__in=ENDED, closed_at__lt=before)
    waiting = DataRequest.objects.filter(done_at=None).exclude(case__state__in=UNCOUNTED)
    ended = ended.exclude(pk__in=waiting.values("case_id"))
    if rule.kinds:
        ended = ended.filter(kind__in=rule.kinds)
    else:
        others = [r for r in rules_on_all(day) if r.what == rule.what and r.code != rule.code]
        ended = ended.exclude(kind__in={kind for other in others for kind in other.kinds})
    if rule.what == What.FILES:
        return ended.filter(
            Exists(
                Attachment.objects.filter(
                    subject_kind=KIND, subject_id=OuterRef("pk"), removed_at=None
                )
            )
        )
    return ended.filter(_has_words())


def rules_on_all(day: date) -> list[Rule]:
    """Also those that keep for ever: what they name, no other rule takes."""
    return list(Rule.objects.filter(since__lte=day).order_by("code", "-since").distinct("code"))


def _has_words() -> Q:
    """Words in the journal of the case, or of a question asked about it."""
    words = EntryText.objects.filter(entry_id=OuterRef("pk"), body__isnull=False)
    own = Entry.objects.filter(
        Exists(words), subject_kind=KIND, subject_id=OuterRef("pk"), text_hash__isnull=False
    )
    asked = Request.objects.filter(case_id=OuterRef("pk")).filter(
        Exists(
            Entry.objects.filter(
                Exists(words),
                subject_kind="request",
                subject_id=OuterRef("pk"),
                text_hash__isnull=False,
            )
        )
    )
    return Q(Exists(own)) | Q(Exists(asked))


def _customers(before: datetime) -> QuerySet[Customer]:
    """Without a line in use and without a case since then, as far as anything is left to erase."""
    recent = Case.objects.filter(customer_id=OuterRef("pk")).filter(
        Q(closed_at__gte=before) | ~Q(state__in=ENDED)
    )
    ever = Case.objects.filter(customer_id=OuterRef("pk"))
    lines = ServiceAccount.objects.filter(customer_id=OuterRef("pk"), active=True)
    left = Customer.objects.exclude(name="", phone="", address="", id_no=None)
    return left.filter(Exists(ever)).exclude(Exists(recent)).exclude(Exists(lines))


def texts_of(case_ids: Collection[int]) -> list[int]:
    """The texts that are left of these cases and of what was asked about them."""
    requests = Request.objects.filter(case_id__in=case_ids).values("pk")
    entries = Entry.objects.filter(
        Q(subject_kind=KIND, subject_id__in=case_ids)
        | Q(subject_kind="request", subject_id__in=requests),
        text_hash__isnull=False,
    )
    left = EntryText.objects.filter(entry_id__in=entries.values("pk"), body__isnull=False)
    return list(left.order_by("pk").values_list("pk", flat=True))
