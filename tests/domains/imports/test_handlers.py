"""A register that names who works on a matter: by staff number or login, known or not."""

from __future__ import annotations

import pytest

from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks.models import Hold
from shouwen.platform.exchange.models import Reject
from shouwen.platform.org import actions as org
from shouwen.platform.org.models import Staff
from tests.domains.imports.test_rows import counts
from tests.factories.imports import HEAD, NOW, REGISTER, Desk

PROFILE = REGISTER.replace('title = "title"', 'title = "title"\nhandler = "who"')
LENIENT = PROFILE.replace("[fields]", '[cases]\nhandler_unknown = "ignore"\n[fields]', 1)
ROW = "{no},fault,2025-10-01 08:00,2025-10-20,,No picture,EAST,,Park Road,{who}"


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    org.hire("张三", "0042", login="zhangs", by=SYSTEM, at=NOW)
    org.hire("李四", "0043", by=SYSTEM, at=NOW)
    return desk


def take(desk: Desk, *rows: tuple[str, str], profile: str = PROFILE) -> tuple[int, ...]:
    lines = [ROW.format(no=no, who=who) for no, who in rows]
    return counts(desk.take_in(*lines, profile=profile, head=f"{HEAD},who"))


def handlers() -> list[str | None]:
    return list(Case.objects.order_by("pk").values_list("handler__number", flat=True))


def test_the_handler_is_found_by_number_or_login(staffed: Desk) -> None:
    assert take(staffed, ("1", "0043"), ("2", "zhangs"), ("3", "")) == (3, 3, 0, 0, 0, 0, 0)
    assert handlers() == ["0043", "0042", None]
    first = Hold.objects.get(subject_id=Case.objects.order_by("pk")[0].pk)
    assert first.person_id == Staff.objects.get(number="0043").pk


def test_an_unknown_handler_rejects_the_row_unless_the_profile_lets_it_pass(
    staffed: Desk,
) -> None:
    assert take(staffed, ("1", "0043"), ("2", "nobody")) == (2, 1, 0, 0, 1, 0, 0)
    assert list(Reject.objects.values_list("code", "column", "value")) == [
        ("handler_unknown", "who", "nobody")
    ]
    assert take(staffed, ("2", "nobody"), profile=LENIENT) == (1, 1, 0, 0, 0, 0, 0)
    assert handlers() == ["0043", None]


def test_a_changed_handler_moves_with_its_row(staffed: Desk) -> None:
    take(staffed, ("1", "0043"))
    assert take(staffed, ("1", "zhangs")) == (1, 0, 1, 0, 0, 0, 0)
    assert handlers() == ["0042"]
