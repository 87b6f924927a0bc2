"""Planned changes of the unit tree take effect on their day."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.platform.org import actions


@app.periodic(cron="*/10 * * * *")
@app.task(name="org.apply_places", queue="upkeep", queueing_lock="places")
def apply_places(timestamp: int) -> None:
    """调整生效: units move to the parent that is valid from today on; nothing happens otherwise."""
    actions.apply_places(at=datetime.fromtimestamp(timestamp, UTC))
