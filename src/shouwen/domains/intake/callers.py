"""Who is calling: the customers found, their open matters first, what they came with before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from shouwen.domains.balances import rules as balances
from shouwen.domains.balances.models import Standing
from shouwen.domains.cases.choices import IN_WORK, CaseKind
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.judgements import last_scores
from shouwen.domains.cases.queries.rows import Line, lines
from shouwen.domains.customers import queries as customers
from shouwen.domains.customers.consents import Stand, stands
from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.domains.intake import rules
from shouwen.kernel.subject import Subject
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.masking import mask_address, mask_name, mask_phone
from shouwen.platform.access.queries import is_unmasked
from shouwen.platform.access.rules import UNMASK
from shouwen.platform.access.scope import Scope
from shouwen.platform.access.unmasking import CUSTOMER
from shouwen.platform.org import queries as org
from shouwen.platform.org.choices import UnitKind

SHOWN = 8
LAST = 5
YEAR = timedelta(days=365)
DAY = timedelta(hours=24)
SERVED = frozenset({UnitKind.COUNTY, UnitKind.CITY, UnitKind.COMPANY})
"""The nearest such unit above a desk is whom it serves."""


@dataclass(frozen=True, slots=True)
class Held:
    """One service account of the caller, masked."""

    id: int
    number: str
    product: str
    address: str
    grid_unit_id: int | None
    active: bool
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer who might be calling, masked."""

    id: int
    name: str
    phone: str
    address: str
    accounts: tuple[str, ...]
    open_matters: int


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier matter in a line."""

    case: Case
    score: int | None

    @property
    def unhappy(self) -> bool:
        return self.score is not None and self.score <= 2


@dataclass(frozen=True, slots=True)
class Caller:
    """The customer on the line, masked, with what is going on for them."""

    id: int
    name: str
    phone: str
    tier: str
    tier_label: str
    accounts: tuple[Held, ...]
    address: str
    open: tuple[Line, ...]
    past: tuple[Past, ...]
    year: dict[str, int]
    consents: tuple[Stand, ...] = ()
    masked: bool = True
    may_unmask: bool = False
    amounts: bool = False
    chosen: int | None = None

    @property
    def account(self) -> Held | None:
        """The account spoken of: the one chosen, else the first in use."""
        named = next((a for a in self.accounts if a.id == self.chosen), None)
        return named or next((a for a in self.accounts if a.active), None)

    def alike(self, kind: str, account_id: int | None) -> tuple[Line, ...]:
        """同户同类: the open matters of this kind on this account, the most urgent first."""
        return tuple(
            line
            for line in self.open
            if line.case.kind == kind and same_account(line.case.account_id, account_id)
        )

    def barred(self, kind: str) -> Standing | None:
        """欠费停机: a fault of this line that a payment mends, as far as the billing system has told."""
        standing = self.account.standing if self.account else None
        faulty = kind == CaseKind.FAULT_REPORT
        return standing if faulty and standing and standing.suspended_for_arrears else None

    def pressing(self, kind: str, account_id: int | None) -> Line | None:
        """The open matter that a second call most likely is about."""
        return next(iter(self.alike(kind, account_id) or self.open), None)


def same_account(one: int | None, other: int | None) -> bool:
    """A matter without an account may be about any of them."""
    return one == other or one is None or other is None


def mask_account(number: str) -> str:
    """0801****52: enough to tell two lines of a household apart."""
    return f"{number[:4]}****{number[-2:]}" if len(number) > 7 else f"****{number[-2:]}"


def reach(acting: Acting) -> Scope:
    """Whose matters the front desk sees: the hotline's everybody's, a hall's those of its county."""
    if acting.may(rules.EVERYBODY) or acting.scope.everything:
        return Scope(everything=True)
    nodes = org.tree().nodes
    here = nodes.get(acting.unit_id or 0)
    county = (
        next((u for u in reversed(here.path) if nodes[u].kind in SERVED), None) if here else None
    )
    return Scope(units=acting.scope.units | (org.below(county) if county else frozenset()))


def urgable(acting: Acting) -> QuerySet[Case]:
    """What may be urged at the desk: open matters of the own units; elsewhere those a caller can have.

    Whoever urges a matter elsewhere learns its number and nothing more.
    """
    callers_own = Case.objects.visible_to(reach(acting)).filter(customer__isnull=False)
    own = Case.objects.visible_to(acting.scope)
    return (callers_own | own).filter(state__in=IN_WORK)


def candidates(typed: str, *, acting: Acting) -> list[Candidate]:
    """The customers found by telephone, account number or name, at most eight."""
    found = customers.find(typed, scope=reach(acting), limit=SHOWN)
    ids = [c.pk for c in found]
    numbers: dict[int, list[str]] = {}
    held = ServiceAccount.objects.filter(customer_id__in=ids).order_by("pk")
    for customer, number in held.values_list("customer_id", "number"):
        numbers.setdefault(customer, []).append(mask_account(number))
    counted: dict[int, int] = {}
    matters = Case.objects.visible_to(reach(acting)).filter(customer_id__in=ids, state__in=IN_WORK)
    for customer in matters.values_list("customer_id", flat=True):
        counted[customer or 0] = counted.get(customer or 0, 0) + 1
    return [
        Candidate(
            id=c.pk,
            name=mask_name(c.name),
            phone=mask_phone(c.phone),
            address=mask_address(c.address),
            accounts=tuple(numbers.get(c.pk, ())),
            open_matters=counted.get(c.pk, 0),
        )
        for c in found
    ]


def account_typed(customer_id: int, typed: str) -> str:
    """The account whose number was typed, as the form names it."""
    number = "".join(typed.split())
    found = ServiceAccount.objects.filter(customer_id=customer_id, number=number)
    return str(found.values_list("pk", flat=True).first() or "")


def known(customer_id: int, *, acting: Acting) -> Customer | None:
    """The customer, if the post may see them."""
    return customers.visible(scope=reach(acting)).filter(pk=customer_id).first()


def caller(
    customer: Customer, *, account: int | None = None, acting: Acting, at: datetime
) -> Caller:
    """来电客户: open matters by urgency, the last five, the year in three numbers, what they allow.

    In full only while the reader's own reason is fresh.
    """
    subject = Subject("customer", customer.pk)
    masked = not is_unmasked(acting.account.pk, subject, CUSTOMER, at)
    matters = Case.objects.visible_to(reach(acting)).filter(customer_id=customer.pk)
    open_ids = list(matters.filter(state__in=IN_WORK).values_list("pk", flat=True)[:20])
    past = list(matters.exclude(pk__in=open_ids).order_by("-opened_at", "-pk")[:LAST])
    return Caller(
        id=customer.pk,
        name=mask_name(customer.name) if masked else customer.name,
        phone=mask_phone(customer.phone) if masked else customer.phone,
        tier=customer.tier,
        tier_label=str(customer.get_tier_display()),
        accounts=tuple(
            _held(a, masked=masked)
            for a in customer.accounts.select_related("standing").order_by("pk")
        ),
        address=mask_address(customer.address) if masked else customer.address,
        open=tuple(sorted(lines(open_ids), key=_urgency)),
        past=tuple(_with_scores(past)),
        year=_year(customer.pk, acting, at),
        consents=tuple(stands(customer.pk)),
        masked=masked,
        may_unmask=acting.may(UNMASK),
        amounts=acting.may(balances.AMOUNTS),
        chosen=account,
    )


def just_settled(
    customer_id: int, *, kind: str, account_id: int | None, acting: Acting, at: datetime
) -> Case | None:
    """重复来电: a matter of the same kind and account that was taken in and settled within a day."""
    found = Case.objects.visible_to(reach(acting)).filter(
        customer_id=customer_id, kind=kind, opened_at__gt=at - DAY, answered_at__isnull=False
    )
    fit = (
        c
        for c in found.order_by("-opened_at", "-pk")[:20]
        if same_account(c.account_id, account_id)
    )
    return next(fit, None)


def _held(account: ServiceAccount, *, masked: bool) -> Held:
    return Held(
        id=account.pk,
        number=mask_account(account.number) if masked else account.number,
        product=account.product,
        address=mask_address(account.address) if masked else account.address,
        grid_unit_id=account.grid_unit_id,
        active=account.active,
        standing=getattr(account, "standing", None),
    )


def _urgency(line: Line) -> tuple[bool, datetime]:
    due = line.clock.due_at if line.clock else None
    return (due is None, due or line.case.opened_at)


def _with_scores(past: list[Case]) -> list[Past]:
    scores = last_scores([case.pk for case in past])
    return [Past(case, scores.get(case.pk)) for case in past]


def _year(customer_id: int, acting: Acting, at: datetime) -> dict[str, int]:
    rows = (
        Case.objects.visible_to(reach(acting))
        .filter(customer_id=customer_id, opened_at__gte=at - YEAR)
        .values_list("kind", "urges")
    )
    return {
        "matters": len(rows),
        "complaints": sum(kind == CaseKind.COMPLAINT for kind, _ in rows),
        "urges": sum(urges for _, urges in rows),
    }
