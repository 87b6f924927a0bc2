"""What guarded links against guessing goes each night."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.domains.portal import actions


@app.periodic(cron="37 2 * * *")
@app.task(name="portal.forget_tries", queue="upkeep", queueing_lock="portal.forget_tries")
def forget_tries(timestamp: int) -> None:
    """Tries of yesterday limit nobody today."""
    actions.forget_tries(at=datetime.fromtimestamp(timestamp, UTC))
