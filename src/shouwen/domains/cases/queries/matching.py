"""What the limit rules look at when they choose the limits of cases, and the words for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind, Channel
from shouwen.domains.cases.models import KIND, Case
from shouwen.domains.customers.choices import Tier
from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.platform.org import queries as org
from shouwen.platform.org.choices import Area
from shouwen.platform.org.tree import Tree

AREA, TIER = "area", "tier"
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
    """The properties of one case; tier and area are read only if a rule asks for them."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._known: dict[str, object] = {
            "subject": KIND,
            "kind": case.kind,
            "category": case.category,
            "channel": case.channel,
            "unit": case.owner_unit_id,
        }

    def __getitem__(self, key: str) -> object:
        if key not in self._known and key in (AREA, TIER):
            self._known[key] = self._tier() if key == TIER else self._area()
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter([*dict.fromkeys([*self._known, AREA, TIER])])

    def __len__(self) -> int:
        return len({*self._known, AREA, TIER})

    def _tier(self) -> str:
        found = Customer.objects.filter(pk=self._case.customer_id or 0)
        return (self._case.customer_id and found.values_list(TIER, flat=True).first()) or ""

    def _area(self) -> str:
        case, grid = self._case, None
        if stated := stated_area(case.extra):
            return stated
        if case.account_id is not None:
            found = ServiceAccount.objects.filter(pk=case.account_id)
            grid = found.values_list("grid_unit_id", flat=True).first()
        unit = case.handler_unit_id or case.owner_unit_id
        return area_of(None, grid=grid, unit=unit, tree=org.tree())


def stated_area(extra: Mapping[str, object] | None) -> str:
    """What was said about the place of this very matter."""
    return str((extra or {}).get(AREA) or "")


def area_of(
    extra: Mapping[str, object] | None, *, grid: int | None, unit: int | None, tree: Tree
) -> str:
    """城乡: as stated for the matter, else of the grid its account lies in, else of the unit that has it."""
    return stated_area(extra) or tree.area(grid if grid in tree.nodes else unit)


def matching(case: Case) -> Mapping[str, object]:
    """What the limit rules look at when they choose this case's limits."""
    return Properties(case)


def matches(ids: Collection[int]) -> dict[int, Mapping[str, object]]:
    """The same for many cases, in one statement."""
    rows = Case.objects.filter(pk__in=ids).values_list(
        "pk", "kind", "category", "channel", "owner_unit_id", "handler_unit_id", "extra__area",
        "account__grid_unit_id", "customer__tier",
    )  # fmt: skip
    tree = org.tree()
    return {
        pk: {
            "subject": KIND,
            "kind": kind,
            "category": category,
            "channel": channel,
            "unit": unit,
            AREA: area_of({AREA: area}, grid=grid, unit=handler or unit, tree=tree),
            TIER: tier or "",
        }
        for pk, kind, category, channel, unit, handler, area, grid, tier in rows
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
    return {area.value: area.label for area in Area}


def categories() -> dict[str, Promise | str]:
    """The categories in use, most frequent first."""
    rows = Case.objects.exclude(category="").values_list("category").annotate(n=Count("pk"))
    return {code: code for code, _n in rows.order_by("-n", "category")[:200]}


VALUES = {
    "kind": kinds,
    "category": categories,
    "channel": channels,
    TIER: tiers,
    AREA: areas,
}
