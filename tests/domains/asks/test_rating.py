"""What the front line thinks of answers, and the two figures of requests, by hand-computed numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.asks import actions
from shouwen.domains.asks.errors import NotRateable, OwnAnswer, RatedLongAgo
from shouwen.domains.asks.events import RequestAnswered
from shouwen.domains.asks.models import AnswerRating, Request
from shouwen.domains.asks.queries import figures
from shouwen.domains.asks.reactions import _tell_the_asker
from shouwen.kernel.ratios import Ratio
from shouwen.platform.access.actions import issue_token
from shouwen.platform.notify.models import Notice
from tests.factories.asks import HOUR
from tests.factories.cases import T0
from tests.world import World

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HX = {"HX-Request": "true"}


def asked(world: World, *, at: datetime = T0, to: str = "QC-NET") -> Request:
    return actions.ask_quickly(
        unit_id=world.units[to], text="？", waiting=True, by=world.actor("0101"), at=at
    )


def answered(world: World, *, at: datetime = T0, after: int = 5) -> Request:
    made = asked(world, at=at)
    return actions.answer(made.pk, text="答", by=world.actor("0112"), at=at + after * MINUTE)


@pytest.mark.item("S003-24")
def test_the_last_rating_within_a_day_counts_and_nothing_is_overwritten(world: World) -> None:
    front, one, other = world.actor("0101"), answered(world), answered(world)
    for score, hours in ((2, 1), (5, 20)):
        actions.rate(one.pk, score=score, by=front, at=T0 + hours * HOUR)
    actions.rate(other.pk, score=4, by=front, at=T0 + HOUR)
    with pytest.raises(RatedLongAgo):
        actions.rate(one.pk, score=1, by=front, at=T0 + 26 * HOUR)
    with pytest.raises(OwnAnswer):
        actions.rate(one.pk, score=5, by=world.actor("0112"), at=T0 + HOUR)
    with pytest.raises(NotRateable):
        actions.rate(asked(world).pk, score=5, by=front, at=T0 + HOUR)
    assert AnswerRating.objects.count() == 3
    found = figures.rated([world.units["QC-NET"]], since=T0, until=T0 + 2 * DAY, at=T0 + 2 * DAY)
    assert (found.mean, found.answers) == (4.5, 2)


@pytest.mark.item("S003-21")
@pytest.mark.item("S003-23")
def test_replies_on_time(world: World) -> None:
    """Six due: two in time, one late, one unanswered, two given up; withdrawn and returned are out."""
    front, clerk = world.actor("0101"), world.actor("0112")
    answered(world)
    answered(world, after=15)  # at the very limit
    answered(world, after=16)
    asked(world)
    lost = asked(world)
    actions.give_up(lost.pk, outcome="unclear", by=front, at=T0 + 2 * MINUTE)
    actions.withdraw(asked(world).pk, by=front, at=T0 + MINUTE)
    actions.send_back(asked(world).pk, text="不归我们管", by=clerk, at=T0 + MINUTE)
    actions.record_call(
        unit_id=world.units["QC-NET"], text="？", outcome="not_reached", by=front, at=T0
    )
    period = {"since": T0 - HOUR, "until": T0 + DAY, "at": T0 + HOUR}
    assert figures.replied_on_time([world.units["QC-NET"]], **period) == Ratio(2, 6)
    before = {**period, "at": T0 + 10 * MINUTE}
    assert figures.replied_on_time([world.units["QC-NET"]], **before) == Ratio(0, 2)


def test_only_who_asked_rates(world: World, signed_in: Callable[[str], Client]) -> None:
    done = answered(world)
    front = signed_in("0101")
    assert f"/asks/{done.pk}/rate" in front.get(f"/asks/{done.pk}/").content.decode()
    assert signed_in("0112").post(f"/asks/{done.pk}/rate", {"score": "5"}).status_code == 403
    assert signed_in("0301").post(f"/asks/{done.pk}/rate", {"score": "5"}).status_code == 404
    assert front.post(f"/asks/{done.pk}/rate", {"score": "9"}).status_code == 409


def test_an_answer_that_arrives_is_rated_with_one_key_and_goes(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    made = answered(world, at=now() - 10 * MINUTE)
    older = answered(world, at=now() - 9 * MINUTE)
    for one in (made, older):
        _tell_the_asker(one.pk, RequestAnswered.kind)
    agent, clerk = signed_in("0101"), signed_in("0112")
    shown = agent.get("/asks/answers").content.decode()
    assert f'id="answer-{made.pk}"' in shown
    assert f'hx-post="/asks/{made.pk}/rate"' in shown
    assert shown.count('data-key="Shift+5"') == 1
    assert 'id="answer-' not in clerk.get("/asks/answers").content.decode()
    assert clerk.post(f"/asks/{made.pk}/rate", {"score": "5"}, headers=HX).status_code == 403
    assert agent.post(f"/asks/{made.pk}/rate", {"score": "9"}, headers=HX).status_code == 409
    assert agent.post(f"/asks/{made.pk}/rate", {"score": "4"}, headers=HX).status_code == 204
    assert agent.post(f"/asks/{older.pk}/seen", headers=HX).status_code == 204
    assert AnswerRating.objects.get().score == 4
    assert 'id="answer-' not in agent.get("/asks/answers").content.decode()
    assert Notice.objects.unread().count() == 0


def test_an_answer_is_rated_over_the_api(world: World) -> None:
    made = answered(world, at=now() - 10 * MINUTE)

    def rate(number: str, score: int) -> tuple[int, dict[str, Any]]:
        secret = issue_token(world.account(number).pk, "x", by=world.actor(number), at=now())
        answer = Client().post(
            f"/api/v1/requests/{made.pk}/rate",
            {"score": score},
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        return answer.status_code, answer.json()

    assert rate("0301", 5)[0] == 404
    assert rate("0112", 5)[0] == 403
    assert rate("0101", 6)[0] == 422
    status, said = rate("0101", 3)
    assert (status, said["score"], said["request"]) == (201, 3, made.pk)
    assert AnswerRating.objects.get().staff_id == world.staff["0101"]
