"""What the pages show: cards, lines and lists with their words and addresses ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.domains.kpi import monitor
from shouwen.domains.kpi.definitions import RANKED_FROM, find
from shouwen.domains.kpi.monitor import Board, Line
from shouwen.domains.kpi.queries import Figure
from shouwen.domains.kpi.targets import Aim
from shouwen.domains.kpi.words import MISSING, percent, points, shown
from shouwen.kernel.ratios import Ratio, interval, percentage_points, ranks
from shouwen.platform.org import queries as org
from shouwen.platform.ui.components.words import roughly

STATES = {"missed": "late", "near": "warn"}


def rows_url(code: str, unit: int, first: date, last: date, **more: str) -> str:
    """Where the list behind a number is."""
    query = {"unit": unit, "from": first.isoformat(), "to": last.isoformat(), **more}
    return f"{reverse('kpi:rows', args=[code])}?{urlencode(query)}"


@dataclass(frozen=True)
class Card:
    """One number of the monitor with target and comparison in words."""

    name: str
    value: str
    unit: str = ""
    state: str = ""
    target: str = ""
    compared: str = ""
    url: str = ""


def cards(board: Board, aims: Mapping[str, Aim]) -> list[Card]:
    """六个数字: taken in, on time, overdue, due soon, urged, answered."""

    def url(code: str) -> str:
        return rows_url(code, board.unit, board.day, board.day)

    now, before = board.total, board.before
    on_time, urge_rate = now[monitor.DUE], now.urge_rate
    found = [
        Card(
            _("Taken in"),
            _thousands(now[monitor.CREATED]),
            target=_("no target"),
            compared=_against(board, now[monitor.CREATED], before[monitor.CREATED]),
            url=url(monitor.CREATED),
        ),
        Card(
            _("On-time rate"),
            percent(on_time, 1),
            state=_state(aims.get("K14"), on_time),
            target=_target(aims.get("K14")),
            compared=_moved(on_time, before[monitor.DUE], higher_is_better=True),
            url=url(monitor.DUE),
        ),
    ]
    if board.live:
        found += _pressing(board, url)
    found += [
        Card(
            _("Urge rate"),
            percent(urge_rate, 1),
            state=_state(aims.get("K19"), urge_rate),
            target=_target(aims.get("K19")),
            compared=_moved(urge_rate, before.urge_rate, higher_is_better=False),
            url=url(monitor.URGES),
        ),
        Card(
            _("Answered"),
            _thousands(now[monitor.FINISHED]),
            target=_("no target"),
            compared=_against(board, now[monitor.FINISHED], before[monitor.FINISHED]),
            url=url(monitor.FINISHED),
        ),
    ]
    return [*found, *_of_requests(board, aims, url)]


def _of_requests(
    board: Board, aims: Mapping[str, Aim], url: Callable[[str], str]
) -> Iterable[Card]:
    """后台响应, 电子工单: only of a day on which a department was asked."""
    for code, (now, before) in board.asked.items():
        definition = find(code)
        if definition is None or not now.denominator:
            continue
        aim = aims.get(definition.id)
        yield Card(
            str(definition.name),
            percent(now, 1),
            state=_state(aim, now),
            target=_target(aim),
            compared=_moved(now, before, higher_is_better=True),
            url=url(code),
        )


def _pressing(board: Board, url: Callable[[str], str]) -> list[Card]:
    """What no later look can show again: overdue and nearly due at this moment."""
    overdue, soon = board.total[monitor.OVERDUE], board.total[monitor.SOON]
    return [
        Card(
            _("Open and overdue"),
            _thousands(overdue),
            state="late" if overdue.numerator else "",
            target=_("Target 0"),
            compared=_oldest(board),
            url=url(monitor.OVERDUE),
        ),
        Card(
            _("Due within 2 hours"),
            _thousands(soon),
            state="warn" if soon.numerator else "",
            target=_("no target"),
            url=url(monitor.SOON),
        ),
    ]


def _oldest(board: Board) -> str:
    oldest = min((one.oldest for one in board.holders), default=None)
    return _("longest %(time)s") % {"time": roughly(board.at - oldest)} if oldest else ""


def _thousands(ratio: Ratio) -> str:
    return f"{ratio.numerator:,}"


def _state(aim: Aim | None, ratio: Ratio) -> str:
    return "" if aim is None else STATES.get(aim.judge(ratio), "")


def _target(aim: Aim | None) -> str:
    return _("no target") if aim is None else _("Target %(target)s") % {"target": aim.text}


def _against(board: Board, now: Ratio, before: Ratio) -> str:
    """昨日此时 171，升."""
    change = now.numerator - before.numerator
    way = _("up") if change > 0 else _("down") if change < 0 else _("the same")
    words = (
        _("Yesterday by now %(number)s, %(way)s")
        if board.live
        else _("The day before %(number)s, %(way)s")
    )
    return words % {"number": f"{before.numerator:,}", "way": way}


def _moved(now: Ratio, before: Ratio, *, higher_is_better: bool) -> str:
    change = percentage_points(now, before, 1)
    if change is None:
        return _("The day before %(rate)s") % {"rate": percent(before, 1)}
    better = (change > 0) == higher_is_better
    way = _("the same") if not change else _("better") if better else _("worse")
    return _("The day before %(rate)s, %(way)s") % {"rate": percent(before, 1), "way": way}


@dataclass(frozen=True)
class Number:
    """A field of a table: its text, where it leads, its tone."""

    text: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class UnitLine:
    name: str
    url: str
    small: bool
    numbers: Sequence[Number]


def unit_lines(board: Board, aims: Mapping[str, Aim]) -> tuple[list[UnitLine], UnitLine]:
    """各单位今天, and their sum."""
    names = org.names([line.unit for line in board.lines])
    below = org.tree().children
    lines = [
        UnitLine(
            names[line.unit],
            f"?unit={line.unit}" if line.unit != board.unit and below.get(line.unit) else "",
            0 < line[monitor.DUE].denominator < RANKED_FROM,
            _line(board, line, aims.get("K14")),
        )
        for line in board.lines
    ]
    return lines, UnitLine(_("Total"), "", False, _line(board, board.total, aims.get("K14")))


def _line(board: Board, line: Line, aim: Aim | None) -> list[Number]:
    kept = line[monitor.DUE]
    tone = "" if aim is None else STATES.get(aim.judge(kept), "")
    gap = None if aim is None else aim.gap(kept)
    listed = {"unit": line.unit, "first": board.day, "last": board.day}
    if line.unit == board.unit and len(board.lines) > 1 and line is not board.total:
        listed["own"] = "1"

    def number(ratio: Ratio, code: str, tone: str = "", **more: str) -> Number:
        url = rows_url(code, **listed, **more) if ratio.numerator else ""  # type: ignore[arg-type]
        return Number(_thousands(ratio), url, tone if ratio.numerator else "")

    numbers = [
        number(line[monitor.CREATED], monitor.CREATED),
        number(line[monitor.FINISHED], monitor.FINISHED),
        number(line[monitor.URGES], monitor.URGES),
        number(Ratio(kept.denominator, 1), monitor.DUE),
        number(kept, monitor.DUE, hit="1"),
        Number(percent(kept, 1), tone=tone),
        Number(
            MISSING if gap is None else _("short by %(gap)s") % {"gap": f"{gap:.1f}"}, tone=tone
        ),
    ]
    if board.live:
        numbers += [
            number(line[monitor.OVERDUE], monitor.OVERDUE, "late"),
            number(line[monitor.SOON], monitor.SOON, "warn"),
        ]
    return numbers


@dataclass(frozen=True)
class Bar:
    """One bar of a small picture, in its own coordinates."""

    name: str
    y: int
    width: float
    label: str
    first: bool


def bars(board: Board) -> list[Bar]:
    """在途超时在谁手里, as bars of 158 at most."""
    names = org.names([one.unit for one in board.holders])
    most = max((one.number for one in board.holders), default=1)
    return [
        Bar(
            _cut(names.get(one.unit, MISSING)),
            8 + 30 * n,
            round(158 * one.number / most, 1),
            f"{one.number:,} · {roughly(board.at - one.oldest)}",
            n == 0,
        )
        for n, one in enumerate(board.holders)
    ]


def _cut(name: str, room: int = 16) -> str:
    """What fits beside a bar: a Chinese character takes the room of two letters."""
    taken = 0
    for place, letter in enumerate(name):
        taken += 1 if letter.isascii() else 2
        if taken > room:
            return name[: place - 1] + "…"
    return name


@dataclass(frozen=True)
class Ranked:
    """One unit of a figure's table, with its place and the interval of its rate."""

    unit: int
    name: str
    figure: Figure
    value: str
    place: int | None
    band: tuple[float, float, float] | None  # left, width, point on 180
    url: str


def ranked(figures: Iterable[Figure], first: date, last: date) -> list[Ranked]:
    """名次 by value with shared places; small samples have none; best first."""
    found = list(figures)
    names = org.names([one.unit for one in found])
    definition = found[0].definition if found else None
    exact = [one.ratio.percent() if one.is_ranked and _ranks(one) else None for one in found]
    higher = definition is None or definition.better == "higher"
    places = ranks(exact, higher_is_better=higher)
    lines = [
        Ranked(
            one.unit,
            names[one.unit],
            one,
            shown(one),
            place,
            _band(one),
            rows_url(one.definition.code, one.unit, first, last) if one.ratio.denominator else "",
        )
        for one, place in zip(found, places, strict=True)
    ]
    return sorted(lines, key=lambda r: (r.place is None, r.place or 0))


def _ranks(one: Figure) -> bool:
    return one.definition.is_rate and one.definition.better != "neither"


def _band(one: Figure) -> tuple[float, float, float] | None:
    if not one.definition.is_share or one.ratio.numerator > one.ratio.denominator:
        return None
    found = interval(one.ratio)
    if found is None:
        return None
    low, high = found
    return round(180 * low, 1), round(180 * (high - low), 1), round(180 * (one.ratio.value or 0), 1)


def change(now: Figure, before: Figure) -> str:
    """Against the period before: percentage points for rates, the number for counts."""
    if now.definition.is_rate:
        scale = now.definition.scale
        return points(percentage_points(now.ratio, before.ratio, scale=scale))
    if now.value is None or before.value is None:
        return MISSING
    unit = 3600 if now.spread or before.spread else 1
    by = Decimal(str(round((now.value - before.value) / unit, 1)))
    return points(by.quantize(Decimal(1)) if by == int(by) else by)


def axis_cut(values: Iterable[float | None]) -> int:
    """Where the axis of a rate starts so that its moves can be seen: a multiple of ten below the lowest."""
    known = [value for value in values if value is not None]
    lowest = min(known, default=0)
    return max(0, int(lowest // 10) * 10) if lowest > 20 else 0
