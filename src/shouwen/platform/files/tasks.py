"""What interrupted uploads leave behind goes each night."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.platform.files import actions


@app.periodic(cron="23 2 * * *")
@app.task(name="files.sweep", queue="upkeep", queueing_lock="files.sweep")
def sweep(timestamp: int) -> None:
    """Files without a matter are removed after a day."""
    actions.sweep(at=datetime.fromtimestamp(timestamp, UTC))
