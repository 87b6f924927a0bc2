"""Watchers hear of news every five minutes, or each morning."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shouwen.domains.watching import actions
from shouwen.domains.watching.choices import How


@app.periodic(cron="*/5 * * * *")
@app.task(name="watching.tell_soon", queue="upkeep", queueing_lock="watching.tell_soon")
def tell_soon(timestamp: int) -> None:
    """关注动态, within minutes."""
    actions.tell_of_news(How.SOON, at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="30 0 * * *")
@app.task(name="watching.tell_daily", queue="upkeep", queueing_lock="watching.tell_daily")
def tell_daily(timestamp: int) -> None:
    """每日摘要, before the working day begins (00:30 UTC is 08:30 in China)."""
    actions.tell_of_news(How.DAILY, at=datetime.fromtimestamp(timestamp, UTC))
