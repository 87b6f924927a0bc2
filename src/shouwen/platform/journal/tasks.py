"""The nightly seal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.timezone import get_default_timezone
from procrastinate.contrib.django import app

from shouwen.platform.journal import actions


@app.periodic(cron="40 0 * * *")
@app.task(name="journal.seal", queue="upkeep", queueing_lock="seal")
def seal(timestamp: int) -> None:
    """封签: close the day before; a night that was missed is covered by the next seal."""
    zone = get_default_timezone()
    yesterday = datetime.fromtimestamp(timestamp, UTC).astimezone(zone) - timedelta(days=1)
    actions.seal(yesterday.date(), zone=zone)
