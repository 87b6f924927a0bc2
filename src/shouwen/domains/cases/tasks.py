"""What cases keep only for a time goes each night."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.domains.cases import actions
from shouwen.kernel.actor import Actor


@app.periodic(cron="52 2 * * *")
@app.task(name="cases.erase_old_files", queue="upkeep", queueing_lock="cases.erase_old_files")
def erase_old_files(timestamp: int) -> None:
    """附件到期清除."""
    actions.erase_old_files(by=Actor(via="job"), at=datetime.fromtimestamp(timestamp, UTC))
