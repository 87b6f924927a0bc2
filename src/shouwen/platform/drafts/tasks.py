"""Old drafts go each night."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.platform.drafts import actions


@app.periodic(cron="29 2 * * *")
@app.task(name="drafts.expire", queue="upkeep", queueing_lock="drafts.expire")
def expire(timestamp: int) -> None:
    """Drafts nobody came back for within thirty days."""
    actions.expire(at=datetime.fromtimestamp(timestamp, UTC))
