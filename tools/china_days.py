"""Write src/shouwen/platform/clocks/china_days.csv: China's holidays and make-up working days.

Run once a year when the State Council has published the next year and chinesecalendar knows it.
Only days that differ from Monday–Friday are listed; a row is date, off|work, holiday.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar

FIRST, LAST = 2004, 2026
TARGET = Path(__file__).parent.parent / "src/shouwen/platform/clocks/china_days.csv"


def rows() -> list[tuple[str, str, str]]:
    found = []
    day = date(FIRST, 1, 1)
    while day <= date(LAST, 12, 31):
        works = chinese_calendar.is_workday(day)
        _, name = chinese_calendar.get_holiday_detail(day)
        if works != (day.weekday() < 5):
            found.append((day.isoformat(), "work" if works else "off", name or ""))
        day += timedelta(days=1)
    return found


def main() -> None:
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["date", "day", "holiday"])
        writer.writerows(rows())
    print(f"{len(rows())} days from {FIRST} to {LAST}", file=sys.stderr)


if __name__ == "__main__":
    main()
