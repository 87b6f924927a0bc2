"""A notice of public holidays is taken whole, or refused with every unusable row named."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.platform.calendars import notices, specs
from shouwen.platform.calendars.errors import NoticeUnreadable
from shouwen.platform.clocks.actions.installing import specs as shipped

NEW_YEAR = [f"2027-01-{n:02d},off,元旦" for n in (1, 2, 3)]
SPRING = [f"2027-02-{n:02d},off,春节" for n in range(5, 12)]
ROWS = [*NEW_YEAR, *SPRING, "2027-01-31,work,春节", "2027-02-13,work,春节"]
CSV = "\n".join(["date,day,name", *ROWS])
TOML = """
year = 2027
source = "示例通知"
[[holiday]]
name = "元旦"
from = 2027-01-01
to = 2027-01-03
[[holiday]]
name = "春节"
from = 2027-02-05
to = 2027-02-11
work = [2027-01-31, 2027-02-13]
"""


def read(text: str, name: str = "2027.csv", encoding: str = "utf-8") -> notices.Notice:
    return notices.read(text.encode(encoding), name=name)


def test_a_table_and_a_toml_file_say_the_same() -> None:
    table, toml = read(CSV), read(TOML, "2027.toml")
    assert table.days == toml.days
    assert table.names == toml.names
    assert (table.year, toml.year, toml.source) == (2027, 2027, "示例通知")
    assert table.days[date(2027, 1, 31)] is True
    assert table.days[date(2027, 2, 5)] is False


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table_with_chinese_words_is_read_in_either_encoding(encoding: str) -> None:
    text = CSV.replace("date,day,name", "日期,类型,名称").replace(",off,", ",休,")
    assert read(text.replace(",work,", ",班,"), encoding=encoding).days == read(CSV).days


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("2027-01-01,off", "2027-13-01,off"), "2027-13-01"),
        (("2027-01-01,off", "2027-01-01,maybe"), "maybe"),
        (("2027-01-31,work", "2027-01-29,work"), "2027-01-29"),
        (("2027-01-01,off", "2025-01-01,off"), "2025-01-01"),
        (("2027-02-13,work", "2027-02-05,work"), "2027-02-05"),
        (("date,day", "when,what"), "日期"),
    ],
)
def test_a_row_that_cannot_be_right_refuses_the_notice_and_is_named(
    change: tuple[str, str], said: str
) -> None:
    with pytest.raises(NoticeUnreadable) as refusal:
        read(CSV.replace(*change))
    assert said in str(refusal.value)


def test_a_part_of_a_year_is_refused() -> None:
    with pytest.raises(NoticeUnreadable) as refusal:
        read("\n".join(["date,day,name", *NEW_YEAR]))
    assert "3" in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["year = 2027", "[[holiday]\n", "[[holiday]]\nfrom = 2027-01-01\nto = 2026-01-01\n"]
)
def test_a_toml_file_that_says_no_holidays_is_refused(text: str) -> None:
    with pytest.raises(NoticeUnreadable):
        read(text, "2027.toml")


def test_text_in_no_known_encoding_is_refused() -> None:
    with pytest.raises(NoticeUnreadable):
        notices.read(b"\xff\xff\xff\xff", name="2027.csv")


def test_a_make_up_day_works_the_usual_hours_of_its_season() -> None:
    spec = specs.with_week(
        shipped()["office"], date(2027, 2, 1), [[["09:00", "17:00"]]] * 5 + [[], []]
    )
    found = specs.with_notice(spec, read(CSV))
    assert found["overrides"]["2027-01-31"] == [["08:30", "12:00"], ["13:30", "17:30"]]
    assert found["overrides"]["2027-02-13"] == [["09:00", "17:00"]]
    assert found["overrides"]["2027-02-05"] == "off"
    assert found["years"] == [2004, 2027]


def test_a_corrected_notice_replaces_the_former_and_leaves_ones_own_days() -> None:
    spec = specs.with_day(shipped()["office"], date(2027, 2, 5), [["10:00", "12:00"]], note="盘点")
    once = specs.with_notice(spec, read(CSV))
    assert once["overrides"]["2027-02-05"] == [["10:00", "12:00"]]
    again = specs.with_notice(once, read(CSV.replace("\n2027-02-13,work,春节", "")))
    assert "2027-02-13" not in again["overrides"]
    assert again["overrides"]["2027-02-05"] == [["10:00", "12:00"]]
    assert specs.with_notice(once, read(CSV)) == once


def test_a_changed_week_also_changes_its_make_up_days() -> None:
    spec = specs.with_notice(shipped()["office"], read(CSV))
    found = specs.with_week(spec, date(2027, 2, 1), [[["09:00", "17:00"]]] * 5 + [[], []])
    assert found["overrides"]["2027-02-13"] == [["09:00", "17:00"]]
    assert found["overrides"]["2027-01-31"] == [["08:30", "12:00"], ["13:30", "17:30"]]
    assert found["overrides"]["2027-02-05"] == "off"


def test_a_refused_row_names_the_columns_as_the_file_does() -> None:
    with pytest.raises(NoticeUnreadable) as refusal:
        read("日期,类型\n2027-13-45,休\n2027-01-01,也许\n")
    said = str(refusal.value)
    assert "日期“2027-13-45”" in said and "类型“也许”" in said
