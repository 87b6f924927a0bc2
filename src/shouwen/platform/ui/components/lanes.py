"""The geometry of the clock explanation: one lane a day, days off folded, long runs folded too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext

from shouwen.platform.ui.components.words import duration

WIDTH, GAP, MOST = 834.0, 4.0, 9
FULL, PALE, NARROW = 132.0, 111.0, 54.0
INSET = 4.0
WHOLE_DAY = 23 * 3600


@dataclass(frozen=True)
class Bar:
    """One stretch inside a lane: counted or paused."""

    kind: str  # run | hold
    x: float
    width: float


@dataclass
class Lane:
    """One day, or a run of days folded into one."""

    first: date
    last: date
    off: bool
    weight: float
    note: str = ""
    counted: float = 0.0
    paused: float = 0.0
    folded: bool = False
    x: float = 0.0
    width: float = 0.0
    bars: list[Bar] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def name(self) -> str:
        if self.first == self.last:
            return f"{self.first.day} {gettext(_SHORT[self.first.weekday()])}"
        if self.first.month == self.last.month:
            return gettext("%(first)d–%(last)d") % {"first": self.first.day, "last": self.last.day}
        return f"{self.first:%m-%d}–{self.last:%m-%d}"

    @property
    def told(self) -> str:
        if self.counted >= 60:
            return gettext("counts %(time)s") % {"time": duration(self.counted)}
        return gettext("paused") if self.paused >= 60 else gettext("not counted")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


_SHORT = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)


@dataclass(frozen=True)
class Picture:
    lanes: list[Lane]
    due: tuple[float, str] | None
    bracket: tuple[float, float] | None
    elapsed: float


def draw(
    segments: Sequence[Any], *, now: datetime, due_at: datetime | None, zone: str = ""
) -> Picture:
    """Place the segments (start, end, cause, day_label) on lanes ``WIDTH`` wide in all."""
    where = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    pieces = [piece for segment in segments for piece in _by_day(segment, where)]
    if not pieces:
        return Picture([], None, None, 0.0)
    opens, closes = _window(pieces)
    lanes = _fold(_days(pieces, now.astimezone(where).date()))
    _place(lanes)
    for lane in lanes:
        _fill(lane, pieces, opens, closes)
    due = _due(lanes, due_at.astimezone(where), opens, closes) if due_at else None
    begun, ended = segments[0].start, segments[-1].end
    return Picture(lanes, due, _bracket(lanes), (ended - begun).total_seconds())


@dataclass(frozen=True)
class _Piece:
    day: date
    begins: float  # hours of the local day
    ends: float
    seconds: float
    cause: str
    note: str


def _by_day(segment: Any, where: tzinfo) -> list[_Piece]:
    """A segment cut at local midnights."""
    at, end, pieces = segment.start.astimezone(where), segment.end.astimezone(where), []
    while at < end:
        midnight = datetime.combine(at.date() + timedelta(days=1), time(), where)
        until = min(end, midnight)
        seconds = until.timestamp() - at.timestamp()
        begins = _hour(at)
        ends = 24.0 if until == midnight else _hour(until)
        note = str(getattr(segment, "note", "") or "")
        pieces.append(_Piece(at.date(), begins, ends, seconds, str(segment.cause), note))
        at = until
    return pieces


def _hour(moment: datetime) -> float:
    return moment.hour + moment.minute / 60 + moment.second / 3600


def _window(pieces: list[_Piece]) -> tuple[float, float]:
    """08–18 h, or the whole day when something counts outside (24×7, nights)."""
    busy = [p for p in pieces if p.cause == "counted"]
    inside = all(p.begins >= 8 and p.ends <= 18 for p in busy)
    return (8.0, 18.0) if inside else (0.0, 24.0)


def _days(pieces: list[_Piece], today: date) -> list[Lane]:
    lanes: dict[date, Lane] = {}
    for piece in pieces:
        lane = lanes.setdefault(piece.day, Lane(piece.day, piece.day, True, NARROW))
        lane.note = lane.note or piece.note
        if piece.cause == "counted":
            lane.counted += piece.seconds
        if piece.cause == "paused":
            lane.paused += piece.seconds
        if piece.cause != "day_off":
            lane.off = False
    days = [lanes[day] for day in sorted(lanes)]
    rests = any(lane.off and lane.first.weekday() >= 5 for lane in days)
    for lane in days:
        lane.weight = NARROW if lane.off else FULL if lane.counted else PALE
        lane.note = lane.note or _note(lane, today, rests)
    return days


def _note(lane: Lane, today: date, rests: bool) -> str:
    """What is particular about a day. A week-end that counts on a calendar that rests then is a make-up day."""
    if lane.off:
        return gettext("day off")
    if rests and lane.counted and lane.first.weekday() >= 5:
        return gettext("make-up working day")
    return gettext("today") if lane.first == today else ""


def _fold(days: list[Lane]) -> list[Lane]:
    """Runs of days off, and of days wholly paused, become one lane; beyond MOST the middle becomes one as well."""
    lanes: list[Lane] = []
    for day in days:
        if lanes and (_idle(day), day.off) == (_idle(lanes[-1]), lanes[-1].off) and _idle(day):
            lanes[-1] = _joined([lanes[-1], day])
        else:
            lanes.append(day)
    if len(lanes) > MOST:
        keep = MOST // 2
        middle = _joined(lanes[keep : len(lanes) - keep])
        middle.folded = not middle.off
        lanes = [*lanes[:keep], middle, *lanes[len(lanes) - keep :]]
    return lanes


def _idle(lane: Lane) -> bool:
    """A day on which nothing counted: off, or paused from morning to night."""
    return lane.off or (not lane.counted and lane.paused >= WHOLE_DAY)


def _joined(lanes: list[Lane]) -> Lane:
    first, last = lanes[0], lanes[-1]
    off = all(lane.off for lane in lanes)
    joined = Lane(first.first, last.last, off, PALE)
    joined.counted = sum(lane.counted for lane in lanes)
    joined.paused = sum(lane.paused for lane in lanes)
    joined.folded = not off
    if off and any(lane.note not in ("", gettext("day off")) for lane in lanes):
        joined.note = next(lane.note for lane in lanes if lane.note != gettext("day off"))
    else:
        joined.note = ngettext("%(days)d day", "%(days)d days", joined.days) % {"days": joined.days}
    return joined


def _place(lanes: list[Lane]) -> None:
    room = WIDTH - GAP * (len(lanes) - 1)
    weights = sum(lane.weight for lane in lanes)
    scale, x = min(room / weights, 1.6), 0.0
    for lane in lanes:
        lane.x, lane.width = x, lane.weight * scale
        x += lane.width + GAP


def _fill(lane: Lane, pieces: list[_Piece], opens: float, closes: float) -> None:
    if lane.off or lane.folded or lane.first != lane.last:
        return
    for piece in pieces:
        if piece.day != lane.first or piece.cause not in ("counted", "paused"):
            continue
        begins, ends = max(piece.begins, opens), min(piece.ends, closes)
        if ends <= begins:
            continue
        x, end = _x(lane, begins, opens, closes), _x(lane, ends, opens, closes)
        kind = "run" if piece.cause == "counted" else "hold"
        lane.bars.append(Bar(kind, round(x, 1), round(max(end - x, 0.8), 1)))


def _x(lane: Lane, hour: float, opens: float, closes: float) -> float:
    return lane.x + INSET + (lane.width - 2 * INSET) * (hour - opens) / (closes - opens)


def _due(
    lanes: list[Lane], due_at: datetime, opens: float, closes: float
) -> tuple[float, str] | None:
    for lane in lanes:
        if lane.first == lane.last == due_at.date() and not lane.off:
            hour = min(max(_hour(due_at), opens), closes)
            return round(_x(lane, hour, opens, closes), 1), f"{due_at:%H:%M}"
    return None


def _bracket(lanes: list[Lane]) -> tuple[float, float] | None:
    """From the first paused instant to the last, over everything between."""
    held = [bar for lane in lanes for bar in lane.bars if bar.kind == "hold"]
    folded = [lane for lane in lanes if lane.folded and lane.paused]
    if not held and not folded:
        return None
    lefts = [bar.x for bar in held] + [lane.x for lane in folded]
    rights = [bar.x + bar.width for bar in held] + [lane.x + lane.width for lane in folded]
    return round(min(lefts), 1), round(max(rights), 1)


def text_width(text: str) -> float:
    """A safe estimate at 12 px: a Chinese character is as wide as it is high, a Latin one half of that and a bit."""
    return sum(12.0 if ord(letter) > 0x2E80 else 7.0 for letter in text)
