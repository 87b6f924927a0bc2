"""What the limit rules look at when they choose the limits of cases, and the words for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind, Channel
from shouwen.domains.cases.models import KIND, Case
from shouwen.domains.customers.choices import Tier
from shouwen.domains.customers.models import Customer

AREA = "area"
VERBS: dict[str, Promise | str] = {
    "open": _("Taken in"),
    "accept": _("Accepted"),
    "dispatch": _("Dispatched"),
    "start": _("Work started"),
    "contacted": _("Customer contacted"),
    "answer": _("Answered"),
    "invite": _("Evaluation invited"),
    "close": _("Closed"),
}
"""The verbs a limit of a case may begin or stop with; ``close`` is with or without an evaluation."""


class Properties(Mapping[str, object]):
    """The properties of one case; its customer is read only if a rule asks for the tier."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._known: dict[str, object] = {
            "subject": KIND,
            "kind": case.kind,
            "category": case.category,
            "channel": case.channel,
            "unit": case.owner_unit_id,
            AREA: str((case.extra or {}).get(AREA) or ""),
        }

    def __getitem__(self, key: str) -> object:
        if key == "tier" and key not in self._known:
            customer = self._case.customer_id
            found = Customer.objects.filter(pk=customer or 0).values_list("tier", flat=True)
            self._known[key] = (customer and found.first()) or ""
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter([*dict.fromkeys([*self._known, "tier"])])

    def __len__(self) -> int:
        return len({*self._known, "tier"})


def matching(case: Case) -> Mapping[str, object]:
    """What the limit rules look at when they choose this case's limits."""
    return Properties(case)


def matches(ids: Collection[int]) -> dict[int, Mapping[str, object]]:
    """The same for many cases, in one statement."""
    rows = Case.objects.filter(pk__in=ids).values_list(
        "pk", "kind", "category", "channel", "owner_unit_id", "extra__area", "customer__tier"
    )
    return {
        pk: {
            "subject": KIND,
            "kind": kind,
            "category": category,
            "channel": channel,
            "unit": unit,
            AREA: area or "",
            "tier": tier or "",
        }
        for pk, kind, category, channel, unit, area, tier in rows
    }


def by_number(text: str) -> int | None:
    """The case people call by this number, or by its id."""
    typed = text.strip().upper()
    found = Case.objects.filter(number=typed).values_list("pk", flat=True).first()
    if found is None and typed.isdigit() and len(typed) < 18:
        found = Case.objects.filter(pk=int(typed)).values_list("pk", flat=True).first()
    return found


def numbers(ids: Collection[int]) -> dict[int, str]:
    """The numbers of these cases."""
    return dict(Case.objects.filter(pk__in=ids).values_list("pk", "number"))


def kinds() -> dict[str, Promise | str]:
    return {kind.value: kind.label for kind in CaseKind}


def channels() -> dict[str, Promise | str]:
    return {channel.value: channel.label for channel in Channel}


def tiers() -> dict[str, Promise | str]:
    return {tier.value: tier.label for tier in Tier}


def areas() -> dict[str, Promise | str]:
    return {"urban": _("Urban"), "rural": _("Rural")}


def categories() -> dict[str, Promise | str]:
    """The categories in use, most frequent first."""
    rows = Case.objects.exclude(category="").values_list("category").annotate(n=Count("pk"))
    return {code: code for code, _n in rows.order_by("-n", "category")[:200]}


VALUES = {
    "kind": kinds,
    "category": categories,
    "channel": channels,
    "tier": tiers,
    AREA: areas,
}
