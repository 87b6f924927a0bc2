"""The pages, the command and the API of the calendars, as their people use them."""

from __future__ import annotations

import io
import json
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.command import UnusableInput
from shouwen.platform.calendars import queries
from shouwen.platform.calendars.commands import CalendarCommand
from shouwen.platform.calendars.errors import DaysOutOfReach, NoticeUnreadable
from shouwen.platform.clocks import actions as clocks
from tests import world as cast
from tests.platform.calendars.test_notices import CSV

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    """The service manager, who may change calendars."""
    built = cast.build()
    clocks.install_presets()
    client.force_login(built.account("0106"))
    return client


@pytest.fixture
def clerk(client):
    built = cast.build()
    clocks.install_presets()
    client.force_login(built.account("0101"))
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_the_year_shows_holidays_with_the_days_that_make_up_for_them(manager):
    page = text(manager.get("/calendars/office/", {"year": "2025"}))
    assert "08:30–12:00，13:30–17:30" in page
    assert "国庆节" in page and "10-01 至 10-08" in page
    assert "09-28、10-11 上班" in page
    assert 'data-d="work"' in page and 'data-d="hol"' in page
    assert "248" in page


def test_the_first_calendar_one_sees_is_the_office(manager):
    assert manager.get("/calendars/").headers["Location"] == "/calendars/office/"
    assert manager.get("/calendars/nowhere/").status_code == 404


def test_a_year_nobody_imported_says_so_instead_of_guessing(manager):
    page = text(manager.get("/calendars/office/", {"year": "2035"}))
    assert "还没有导入这一年的通知" in page


@pytest.mark.parametrize("year", ["99999", "x", "", "１２３４"])
def test_a_year_that_is_none_shows_this_one(manager, year):
    assert manager.get("/calendars/office/", {"year": year}).status_code == 200


def test_a_changed_day_is_shown_with_its_effect_before_it_is_saved(manager):
    before = queries.newest("office").n
    form = {"on": "2026-12-01", "how": "hours", "hours": "08:30-12:00", "reason": "盘点"}
    shown = manager.post("/calendars/office/day/", form)
    assert "改动影响" in text(shown)
    assert queries.newest("office").n == before
    saved = manager.post("/calendars/office/day/", form | {"save": "1", "based_on": str(before)})
    assert saved.status_code == 302
    assert queries.newest("office").n == before + 1
    assert "盘点" in text(manager.get("/calendars/office/", {"year": "2026"}))
    versions = text(manager.get("/calendars/office/versions/"))
    assert "服思远" in versions and "盘点" in versions and "2026-12-01" in versions


def test_a_state_saved_meanwhile_is_not_overwritten(manager):
    form = {"on": "2026-12-01", "how": "off", "hours": "", "reason": "盘点", "save": "1"}
    answer = manager.post("/calendars/office/day/", form | {"based_on": "999"})
    assert answer.status_code == 422
    assert "2026-12-01" not in queries.newest("office").spec["overrides"]


@pytest.mark.parametrize(
    ("hours", "said"),
    [("8点到12点", "不是时段"), ("08:30-25:00", "00:00"), ("", "请填时段")],
)
def test_hours_that_are_none_are_explained_beside_the_field(manager, hours, said):
    form = {"on": "2026-12-01", "how": "hours", "hours": hours, "reason": "x"}
    answer = manager.post("/calendars/office/day/", form)
    assert answer.status_code == 422
    assert said in text(answer)


def test_hours_may_be_written_as_people_do(manager):
    form = {"on": "2026-12-01", "how": "hours", "hours": "8:30至12:00，22:00—06:00", "reason": "x"}
    based_on = str(queries.newest("office").n)
    manager.post("/calendars/office/day/", form | {"save": "1", "based_on": based_on})
    found = queries.newest("office").spec["overrides"]["2026-12-01"]
    assert found == [["08:30", "12:00"], ["22:00", "06:00"]]


def test_a_week_changes_from_a_day_on(manager):
    week = {f"day{n}": "09:00-17:00" for n in range(5)} | {"day5": "", "day6": ""}
    form = week | {"since": "2026-12-07", "reason": "冬季作息"}
    based_on = str(queries.newest("office").n)
    manager.post("/calendars/office/week/", form | {"save": "1", "based_on": based_on})
    days = queries.days(queries.newest("office"), date(2026, 12, 4), date(2026, 12, 7))
    assert days[0].spans == ("08:30–12:00", "13:30–17:30")
    assert days[-1].spans == ("09:00–17:00",)


def test_a_notice_is_imported_from_the_browser_and_a_bad_one_changes_nothing(manager):
    bad = SimpleUploadedFile("n.csv", CSV.replace("off,元旦", "maybe,元旦").encode())
    answer = manager.post("/calendars/notice/", {"file": bad})
    assert answer.status_code == 422 and "maybe" in text(answer)
    good = SimpleUploadedFile("n.csv", CSV.encode())
    done = manager.post("/calendars/notice/", {"file": good}, follow=True)
    assert "12 天" in text(done)
    assert done.redirect_chain[-1][0] == "/calendars/office/?year=2027"
    assert queries.newest("office").spec["years"] == [2004, 2027]


def test_a_new_calendar_is_offered_at_once(manager):
    week = {f"day{n}": "07:00-15:00" for n in range(7)}
    form = week | {"code": "early", "zone": "Asia/Shanghai", "holidays": ""}
    assert manager.post("/calendars/add/", form).status_code == 302
    assert "early" in text(manager.get("/calendars/early/"))
    again = manager.post("/calendars/add/", form)
    assert again.status_code == 422
    wrong = manager.post("/calendars/add/", form | {"code": "late", "zone": "Mars/One"})
    assert wrong.status_code == 422 and "Asia/Shanghai" in text(wrong)


def test_open_clocks_move_only_by_the_second_click(manager):
    page = text(manager.get("/calendars/office/clocks/"))
    assert "改用第" in page
    assert manager.post("/calendars/office/clocks/").status_code == 302


def test_the_next_fortnight_shows_what_the_clocks_count(manager):
    page = text(manager.get("/calendars/hall/next/"))
    assert page.count("08:00–18:00") == 14


def test_a_clerk_reads_and_changes_nothing(clerk):
    assert clerk.get("/calendars/office/").status_code == 200
    for path in ("office/day/", "office/week/", "add/", "notice/", "office/clocks/"):
        assert clerk.get(f"/calendars/{path}").status_code == 403
        assert clerk.post(f"/calendars/{path}").status_code == 403


def test_the_api_lists_days_and_refuses_too_many(manager):
    known = manager.get("/api/v1/calendars").json()
    assert {"24x7", "office", "hall", "night"} <= {c["code"] for c in known}
    asked = {"first": "2025-09-27", "last": "2025-09-28"}
    days = manager.get("/api/v1/calendars/office/days", asked).json()
    assert [(d["date"], d["kind"], d["seconds"]) for d in days] == [
        ("2025-09-27", "off", 0),
        ("2025-09-28", "work", 27000),
    ]
    too_many = {"first": "2020-01-01", "last": "2025-01-01"}
    assert manager.get("/api/v1/calendars/office/days", too_many).status_code == 422
    beyond = {"first": "1900-01-01", "last": "1900-01-02"}
    assert manager.get("/api/v1/calendars/office/days", beyond).status_code == 422
    assert manager.get("/api/v1/calendars/nowhere/days", asked).status_code == 404


def command(*words: str, at: datetime = datetime(2026, 11, 20, tzinfo=UTC)) -> tuple[int, str]:
    parser, word, out = ArgumentParser(), CalendarCommand(), io.StringIO()
    word.arguments(parser)
    args = parser.parse_args(words)
    args.actor, args.now = SYSTEM, at
    return word.run(args, out), out.getvalue()


def test_the_command_imports_and_answers_in_one_line(tmp_path: Path):
    clocks.install_presets()
    file = tmp_path / "2027.csv"
    file.write_text(CSV, encoding="utf-8")
    status, out = command("import", str(file), "--json")
    answer = json.loads(out)
    assert status == 0 and out.count("\n") == 1
    assert answer["year"] == 2027
    assert [(c["calendar"], c["days"]) for c in answer["calendars"]] == [("office", 12)]
    listed = json.loads(
        command("days", "office", "--from", "2027-02-13", "--to", "2027-02-13", "--json")[1]
    )
    assert listed["days"][0]["hours"] == ["08:30–12:00", "13:30–17:30"]


def test_the_command_names_what_it_cannot_use(tmp_path: Path):
    clocks.install_presets()
    with pytest.raises(UnusableInput, match="cannot be read"):
        command("import", str(tmp_path / "none.csv"))
    file = tmp_path / "bad.csv"
    file.write_text("date,day\n2027-01-01,maybe\n")
    with pytest.raises(NoticeUnreadable, match="maybe"):
        command("import", str(file))
    for first, last in [
        ("2027-02-13", "2027-02-12"),
        ("1800-01-01", "1800-01-02"),
        ("9999-12-31", "9999-12-31"),
        ("2026-01-01", "2099-01-02"),
    ]:
        with pytest.raises(DaysOutOfReach):
            command("days", "office", "--from", first, "--to", last)
    with pytest.raises(DaysOutOfReach):
        command("days", "office", "--from", "9999-12-31")


def test_the_command_lists_a_fortnight_from_the_calendars_own_today():
    clocks.install_presets()
    days = json.loads(
        command("days", "office", "--json", at=datetime(2026, 11, 20, 17, tzinfo=UTC))[1]
    )["days"]
    assert (days[0]["date"], days[-1]["date"], len(days)) == ("2026-11-21", "2026-12-04", 14)
