"""How the accounts of the demo branch stand, as the billing system told last night: some owe, some are cut off."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from shouwen.domains.balances import actions
from shouwen.domains.balances.actions import News
from shouwen.domains.balances.models import Standing
from shouwen.platform.access.scope import EVERYTHING
from shouwen.web.demo.hours import ZONE
from shouwen.web.demo.stage import Stage

SOURCE = "BOSS（演示）"
OWING, CUT_OFF = 12, 4
"""Of a hundred accounts so many owe something, and so many of all were suspended for it."""


def tell(stage: Stage, *, until: datetime) -> int:
    """账户状况接收 of all accounts, once; how many."""
    if Standing.objects.filter(account_id__in=stage.accounts.values()).exists():
        return 0
    as_of = _last_night(until)
    rows = [_news(number, as_of) for number in stage.accounts]
    return actions.take(rows, source=SOURCE, scope=EVERYTHING, at=until).taken


def _last_night(until: datetime) -> datetime:
    two = until.astimezone(ZONE).replace(hour=2, minute=0, second=0, microsecond=0)
    return two if two <= until else two - timedelta(days=1)


def _news(number: str, as_of: datetime) -> News:
    """The same for the same account: prepaid, owing, or suspended since some days."""
    dice = Random(f"standing:{number}")
    lot, since = dice.randrange(100), None
    if lot >= OWING:
        return News(number, dice.randrange(0, 26_000, 10), as_of)
    if lot < CUT_OFF:
        since = date.fromordinal(as_of.date().toordinal() - dice.randrange(2, 30))
    return News(number, -dice.randrange(1_500, 24_000, 10), as_of, since)
