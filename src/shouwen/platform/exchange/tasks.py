"""What imports keep of people goes when its time is over."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.kernel.actor import Actor
from shouwen.platform.exchange import erasing


@app.periodic(cron="41 2 * * *")
@app.task(name="exchange.erase_old", queue="upkeep", queueing_lock="exchange.erase_old")
def erase_old(timestamp: int) -> None:
    """到期清除: personal values and files of imports past their time, each night."""
    erasing.erase_old(by=Actor(via="job"), at=datetime.fromtimestamp(timestamp, UTC))
