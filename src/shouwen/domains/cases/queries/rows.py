"""What a list shows of each case: one query a table, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from shouwen.domains.cases.models import Case, Declaration
from shouwen.domains.customers.queries import masked_contacts
from shouwen.platform.clocks import queries as clocks_of_matters
from shouwen.platform.clocks.models import Clock
from shouwen.platform.org import queries as org


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a case list, ready to show; personal data masked."""

    case: Case
    clock: Clock | None
    handler: str
    handler_unit: str
    owner: str
    owner_unit: str
    customer: str
    phone: str
    declared: bool = False

    @property
    def tags(self) -> list[tuple[str, str]]:
        """At most two facts beside the title, the most pressing first."""
        found = []
        if self.case.is_angry:
            found.append((gettext("Angry"), "mood"))
        if self.declared:
            found.append((gettext("Declaration"), "mood"))
        if self.case.to_escalate:
            found.append((gettext("To escalate"), "late"))
        if self.case.reopens:
            found.append((gettext("Reopened"), "warn"))
        if self.case.returns:
            found.append((gettext("Returned"), "warn"))
        return found[:2]


def lines(ids: Sequence[int], *, clocks: Sequence[int | None] = ()) -> list[Line]:
    """The rows of these cases in the order given; ``clocks`` are their front clocks, if known."""
    return lines_of(_in_order(ids), clocks=clocks)


def lines_at(fronts: Sequence[Clock]) -> list[Line]:
    """The rows of the cases of these front clocks, in the order of the clocks."""
    clocks_of_matters.say_since(fronts)
    return lines_of(_in_order([k.subject_id for k in fronts]), fronts=fronts)


def _in_order(ids: Sequence[int]) -> list[Case]:
    cases = {c.pk: c for c in marked(Case.objects.filter(pk__in=ids))}
    return [cases[pk] for pk in ids if pk in cases]


def marked(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that know whether they are declarations, as rows want them."""
    return cases.annotate(declared=Exists(Declaration.objects.filter(case=OuterRef("pk"))))


def _fronts(found: Sequence[Case], clocks: Sequence[int | None]) -> list[Clock]:
    if clocks:
        return list(Clock.objects.filter(pk__in=[k for k in clocks if k]))
    return list(
        Clock.objects.front().filter(subject_kind="case", subject_id__in=[c.pk for c in found])
    )


def lines_of(
    found: Sequence[Case],
    *,
    clocks: Sequence[int | None] = (),
    contacts: Mapping[int, tuple[str, str]] | None = None,
    fronts: Iterable[Clock] | None = None,
) -> list[Line]:
    """The rows of ``marked`` cases; ``contacts`` are their customers', masked, if known.

    ``fronts`` are their front clocks themselves where they have been read with ``waiting_since``.
    """
    if fronts is None:
        fronts = _fronts(found, clocks)
        clocks_of_matters.say_since(fronts)
    running = {k.subject_id: k for k in fronts}
    units = org.names({u for c in found for u in (c.handler_unit_id, c.owner_unit_id)})
    people = org.staff_names({s for c in found for s in (c.handler_id, c.owner_id)})
    if contacts is None:
        contacts = masked_contacts({c.customer_id for c in found if c.customer_id})
    return [
        Line(
            case=c,
            clock=running.get(c.pk),
            handler=people.get(c.handler_id or 0, ""),
            handler_unit=units.get(c.handler_unit_id, ""),
            owner=people.get(c.owner_id or 0, ""),
            owner_unit=units.get(c.owner_unit_id, ""),
            customer=contacts.get(c.customer_id or 0, ("", ""))[0],
            phone=contacts.get(c.customer_id or 0, ("", ""))[1],
            declared=c.declared,  # type: ignore[attr-defined]
        )
        for c in found
    ]
