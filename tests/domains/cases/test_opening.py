"""Taking a matter in: owner, number, clocks, words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import (
    OwnerUnknown,
)
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.models import Entry, EntryText
from tests.domains.cases.ledgers import clocks_of, holds_of, running
from tests.factories.cases import T0, a_case
from tests.factories.customers import a_customer
from tests.world import World


@pytest.mark.item("S000-70")
def test_opening_gives_owner_number_clocks_and_words(world: World) -> None:
    customer = a_customer(at=T0)
    case = a_case(world.actor("0101"), customer_id=customer.pk, text="昨晚起断网")
    hot, person = world.units["QC-HOT"], world.staff["0101"]
    assert (case.owner_unit_id, case.owner_id, case.handler_unit_id, case.handler_id) == (
        hot,
        person,
        hot,
        person,
    )
    assert case.number.startswith("C251010") and len(case.number) == 13
    assert (case.state, case.instance, case.version) == (S.RECEIVED, 1, 1)
    assert {("first_response", "internal", 1), ("contact", "internal", 1)} < running(case)
    assert holds_of(case) == [(hot, person, "none", "received", False)]
    entry = Entry.objects.get(subject_kind="case", subject_id=case.pk)
    assert entry.facts == {
        "case_kind": "fault_report",
        "channel": "hotline",
        "unit_id": hot,
        "staff_id": person,
        "customer_id": customer.pk,
    }
    assert EntryText.objects.get(entry_id=entry.pk).body == "昨晚起断网"


def test_opening_takes_few_statements(world: World) -> None:
    customer = a_customer(at=T0)
    a_case(world.actor("0101"), customer_id=customer.pk)  # warms limits and calendars
    with CaptureQueriesContext(connection) as found:
        a_case(world.actor("0101"), customer_id=customer.pk)
    statements = [q["sql"] for q in found if "SAVEPOINT" not in q["sql"]]
    assert len(statements) == 11, statements  # the last one queues the link for the customer


def test_nobody_owns_a_case_without_a_unit(world: World) -> None:
    with pytest.raises(OwnerUnknown):
        a_case(SYSTEM)
    assert not Case.objects.exists()


def test_a_given_due_time_is_the_resolution_limit(world: World) -> None:
    due = T0 + timedelta(days=2)
    case = a_case(world.actor("0101"), given_due_at=due)
    assert clocks_of(case)["resolution", "internal", 1].due_at == due
