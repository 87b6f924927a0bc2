"""What holds for every verb: versions, time order, the database, the journal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import (
    Stale,
)
from shouwen.domains.cases.models import Case, Rating
from shouwen.kernel.errors import Refused
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import verify
from tests.domains.cases.ledgers import kinds
from tests.factories.cases import MINUTE, T0, a_case_in
from tests.factories.customers import a_customer
from tests.world import World

HOUR = timedelta(hours=1)


def test_a_stale_version_is_refused_everywhere(world: World) -> None:
    case = a_case_in(S.ACCEPTED, world)
    with pytest.raises(Stale):
        actions.start(case.pk, by=world.actor("0101"), at=T0 + HOUR, version=1)
    assert actions.start(case.pk, by=world.actor("0101"), at=T0 + HOUR, version=2).version == 3


def test_a_verb_cannot_be_dated_before_the_last_event(world: World) -> None:
    case = a_case_in(S.ANSWERED, world)
    with pytest.raises(Refused) as refusal:
        actions.invite(case.pk, by=world.actor("0101"), at=T0)
    assert refusal.value.code == "clocks_before_last_event"
    case.refresh_from_db()
    assert case.state == S.ANSWERED


def test_the_database_keeps_the_promises(world: World) -> None:
    case = a_case_in(S.CLOSED, world)
    for change in (
        {"state": "nonsense"},
        {"state": S.MERGED},
        {"closed_at": T0 - MINUTE},
        {"answered_at": T0 - MINUTE},
        {"state": S.ANSWERED, "answered_at": None},
        {"kind": "nonsense"},
        {"channel": "nonsense"},
        {"instance": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**change)


def test_urges_and_ratings_are_never_edited(world: World) -> None:
    case = a_case_in(S.ANSWERED, world)
    actions.evaluate(case.pk, score=1, solved=False, by=world.actor("0101"), at=T0 + HOUR)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Rating.objects.update(score=5)


def test_the_journal_of_a_whole_life_verifies_and_holds_no_words(world: World) -> None:
    customer = a_customer(at=T0)
    case = a_case_in(S.ARCHIVED, world, customer_id=customer.pk, text="宽带断网请尽快")
    assert kinds(case) == [
        "opened",
        "accepted",
        "dispatched",
        "started",
        "answered",
        "closed",
        "archived",
    ]
    assert list(verify()) == []
    for entry in Entry.objects.filter(subject_kind="case"):
        told = str(entry.facts)
        assert not any(ord(c) > 127 for c in told), told
