"""Every morning: who will be missing in the days to come."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.platform.rosters import actions


@app.periodic(cron="30 0 * * *")
@app.task(name="rosters.flag_gaps", queue="upkeep", queueing_lock="roster gaps")
def flag_gaps(timestamp: int) -> None:
    """缺口预警: at half past eight in China; leaders of rosters with empty places are told."""
    actions.flag_gaps(at=datetime.fromtimestamp(timestamp, UTC))
