"""Ladders as the database keeps them: complete, immutable, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from shouwen.platform.clocks.models import Ladder, LadderStep, LadderVersion

pytestmark = pytest.mark.django_db
GOOD: dict[str, Any] = {
    "n": 1,
    "when": "share",
    "amount": 80,
    "to": ["handler", "level:1", "role:duty_manager"],
    "channels": ["in_app"],
    "effects": ["notify"],
}


def a_version() -> LadderVersion:
    ladder = Ladder.objects.create(code="some", name="Some")
    return LadderVersion.objects.create(
        ladder=ladder, n=1, made_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"n": 0}, "clocks_step_counts_from_1"),
        ({"when": "someday"}, "clocks_step_when_known"),
        ({"amount": 0}, "clocks_step_amount_positive"),
        ({"effects": []}, "clocks_step_effects_known"),
        ({"effects": ["shout"]}, "clocks_step_effects_known"),
        ({"channels": ["pigeon"]}, "clocks_step_channels_known"),
        ({"to": ["boss"]}, "clocks_step_targets_known"),
        ({"to": ["handler", "level:0"]}, "clocks_step_targets_known"),
        ({"to": []}, "clocks_step_notice_has_target_and_channel"),
        ({"channels": []}, "clocks_step_notice_has_target_and_channel"),
        ({"effects": ["reassign"]}, "clocks_step_reassigns_to_somebody"),
        ({"reassign_to": "contact"}, "clocks_step_reassigns_to_somebody"),
        ({"needs_ack": True}, "clocks_step_acknowledged_within_a_time"),
        ({"ack_within_seconds": 60}, "clocks_step_acknowledged_within_a_time"),
    ],
)
def test_the_database_refuses_a_step_that_says_nothing(
    wrong: dict[str, Any], constraint: str
) -> None:
    version = a_version()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        LadderStep.objects.create(version=version, **GOOD | wrong)
    LadderStep.objects.create(version=version, **GOOD)


def test_what_a_ladder_said_once_stays() -> None:
    version = a_version()
    step = LadderStep.objects.create(version=version, **GOOD)
    for change in (
        lambda: LadderStep.objects.filter(version=version).update(amount=90),
        lambda: step.delete(),
        lambda: LadderVersion.objects.update(n=2),
    ):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()
