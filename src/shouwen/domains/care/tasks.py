"""Follow-ups of staff care remind each morning."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.domains.care import actions
from shouwen.kernel.actor import Actor


@app.periodic(cron="35 0 * * *")
@app.task(name="care.remind", queue="upkeep", queueing_lock="care.remind")
def remind(timestamp: int) -> None:
    """跟进提醒 (00:35 UTC is 08:35 in China)."""
    actions.remind(by=Actor(via="job"), at=datetime.fromtimestamp(timestamp, UTC))
