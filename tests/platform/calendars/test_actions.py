"""Calendars change by new revisions; provisional clocks follow an import, all others a job."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.calendars import actions, errors, queries, specs
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.models import Clock, ClockEvent, Limit, Verdict
from shouwen.platform.journal.queries import timeline
from shouwen.platform.notify.models import Notice as Told
from shouwen.platform.policies.actions import install_presets
from tests import world as cast
from tests.platform.calendars.test_notices import CSV, read

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)
BY = SYSTEM


@pytest.fixture(autouse=True)
def _presets() -> None:
    install_presets(at=AT)


def local(*when: int) -> datetime:
    return datetime(*when).replace(tzinfo=SHANGHAI)  # type: ignore[arg-type]


def a_clock(at: datetime, days: int = 5, number: int = 1) -> Clock:
    """An open complaint's clock of this many working days."""
    limit = Limit.objects.filter(unit="working_days", kind="resolution", amount=days)[0]
    found = clocks.open_matter(
        Subject("case", number),
        unit=1,
        person=None,
        owner_unit=1,
        reason="received",
        starts=[Start(kind="resolution", match={"kind": "complaint"})],
        by=BY,
        at=at,
    )[0]
    assert found.limit_id == limit.pk or days == 5
    return Clock.objects.get(pk=found.pk)


def test_an_import_recomputes_provisional_due_times_and_keeps_the_old_ones() -> None:
    clock = a_clock(local(2027, 1, 28, 10))
    assert clock.provisional
    assert clock.due_at == local(2027, 2, 4, 17, 30)
    done = actions.import_notice(read(CSV), by=BY, at=AT)
    assert [(d.calendar, d.days, d.recomputed.clocks) for d in done] == [("office", 12, 1)]
    again = Clock.objects.get(pk=clock.pk)
    assert not again.provisional
    assert again.due_at == local(2027, 2, 3, 17, 30)  # Sunday 31 January works
    event = ClockEvent.objects.filter(clock=clock, kind="retarget").get()
    assert datetime.fromisoformat(event.facts["was_due_at"]) == clock.due_at


def test_the_same_notice_twice_saves_nothing() -> None:
    actions.import_notice(read(CSV), by=BY, at=AT)
    before = queries.newest("office").n
    done = actions.import_notice(read(CSV), by=BY, at=AT)
    assert [(d.n, d.days) for d in done] == [(None, 0)]
    assert queries.newest("office").n == before


def test_a_year_further_on_is_refused_until_the_one_before_is_known() -> None:
    with pytest.raises(errors.YearOutOfOrder):
        actions.import_notice(
            read(
                CSV.replace("2027-", "2028-")
                .replace("2028-01-31", "2028-01-30")
                .replace("2028-02-13", "2028-02-12")
            ),
            by=BY,
            at=AT,
        )
    assert queries.newest("office").spec["years"] == [2004, 2026]


def test_a_calendar_without_holidays_takes_no_notice() -> None:
    with pytest.raises(errors.KeepsNoHolidays):
        actions.import_notice(read(CSV), ["hall"], by=BY, at=AT)
    with pytest.raises(errors.CalendarUnknown):
        actions.import_notice(read(CSV), ["nowhere"], by=BY, at=AT)


def test_a_changed_day_moves_no_open_clock_until_the_job_runs_and_no_verdict_ever() -> None:
    late = a_clock(local(2026, 11, 2, 9), number=2)
    clocks.stop(Subject("case", 2), ["resolution"], by=BY, at=local(2026, 11, 18, 9))
    written = list(Verdict.objects.filter(clock=late).values())
    clock = a_clock(local(2026, 11, 19, 9), number=3)
    assert clock.due_at == local(2026, 11, 26, 17, 30)
    spec = specs.with_day(queries.newest("office").spec, date(2026, 11, 25), [], note="盘点")
    seen = actions.foresee("office", spec, at=AT)
    assert (seen.clocks, seen.changed, seen.turned_red) == (1, 1, 0)
    actions.change_day("office", date(2026, 11, 25), [], reason="盘点", by=BY, at=AT)
    assert Clock.objects.get(pk=clock.pk).due_at == clock.due_at
    assert queries.behind("office") == 1
    moved = actions.move_clocks("office", by=BY, at=AT)
    assert (moved.clocks, moved.changed) == (1, 1)
    assert Clock.objects.get(pk=clock.pk).due_at == local(2026, 11, 27, 17, 30)
    assert list(Verdict.objects.filter(clock=late).values()) == written


def test_foreseeing_writes_nothing() -> None:
    a_clock(local(2026, 11, 19, 9))
    before = queries.newest("office").n
    spec = specs.with_day(queries.newest("office").spec, date(2026, 11, 25), [], note="x")
    actions.foresee("office", spec, at=AT)
    assert queries.newest("office").n == before
    assert not ClockEvent.objects.filter(kind="retarget").exists()


def test_saving_over_a_state_one_has_not_seen_is_refused() -> None:
    seen = queries.newest("office").n
    actions.change_day("office", date(2026, 12, 1), [], reason="a", based_on=seen, by=BY, at=AT)
    with pytest.raises(errors.CalendarMovedOn):
        actions.change_day("office", date(2026, 12, 2), [], reason="b", based_on=seen, by=BY, at=AT)
    assert "2026-12-02" not in queries.newest("office").spec["overrides"]


def test_a_calendar_without_working_time_is_refused() -> None:
    with pytest.raises(errors.CalendarEmpty):
        actions.change_week("office", None, [[]] * 7, reason="x", by=BY, at=AT)
    with pytest.raises(errors.CalendarEmpty):
        actions.foresee(
            "office", specs.with_week(queries.newest("office").spec, None, [[]] * 7), at=AT
        )


def test_a_new_calendar_can_keep_the_holidays_of_the_office() -> None:
    early = [[["07:00", "15:00"]]] * 5 + [[], []]
    actions.create_calendar("early", "Asia/Shanghai", early, holidays_like="office", by=BY, at=AT)
    days = {
        d.on: d
        for d in queries.days(queries.newest("early"), date(2025, 9, 28), date(2025, 10, 11))
    }
    assert days[date(2025, 9, 28)].spans == ("07:00–15:00",)
    assert days[date(2025, 10, 1)].spans == ()
    with pytest.raises(errors.CalendarExists):
        actions.create_calendar("early", "Asia/Shanghai", early, by=BY, at=AT)


def test_the_journal_says_who_changed_which_days_and_why() -> None:
    actions.change_day("office", date(2026, 12, 1), [], reason="盘点", by=BY, at=AT)
    calendar = queries.newest("office").calendar
    entry = timeline(Subject("calendar", calendar.pk))[-1]
    assert entry.facts["days"] == ["2026-12-01"]
    assert entry.facts["how"] == "day"
    assert entry.body == "盘点"


@pytest.mark.parametrize(
    ("at", "missing"),
    [
        (datetime(2026, 9, 30, 12, tzinfo=UTC), {}),
        (datetime(2026, 10, 1, 12, tzinfo=UTC), {"office": 2027}),
        (datetime(2028, 1, 1, 12, tzinfo=UTC), {"office": 2027}),
    ],
)
def test_a_missing_year_alarms_from_october_of_the_year_before(
    at: datetime, missing: dict[str, int]
) -> None:
    assert queries.missing_years(at=at) == missing


def test_whoever_may_change_calendars_is_told_once() -> None:
    cast.build()
    first = actions.warn_of_missing_years(at=AT)
    assert first == Told.objects.filter(kind="calendars.year_missing").count() > 0
    assert actions.warn_of_missing_years(at=AT + timedelta(days=1)) == 0
    actions.import_notice(read(CSV), by=BY, at=AT)
    assert actions.warn_of_missing_years(at=AT + timedelta(days=2)) == 0
