"""Whoever asked rates the answer (S003-24)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from shouwen.domains.asks.choices import Outcome
from shouwen.domains.asks.errors import NotRateable, OwnAnswer, RatedLongAgo, ScoreUnknown
from shouwen.domains.asks.events import AnswerRated
from shouwen.domains.asks.models import AnswerRating, Request
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import record

CHANGEABLE = timedelta(hours=24)


@transaction.atomic
def rate(request_id: int, *, score: int, by: Actor, at: datetime) -> AnswerRating:
    """一线评分: 1 to 5 for an answer, by the unit that asked; for a day it can be said anew.

    Nothing is overwritten: a second opinion is a second row, and the last one counts.
    """
    request = Request.objects.lock(request_id)
    if request.outcome != Outcome.ANSWERED:
        raise NotRateable
    if by.staff is not None and by.staff == request.person_id:
        raise OwnAnswer
    if not 1 <= score <= 5:
        raise ScoreUnknown
    first = request.ratings.order_by("at", "pk").first()
    if first is not None and at > first.at + CHANGEABLE:
        raise RatedLongAgo
    rating = AnswerRating.objects.create(
        request=request,
        score=score,
        at=at,
        unit_id=by.unit or request.asking_unit_id,
        staff_id=by.staff,
    )
    rated = AnswerRated(subject=request.subject, unit_id=request.unit_id, score=score)
    record(rated, by=by, at=at)
    return rating
