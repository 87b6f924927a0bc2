"""The jobs of bulk runs."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from shouwen.domains.bulk import actions
from shouwen.domains.bulk.actions.running import QUEUE


@jobs.task(name="bulk.carry_out", queue=QUEUE)
def carry_out(*, run_id: int) -> None:
    """A run of more than 200 cases."""
    actions.carry_out(run_id, at=timezone.now())


@jobs.task(name="bulk.carry_back", queue=QUEUE)
def carry_back(*, run_id: int) -> None:
    """Taking it back."""
    actions.carry_back(run_id, at=timezone.now())
