"""The calendars an installation begins with; every one of them is dated data one can change."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.utils import translation

from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.kernel.worktime import WorkTime
from shouwen.platform.clocks.actions.climbing import save_ladder
from shouwen.platform.clocks.models import Calendar, Ladder, Revision
from shouwen.platform.clocks.preset_ladders import LADDERS

ZONE = "Asia/Shanghai"
SHIPPED = datetime(2026, 1, 1, tzinfo=UTC)
"""When the shipped tables were made; installing them is not a matter of today."""
OFFICE = [["08:30", "12:00"], ["13:30", "17:30"]]
HALL = [["08:00", "18:00"]]
NIGHT = [["18:00", "08:00"]]
ALL_DAY = [["00:00", "24:00"]]


def china_days() -> dict[str, str]:
    """Days that differ from Monday–Friday: ``{"2025-09-28": "work", "2025-10-01": "off"}``."""
    return {row["date"]: row["day"] for row in _shipped_rows()}


def shipped_names() -> dict[str, str]:
    """What those days are called, in English."""
    return {row["date"]: row["holiday"] for row in _shipped_rows()}


def _shipped_rows() -> list[dict[str, str]]:
    text = files("shouwen.platform.clocks").joinpath("china_days.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def specs() -> dict[str, dict[str, Any]]:
    """The calendars shipped: 24x7, office (China's working days), hall and night (both daily)."""
    days = china_days()
    years = sorted({int(day[:4]) for day in days})
    office = {day: (OFFICE if kind == "work" else "off") for day, kind in days.items()}
    return {
        "24x7": {"seasons": [{"from": None, "weekly": [ALL_DAY] * 7}], "overrides": {}},
        "office": {
            "seasons": [{"from": None, "weekly": [OFFICE] * 5 + [[], []]}],
            "overrides": office,
            "years": [years[0], years[-1]],
        },
        "hall": {"seasons": [{"from": None, "weekly": [HALL] * 7}], "overrides": {}},
        "night": {"seasons": [{"from": None, "weekly": [NIGHT] * 7}], "overrides": {}},
    }


@transaction.atomic
def install_calendars(*, at: datetime = SHIPPED, by: Actor = SYSTEM) -> None:
    """Install the shipped calendars, or their newer days as a further revision."""
    for code, spec in specs().items():
        calendar, _ = Calendar.objects.get_or_create(code=code, defaults={"zone": ZONE})
        if not calendar.revisions.exists() or _is_ours_and_older(calendar, spec):
            revise_calendar(calendar, spec, by=by, at=at)


@transaction.atomic
def revise_calendar(
    calendar: Calendar, spec: Mapping[str, Any], *, by: Actor, at: datetime
) -> Revision:
    """Save a calendar's next complete state; an empty one is refused. Running clocks keep theirs."""
    WorkTime.from_spec(spec, calendar.zone)
    last = calendar.revisions.order_by("-n").values_list("n", flat=True).first() or 0
    years = spec.get("years")
    return Revision.objects.create(
        calendar=calendar,
        n=last + 1,
        spec=json.loads(json.dumps(spec)),
        years=NumericRange(years[0], years[1] + 1) if years else None,
        made_at=at,
        by_id=by.account,
    )


@transaction.atomic
def install_ladders(*, at: datetime = SHIPPED, by: Actor = SYSTEM) -> None:
    """Install the shipped ladders that are missing; what people changed is left alone."""
    known = set(Ladder.objects.values_list("code", flat=True))
    with translation.override(settings.LANGUAGE_CODE):
        for ladder in LADDERS:
            if ladder.code not in known:
                save_ladder(ladder.code, ladder.steps, name=str(ladder.name), by=by, at=at)


@transaction.atomic
def install_presets(*, at: datetime = SHIPPED, by: Actor = SYSTEM) -> None:
    """What the ledgers need to begin with; the limits come with a policy (``policies``)."""
    install_calendars(at=at, by=by)
    install_ladders(at=at, by=by)


def _is_ours_and_older(calendar: Calendar, spec: Mapping[str, Any]) -> bool:
    """Whether the newest state was shipped by us and the shipped table has grown since."""
    newest = calendar.revisions.order_by("-n").first()
    if newest is None or newest.by_id is not None or "years" not in spec:
        return False
    return bool(newest.spec.get("years", [0, 0])[1] < spec["years"][1])
