"""Take a matter in at the front desk: who calls, what they want, who has it next; one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import ANGRY, Case
from shouwen.domains.cases.queries.acquainted import acquainted
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers import queries as known
from shouwen.domains.teamwork import actions as teamwork
from shouwen.kernel.actor import Actor
from shouwen.platform.access.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class NewCaller:
    """Somebody without a record yet, as they gave themselves."""

    name: str = ""
    phone: str = ""
    address: str = ""

    @property
    def nameless(self) -> bool:
        return not (self.name or self.phone)


@transaction.atomic
def take_in(
    *,
    kind: str,
    channel: str,
    title: str,
    text: str = "",
    category: str = "",
    customer_id: int | None = None,
    caller: NewCaller | None = None,
    account_id: int | None = None,
    unit_id: int | None = None,
    parent_id: int | None = None,
    answer: str = "",
    angry: bool = False,
    answers: Mapping[str, Any] | None = None,
    known_to: Scope = EVERYTHING,
    by: Actor,
    at: datetime,
) -> Case:
    """受理: opened for this customer; settled at once with ``answer``, or sent on to ``unit_id``.

    With ``parent_id`` it is one of the many behind one cause (并入母单).
    A caller with the telephone number of a known customer of that name is that customer; only the
    customers ``known_to`` the desk are looked at, so that a number opens nobody else's record.
    """
    if customer_id is None and caller is not None and not caller.nameless:
        customer_id = matched(caller, known_to=known_to, by=by, at=at)
    case = cases.open_case(
        kind=kind,
        channel=channel,
        title=title,
        text=text,
        category=category,
        customer_id=customer_id,
        account_id=account_id,
        extra=_extra(answers, angry=angry, settled=bool(answer)),
        by=by,
        at=at,
    )
    if parent_id is not None:
        teamwork.put_under(case.pk, parent_id=parent_id, by=by, at=at)
    if answer:
        cases.accept(case.pk, by=by, at=at)
        cases.answer(case.pk, text=answer, contacted=True, by=by, at=at)
        return cases.close(case.pk, by=by, at=at)
    if unit_id is not None and unit_id != by.unit:
        cases.accept(case.pk, by=by, at=at)
        return cases.dispatch(case.pk, unit_id=unit_id, by=by, at=at)
    return case


def _extra(answers: Mapping[str, Any] | None, *, angry: bool, settled: bool) -> dict[str, Any]:
    """What the case keeps beside its columns: the answers of its type, the mood, whether it was
    settled at the counter (现场拦截)."""
    extra = dict(answers or {})
    if angry:
        extra["mood"] = ANGRY
    if settled:
        extra["settled_at_counter"] = True
    return extra


def repeat(case_id: int, *, text: str, by: Actor, at: datetime) -> Case:
    """重复来电: the customer called again about an open matter without pressing for it; their words
    are kept with it."""
    return cases.note(case_id, text=text, by=by, at=at)


def matched(caller: NewCaller, *, known_to: Scope, by: Actor, at: datetime) -> int:
    """The known customer of that number and name, else a new record."""
    found = known.by_phone(caller.phone) if caller.phone else []
    near = acquainted([c.pk for c in found], scope=known_to) if found else frozenset()
    for customer in found:
        if customer.pk in near and (not caller.name or customer.name == caller.name):
            return customer.pk
    made = customers.register(
        name=caller.name or caller.phone,
        phone=caller.phone,
        address=caller.address,
        unit_id=by.unit,
        by=by,
        at=at,
    )
    return made.pk
