"""Take the demo branch away beside real data: struck from every figure, closed, signed out.

The journal is append-only, so the story of the demo's matters stays in it, without its words. Where
an installation holds nothing but the demo, ``shouwen demo --remove`` empties the database instead.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from shouwen.domains.asks import actions as asks
from shouwen.domains.asks.models import Request
from shouwen.domains.balances import actions as balances
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer
from shouwen.domains.macros import actions as macros
from shouwen.domains.routing.actions import end_route
from shouwen.domains.routing.models import Route
from shouwen.kernel.actor import Actor
from shouwen.platform.access.models import Account
from shouwen.platform.journal import actions as journal
from shouwen.platform.org import actions as org
from shouwen.platform.org import queries as units
from shouwen.platform.org.models import Staff, Unit
from shouwen.web.demo import duties, outbox, papers, reworks, rights, telephone
from shouwen.web.demo.models import Branch

REASON = "演示数据移除"
RULE = "demo_removed"
ERASED_AT_ONCE = 2000
Say = Callable[[str], None]


def alone() -> bool:
    """Whether the database holds nothing of anybody but the demo (and its administrators)."""
    branch = Branch.objects.first()
    ours = units.below(branch.root_id) if branch else frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM access_account WHERE NOT is_demo AND NOT is_superuser)"
            " OR EXISTS (SELECT 1 FROM org_unit WHERE id <> ALL(%(ours)s))"
            " OR EXISTS (SELECT 1 FROM cases_case WHERE owner_unit_id <> ALL(%(ours)s))"
            " OR EXISTS (SELECT 1 FROM exchange_batch)",
            {"ours": list(ours)},
        )
        return not cursor.fetchone()[0]


def retire(*, by: Actor, at: datetime, say: Say) -> dict[str, int]:
    """Void the matters, blank the customers, let the people go, close the units; what was done."""
    branch = Branch.objects.get()
    ours = units.below(branch.root_id)
    voided = _void(ours, by=by, at=at, say=say)
    erased = _erase(ours, at=at)
    blanked = _blank(ours, by=by, at=at)
    outbox.take_down(by=by, at=at)
    demo = Account.objects.filter(is_demo=True).values_list("pk", flat=True)
    macros.remove_all_of(demo, at=at)
    people = _let_go(ours, by=by, at=at)
    _end_routes(ours, by=by, at=at)
    duties.take_back(ours, by=by, at=at)
    rights.take_back(ours, by=by, at=at)
    papers.take_back(by=by, at=at)
    reworks.take_back(by=by, at=at)
    telephone.take_back(rule=RULE, by=by, at=at)
    closed = _close(ours, by=by, at=at)
    Branch.objects.update(removed_at=at, moved_at=at)
    return {
        "voided": voided,
        "erased": erased,
        "customers": blanked,
        "staff": people,
        "units": closed,
    }


def _void(ours: frozenset[int], *, by: Actor, at: datetime, say: Say) -> int:
    taken_out = (CaseState.VOID, CaseState.MERGED)
    ids = list(
        Case.objects.filter(owner_unit_id__in=ours)
        .exclude(state__in=taken_out)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for n, pk in enumerate(ids, 1):
        cases.void(pk, text=REASON, by=by, at=at)
        asks.withdraw_all(pk, because=CaseState.VOID, by=by, at=at)
        if n % 500 == 0:
            say(f"{n} of {len(ids)} matters are void")
    for pk in Request.objects.open().filter(unit_id__in=ours).values_list("pk", flat=True):
        asks.withdraw(pk, because=CaseState.VOID, by=by, at=at)
    return len(ids)


def _erase(ours: frozenset[int], *, at: datetime) -> int:
    """The words of the demo's matters; their facts and the chain stay."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT x.id FROM journal_text x JOIN journal_entry e ON e.id = x.entry_id"
            " LEFT JOIN asks_request r ON e.subject_kind = 'request' AND r.id = e.subject_id"
            " LEFT JOIN cases_case c ON c.id = CASE e.subject_kind WHEN 'case' THEN e.subject_id"
            "   WHEN 'request' THEN r.case_id END"
            " WHERE (c.owner_unit_id = ANY(%(ours)s) OR r.unit_id = ANY(%(ours)s))"
            "   AND x.body IS NOT NULL",
            {"ours": list(ours)},
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    return sum(
        journal.erase(ids[i : i + ERASED_AT_ONCE], rule=RULE, at=at)
        for i in range(0, len(ids), ERASED_AT_ONCE)
    )


@transaction.atomic
def _blank(ours: frozenset[int], *, by: Actor, at: datetime) -> int:
    theirs = Customer.objects.filter(unit_id__in=ours)
    balances.forget(theirs.values_list("pk", flat=True))
    found = theirs.exclude(phone="").order_by("pk")
    for pk in found.values_list("pk", flat=True):
        customers.correct(pk, name="演示", phone="", address="", by=by, at=at)
    return len(found)


@transaction.atomic
def _let_go(ours: frozenset[int], *, by: Actor, at: datetime) -> int:
    staff = Staff.objects.filter(active_to__isnull=True, account__is_demo=True).order_by("pk")
    ids = list(staff.values_list("pk", flat=True))
    for pk in ids:
        org.leave(pk, by=by, at=at)
    return len(ids)


@transaction.atomic
def _end_routes(ours: frozenset[int], *, by: Actor, at: datetime) -> None:
    """What was suggested to units that are no more holds no longer."""
    today = localdate(at)
    for route in Route.objects.filter(unit_id__in=ours, until__isnull=True).order_by("pk"):
        end_route(route.pk, until=max(today, route.since), by=by, at=at)


@transaction.atomic
def _close(ours: frozenset[int], *, by: Actor, at: datetime) -> int:
    """Leaves first: a unit with open units below cannot be closed."""
    found = Unit.objects.active().filter(pk__in=ours)
    for unit in sorted(found, key=lambda u: -len(u.path)):
        org.deactivate_unit(unit.pk, by=by, at=at)
    return len(found)
