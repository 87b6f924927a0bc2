"""到期清除 runs each night by itself: it counts, and erases once somebody entitled has switched that on."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.domains.privacy import actions


@app.periodic(cron="11 18 * * *")
@app.task(name="privacy.night", queue="upkeep", queueing_lock="privacy.night")
def night(timestamp: int) -> None:
    """夜间清除, at 18:11 UTC: 02:11 in Shanghai."""
    actions.night(at=datetime.fromtimestamp(timestamp, UTC))
