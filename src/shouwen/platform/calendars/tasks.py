"""The alarm about a year nobody has imported yet."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.platform.calendars import actions


@app.periodic(cron="5 7 * * *")
@app.task(name="calendars.missing_years", queue="upkeep", queueing_lock="missing_years")
def warn_of_missing_years(timestamp: int) -> None:
    """Every morning: whoever may change calendars is told, once a year and calendar."""
    actions.warn_of_missing_years(at=datetime.fromtimestamp(timestamp, UTC))
