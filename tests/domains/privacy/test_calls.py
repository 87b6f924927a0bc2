"""Calls are kept for a time, told to their person, and erased with the person; the proof counts them."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from shouwen.domains.calls import actions as calls
from shouwen.domains.calls import keeping
from shouwen.domains.calls.calling import Ringing
from shouwen.domains.calls.models import Call
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer
from shouwen.domains.privacy import actions, queries
from shouwen.domains.privacy.actions.erasing import erase
from shouwen.domains.privacy.models import Proposal, Rule, Run
from shouwen.domains.privacy.queries.package import assembled
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from tests import world as cast
from tests.factories.cases import a_case
from tests.factories.customers import a_customer
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = timezone.now()
YEAR = timedelta(days=365)
PHONE = "10055500011"


@pytest.fixture
def world() -> World:
    made = cast.build()
    actions.install_presets(by=SYSTEM, at=NOW - 5 * YEAR)
    return made


def a_person(phone: str = PHONE, account: str = "08010005511") -> Customer:
    made = a_customer(phone=phone, at=NOW - 4 * YEAR)
    customers.add_account(made.pk, number=account)
    return made


def rang(call_id: str, number: str = PHONE, *, ago: timedelta = YEAR) -> Call:
    at = NOW - ago
    calls.told(Ringing(number, call_id), "new", line="96", at=at)
    return calls.told(Ringing(number, call_id), "hangup", at=at + timedelta(minutes=1))


def left() -> set[str]:
    return set(keeping.telling().values_list("call_id", flat=True))


def erase_what_is_due() -> list[Run]:
    return list(actions.run(by=SYSTEM, at=NOW, only="calls"))


def test_old_calls_lose_number_and_line_once_and_the_proof_holds(world: World) -> None:
    person = a_person()
    old, young = rang("old"), rang("young", ago=timedelta(days=30))
    assert old.account is not None
    open_, ended = (a_case(world.actor("0101"), at=NOW - YEAR) for _ in range(2))
    cases.accept(ended.pk, by=world.actor("0101"), at=NOW - YEAR)
    cases.answer(ended.pk, text="好了", by=world.actor("0101"), at=NOW - YEAR)
    cases.close(ended.pk, by=world.actor("0101"), at=NOW - YEAR)
    for call_id, case in (("of-open", open_), ("of-ended", ended)):
        rang(call_id, "10055500099")
        Call.objects.filter(call_id=call_id).update(case=case)
    [done] = erase_what_is_due()
    assert (done.subjects, done.fields, done.exempt) == (2, 2, 0)
    assert left() == {"young", "of-open"}
    assert not erase_what_is_due() and not list(queries.verify())
    told = calls.told(Ringing(PHONE, "old"), "answer", at=NOW)
    assert (told.number, told.account_id, told.answered_at) == ("", None, NOW)
    Call.objects.filter(call_id="of-ended").update(erased_at=NOW + YEAR)
    assert len(list(queries.verify())) == 1
    assert Customer.objects.get(pk=person.pk).phone == PHONE and young.number == PHONE


def test_a_hold_on_the_customer_or_the_case_keeps_the_calls(world: World) -> None:
    person, case = a_person(), a_case(world.actor("0101"), at=NOW - YEAR)
    rang("of-number"), rang("of-case", "10055500099"), rang("of-nobody", "10055500098")
    Case.objects.filter(pk=case.pk).update(state="archived", closed_at=NOW - YEAR)
    Call.objects.filter(call_id="of-case").update(case=case)
    actions.hold(Subject("customer", person.pk), reason="诉讼", by=SYSTEM, at=NOW)
    actions.hold(case.subject, reason="诉讼", by=SYSTEM, at=NOW)
    [done] = erase_what_is_due()
    assert (done.subjects, done.exempt) == (1, 2)
    assert left() == {"of-number", "of-case"}
    other = a_person("10055500099", "08010005512")
    Call.objects.filter(call_id="of-case").update(account=other.accounts.get())
    erase(code="request-2", people=[other.pk], by=SYSTEM, at=NOW)
    assert left() == {"of-number", "of-case"}


def test_the_person_gets_the_own_calls_and_takes_them_along(world: World) -> None:
    """A number that two people share says nothing of either, unless the line or the case does."""
    person, other = a_person(), a_person("10055500012", "08010005512")
    customers.correct(other.pk, phone=PHONE, by=SYSTEM, at=NOW)
    rang("shared")
    mine = rang("mine", "10055500097")
    Call.objects.filter(pk=mine.pk).update(account=person.accounts.get())
    assert [call["number"] for call in assembled(person.pk)["calls"]] == ["10055500097"]
    customers.correct(other.pk, phone="10055500012", by=SYSTEM, at=NOW)
    assert len(assembled(person.pk)["calls"]) == 2
    erase(code="request-1", people=[person.pk], by=SYSTEM, at=NOW)
    assert left() == set()
    assert set(Call.objects.values_list("erased_rule", flat=True)) == {"request-1"}


def test_an_upgrade_brings_the_rule_a_month_ahead_and_what_nobody_knows_is_refused(
    world: World,
) -> None:
    today = timezone.localdate(NOW)
    with pgtrigger.ignore("privacy.Rule:retention_rule_stays"):
        Rule.objects.filter(code="calls").delete()
    actions.install_presets(by=SYSTEM, at=NOW)
    actions.install_presets(by=SYSTEM, at=NOW)
    rule = Rule.objects.get(code="calls")
    assert rule.since == today + timedelta(days=30)
    assert rule not in queries.rules_on(today) and rule in queries.rules_ahead(today)
    with pytest.raises(ValueError, match="dreams"):
        queries.due(Rule(code="x", what="dreams", months=1), at=NOW, limit=1)
    terms = {"months": 1, "basis": "本单位自定", "since": today, "at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(code="x", what="dreams", by=world.administrator, **terms)
