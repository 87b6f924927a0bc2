"""The share settled at the counter: what was reopened or taken back does not count."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case
from shouwen.domains.intake import actions
from shouwen.domains.intake.counter import intercepted
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.policies.actions import install_presets
from tests import world

pytestmark = pytest.mark.django_db


def test_what_was_settled_at_the_counter_is_counted_until_it_is_reopened() -> None:
    install_presets()
    town, at = world.build(), timezone.now()
    by = town.actor("0101")

    def take(answer: str = "") -> Case:
        return actions.take_in(
            kind="consultation", channel="hall", title="资费", answer=answer, by=by, at=at
        )

    first, second = take("已说明"), take("已说明")
    take()
    gone = take()
    cases.void(gone.pk, text="误录", by=by, at=at)
    assert (first.state, first.extra) == (CaseState.CLOSED, {"settled_at_counter": True})
    cases.reopen(second.pk, text="还是不明白", by=by, at=at)
    span: dict[str, Any] = {"since": at - timedelta(hours=1), "until": at + timedelta(hours=1)}
    found = intercepted(**span, scope=EVERYTHING)
    assert (found.taken, found.settled, found.rate) == (3, 1, Decimal(1) / 3)
    assert intercepted(**span, scope=Scope(units=frozenset({town.units["DH-01"]}))).rate is None
    assert intercepted(**span, scope=EVERYTHING, staff_id=0).rate is None
