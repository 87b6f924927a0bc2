"""Written times to instants: formats compiled once, zones looked up once a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

Reader = Callable[[str], "datetime | None"]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
PARTS = {
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "m": r"(?P<m>\d{1,2})",
    "b": r"(?P<b>[A-Za-z]{3,9})\.?",
    "B": r"(?P<b>[A-Za-z]{3,9})",
    "d": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})",
    "I": r"(?P<I>\d{1,2})",
    "M": r"(?P<M>\d{1,2})",
    "S": r"(?P<S>\d{1,2})",
    "f": r"(?P<f>\d{1,9})",
    "p": r"(?P<p>[AaPp]\.?[Mm]\.?|上午|下午)",
    "z": r"(?P<z>Z|[+-]\d{2}:?\d{2})",
    "%": "%",
}
ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?(?:Z|[+-]\d\d:?\d\d)?")
EXCEL_ZERO = datetime(1899, 12, 30)
EXCEL_LAST = 2_958_465


class UnknownFormat(ValueError):
    """A date format with a letter that is not known, or without year, month and day."""


def reader(spelling: str) -> Reader:
    """A function from text to a time (aware only when the text names an offset), None if unlike.

    ``spelling`` is made of %Y %m %d …, or one of the words iso, serial, epoch, epoch_ms.
    """
    if spelling in WORDS:
        return WORDS[spelling]
    pattern, names, at = "", set[str](), 0
    while at < len(spelling):
        letter = spelling[at]
        if letter == "%":
            part = spelling[at + 1 : at + 2]
            if part not in PARTS:
                raise UnknownFormat(f"%{part}")
            pattern += PARTS[part]
            names.add("b" if part == "B" else part)
            at += 2
        else:
            pattern += r"\s+" if letter == " " else re.escape(letter)
            at += 1
    if not (names & {"Y", "y"} and names & {"m", "b"} and "d" in names):
        raise UnknownFormat(spelling)
    return _compiled(re.compile(pattern), names)


def _compiled(pattern: re.Pattern[str], names: set[str]) -> Reader:
    full = pattern.fullmatch
    if names <= {"Y", "m", "d", "H", "M", "S"} and {"Y", "m", "d"} <= names:
        order = [pattern.groupindex[n] - 1 for n in "YmdHMS" if n in names]
        if [n in names for n in "HMS"] in (
            [False] * 3,
            [True, False, False],
            [True, True, False],
            [True] * 3,
        ):

            def plain(text: str) -> datetime | None:
                match = full(text)
                if match is None:
                    return None
                found = match.groups()
                try:
                    return datetime(*[int(found[i]) for i in order])  # type: ignore[arg-type]
                except ValueError:
                    return None

            return plain

    def rich(text: str) -> datetime | None:
        match = full(text)
        try:
            return None if match is None else _moment(match.groupdict())
        except ValueError:
            return None

    return rich


def _moment(found: dict[str, str]) -> datetime:
    year = int(found["Y"]) if "Y" in found else _century(int(found["y"]))
    month = MONTHS.index(found["b"][:3].lower()) + 1 if "b" in found else int(found["m"])
    hour = int(found.get("H") or 0)
    if "I" in found:
        hour = int(found["I"])
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if found.get("p", "a")[0] in "Pp下" else 0)
    micro = int(f"{found['f']:0<6}"[:6]) if "f" in found else 0
    zone = _offset(found["z"]) if "z" in found else None
    return datetime(
        year, month, int(found["d"]), hour, int(found.get("M") or 0), int(found.get("S") or 0),
        micro, zone,
    )  # fmt: skip


def _century(year: int) -> int:
    return year + (1900 if year >= 69 else 2000)


def _offset(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def _iso(text: str) -> datetime | None:
    if ISO.fullmatch(text) is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _serial(text: str) -> datetime | None:
    """A spreadsheet's day number since 1900: 40909.5 is noon of 2012-01-01."""
    try:
        days = float(text)
    except ValueError:
        return None
    if not 61 <= days <= EXCEL_LAST:
        return None
    return EXCEL_ZERO + timedelta(seconds=round(days * 86_400))


def _epoch(text: str) -> datetime | None:
    return _since_1970(text, 1)


def _epoch_ms(text: str) -> datetime | None:
    return _since_1970(text, 1000)


def _since_1970(text: str, parts: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text) / parts, UTC)
    except (ValueError, OverflowError, OSError):
        return None


WORDS: dict[str, Reader] = {"iso": _iso, "serial": _serial, "epoch": _epoch, "epoch_ms": _epoch_ms}


class Localiser:
    """Local times of one zone to UTC: an ambiguous one takes its first reading, a skipped is None."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._quiet: dict[date, timedelta | None] = {}

    def instant(self, local: datetime) -> datetime | None:
        if local.tzinfo is not None:
            return local.astimezone(UTC)
        day = local.date()
        try:
            offset = self._quiet[day] if day in self._quiet else self._learn(day)
            if offset is not None:
                return (local - offset).replace(tzinfo=UTC)
            instant = local.replace(tzinfo=self._zone, fold=0).astimezone(UTC)
            same = instant.astimezone(self._zone).replace(tzinfo=None, fold=0) == local
        except OverflowError:
            return None
        return instant if same else None

    def _learn(self, day: date) -> timedelta | None:
        """The day's one offset, or None when the clocks are changed on it."""
        start = datetime(day.year, day.month, day.day)
        offsets = {
            (start + timedelta(hours=h)).replace(tzinfo=self._zone, fold=f).utcoffset()
            for h in (-1, 0, 6, 12, 18, 24)
            for f in (0, 1)
        }
        offset = offsets.pop() if len(offsets) == 1 else None
        if len(self._quiet) < 50_000:
            self._quiet[day] = offset
        return offset
