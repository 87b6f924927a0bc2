"""A State Council notice of a year's holidays (节假日安排的通知), read from CSV or TOML.

CSV: a head ``date,day,name`` (or 日期,类型,名称), ``day`` one of off, work, 休, 班. TOML::

    year = 2027
    source = "国办发明电…"
    [[holiday]]
    name = "春节"
    from = 2027-02-06
    to = 2027-02-12
    work = [2027-01-31, 2027-02-14]
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from shouwen.platform.calendars.errors import NoticeUnreadable

OFF = frozenset({"off", "休", "放假", "holiday"})
WORK = frozenset({"work", "班", "上班", "调休"})
HEADS = {
    "date": "date",
    "日期": "date",
    "day": "day",
    "类型": "day",
    "name": "name",
    "名称": "name",
}
FEWEST_DAYS_OFF = 7
"""Fewer holidays than this are no whole year: the law gives 13 days."""
LONGEST = 31
SHOWN = 5


@dataclass(frozen=True)
class Notice:
    """The days that differ from Monday–Friday in one year, and what they are called."""

    year: int
    days: Mapping[date, bool]
    """True: work all the same; False: off."""
    names: Mapping[date, str] = field(default_factory=dict)
    source: str = ""


def read(content: bytes, *, name: str) -> Notice:
    """The notice in this file; every unusable row is named at once, and then none is taken."""
    text = _decoded(content)
    notice = _from_toml(text) if name.lower().endswith(".toml") else _from_csv(text)
    _check(notice)
    return notice


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoticeUnreadable(problems=_("the text is neither UTF-8 nor GB18030."))


def _from_csv(text: str) -> Notice:
    rows = csv.reader(text.splitlines())
    written = [cell.strip() for cell in next(rows, [])]
    heads = [HEADS.get(cell.lower(), "") for cell in written]
    named = dict(zip(heads, written, strict=True))
    if not {"date", "day"} <= set(heads):
        raise NoticeUnreadable(problems=_("the first row must name the columns date and day."))
    days: dict[date, bool] = {}
    names: dict[date, str] = {}
    problems: list[str] = []
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
        day, works = _day(row.get("date", "")), _works(row.get("day", ""))
        if day is None:
            problems.append(
                _row(number, named["date"], row.get("date", ""), _("write 2027-02-06."))
            )
        elif works is None:
            problems.append(_row(number, named["day"], row.get("day", ""), _("write off or work.")))
        elif days.get(day, works) != works:
            said = _("it stands both as off and as work.")
            problems.append(_row(number, named["date"], str(day), said))
        else:
            days[day] = works
            if row.get("name"):
                names[day] = row["name"][:40]
    _refuse(problems)
    return Notice(_main_year(days), days, names)


def _from_toml(text: str) -> Notice:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NoticeUnreadable(problems=str(error)) from error
    days: dict[date, bool] = {}
    names: dict[date, str] = {}
    problems: list[str] = []
    blocks = document.get("holiday")
    if not isinstance(blocks, list):
        raise NoticeUnreadable(problems=_("there is no [[holiday]] in it."))
    for number, block in enumerate(blocks, start=1):
        found = _block(number, block, problems)
        for day, works in found:
            if days.get(day, works) != works:
                said = _("%(day)s stands both as off and as work.")
                problems.append(said % {"day": day})
            days[day] = works
            names[day] = str(block.get("name", ""))[:40]
    _refuse(problems)
    year = document.get("year", _main_year(days))
    if not isinstance(year, int):
        raise NoticeUnreadable(problems=_("year must be a number such as 2027."))
    return Notice(year, days, names, str(document.get("source", ""))[:200])


def _block(number: int, block: Any, problems: list[str]) -> Iterator[tuple[date, bool]]:
    first, last = block.get("from"), block.get("to", block.get("from"))
    if not (isinstance(first, date) and isinstance(last, date)) or not (
        timedelta(0) <= last - first < timedelta(days=LONGEST)
    ):
        said = _("holiday %(n)s: from and to must be dates, to not before from, a month at most.")
        problems.append(said % {"n": number})
        return
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset), False
    for day in block.get("work", []):
        if isinstance(day, date):
            yield day, True
        else:
            said = _("holiday %(n)s: work must list dates, not %(value)s.")
            problems.append(said % {"n": number, "value": day})


def _check(notice: Notice) -> None:
    """A notice is one whole year, its make-up days are weekends."""
    problems = [
        _("%(day)s is neither in %(year)s nor in the weeks beside it.")
        % {"day": day, "year": notice.year}
        for day in sorted(notice.days)
        if not date(notice.year, 1, 1) - timedelta(days=14)
        <= day
        <= date(notice.year, 12, 31) + timedelta(days=14)
    ]
    problems += [
        _("%(day)s works all the same, but it is no Saturday or Sunday.") % {"day": day}
        for day, works in sorted(notice.days.items())
        if works and day.weekday() < 5
    ]
    off = sum(not works and day.year == notice.year for day, works in notice.days.items())
    if off < FEWEST_DAYS_OFF:
        said = _("only %(n)s days off in %(year)s: a notice lists the holidays of the whole year.")
        problems.append(said % {"n": off, "year": notice.year})
    _refuse(problems)


def _refuse(problems: Iterable[str]) -> None:
    found = list(problems)
    if found:
        more = len(found) - SHOWN
        tail = [_("and %(n)s more.") % {"n": more}] if more > 0 else []
        raise NoticeUnreadable(problems=" ".join(found[:SHOWN] + tail))


def _row(number: int, column: str, value: str, remedy: str) -> str:
    said = _("row %(row)s, %(column)s “%(value)s”: %(remedy)s")
    return said % {"row": number, "column": column, "value": value[:40], "remedy": remedy}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        return None


def _works(text: str) -> bool | None:
    word = text.lower()
    return True if word in WORK else False if word in OFF else None


def _main_year(days: Mapping[date, bool]) -> int:
    """The year most of the days lie in."""
    years = Counter(day.year for day in days)
    return years.most_common(1)[0][0] if years else 0
