"""账户状况文件: how accounts stand by a table of the billing system; good rows go in, the others are named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from shouwen.domains.balances.actions import News, take
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange import named, problems
from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.named import Kind, Left
from shouwen.platform.exchange.problems import Sentence
from shouwen.platform.exchange.profiles import Field, Reading, Shape

SHAPE = Shape(
    "standing",
    {
        "account": Field(required=True, limit=30),
        "balance": Field(limit=20),
        "owed": Field(limit=20),
        "as_of": Field(type="moment"),
        "suspended_since": Field(type="day"),
    },
)
HEADERS = {
    "account": ("业务账号", "账号", "户号", "用户编号", "智能卡号", "account"),
    "balance": ("余额", "账户余额", "当前余额", "balance"),
    "owed": ("欠费", "欠费金额", "owed", "arrears"),
    "as_of": ("截止时间", "截止日期", "统计时间", "as of", "as_of"),
    "suspended_since": ("停机日期", "停机时间", "suspended since", "suspended_since"),
}
"""Field → what its column is called; the first that the file has is read."""
KIND = Kind(SHAPE, HEADERS, needed=(("account",), ("balance", "owed")), key=("account",))
MOST, LONGEST = 100_000, 12
AMOUNT = re.compile(r"-?\d+(?:\.\d{1,2})?")
_MEND = _("Write yuan with at most two digits behind the point, for example -12.50.")

problems.register(
    {
        "amount": Sentence(_("“%(value)s” is not an amount."), _MEND),
        "amount_missing": Sentence(_("the row says neither a balance nor what is owed."), _MEND),
        "standing_unknown": Sentence(
            _("there is no service account with the number “%(value)s” in your units."),
            _("Import the account first, or mend the number."),
        ),
        "standing_ahead": Sentence(
            _("the row speaks of a moment that is still to come."), _("Mend its date.")
        ),
        "standings_many": Sentence(
            _("the file has more than %(limit)s rows."), _("Divide it into several files.")
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file: rows of it, taken in, older than what is here, and those that stayed out."""

    rows: int
    taken: int
    older: int
    left: tuple[Left, ...]


def bring(
    path: Path, *, source: str, as_of: datetime, zone: str, scope: Scope, at: datetime
) -> Brought:
    """账户状况导入: ``as_of`` is the moment of rows that name none. Raises FileRefused before anything is written."""
    binding = named.bound(KIND, path, zone=zone)
    if binding.survey() > MOST:
        raise FileRefused("standings_many", params={"limit": MOST})
    readings = named.readings_of(binding)
    news: dict[int, News] = {}
    for place, reading in enumerate(readings):
        if (told := _news(reading, as_of)) is not None:
            news[place] = told
    taken = take(list(news.values()), source=source, scope=scope, at=at)
    unknown = set(taken.unknown)
    for place, told in news.items():
        reading = readings[place]
        if told.as_of > at:
            reading.problems.append(reading.problem("standing_ahead", "as_of"))
        elif told.account in unknown:
            reading.problems.append(reading.problem("standing_unknown", "account"))
    return Brought(len(readings), taken.taken, taken.older, named.left(readings))


def _news(reading: Reading, as_of: datetime) -> News | None:
    """What a row says, None where it cannot be read; what is owed is a balance below zero."""
    values = reading.values
    cents = [_cents(reading, name) for name in ("balance", "owed") if values.get(name)]
    if not cents and not reading.problems:
        reading.problems.append(reading.problem("amount_missing", "account"))
    if reading.problems:
        return None
    balance = cents[0] if values.get("balance") else -abs(cents[0])
    return News(
        values["account"], balance, values.get("as_of") or as_of, values.get("suspended_since")
    )


def _cents(reading: Reading, name: str) -> int:
    written = reading.values[name].replace(",", "").removesuffix("元").strip()
    if AMOUNT.fullmatch(written) is None or len(written) > LONGEST:
        reading.problems.append(reading.problem("amount", name))
        return 0
    return int(Decimal(written) * 100)
