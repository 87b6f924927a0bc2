"""A caller is found by what a clerk types: number, account, initials, pieces of name and address."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from shouwen.domains.customers import actions
from shouwen.domains.customers.actions import CustomerRow
from shouwen.domains.customers.models import Customer, CustomerWords
from shouwen.domains.customers.queries import find
from shouwen.domains.customers.words import readings
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.scope import EVERYTHING

pytestmark = pytest.mark.django_db


def _names(typed: str) -> list[str]:
    return [c.name for c in find(typed, scope=EVERYTHING, limit=8)]


def _register(name: str, **more: Any) -> Customer:
    return actions.register(name=name, by=SYSTEM, at=timezone.now(), **more)


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("张明华", {"zmh"}),
        ("曾一平", {"zyp", "cyp"}),
        ("单立夏", {"slx", "dlx"}),
        ("仇小雅", {"qxy", "cxy"}),
        ("ABC公司", {"ags"}),
        ("——", set()),
    ],
)
def test_a_name_answers_to_every_reading_of_it(name: str, spelt: set[str]) -> None:
    assert spelt <= set(readings(name))


def test_the_readings_of_a_long_name_stay_few() -> None:
    assert len(readings("重行单曾乐长朝降解曲盛查" * 3)) <= 12


def test_initials_find_from_two_letters_on() -> None:
    _register("曾一平", phone="10012345678")
    _register("张明华", phone="10012340000")
    assert _names("zyp") == _names("CY") == ["曾一平"]
    assert _names("zm 0000") == ["张明华"]
    assert _names("zm 5678") == []
    assert _names("z") == []


def test_pieces_of_name_and_of_every_address_find() -> None:
    one = _register("何小满", address="东河县人民路8号望潮里3栋")
    actions.add_account(one.pk, number="0801", address="北川县青石街12号")
    _register("小满超市", address="东河县解放路1号")
    assert _names("望潮里3栋") == _names("青石街12号") == ["何小满"]
    assert _names("小满") == ["小满超市", "何小满"]
    assert _names("望潮里4栋") == []
    assert _names("' | 'a' :*") == _names("100% 小满") == []


def test_a_corrected_name_is_found_and_the_old_one_no_more() -> None:
    one = _register("何小满")
    actions.correct(one.pk, name="何大满", by=SYSTEM, at=timezone.now())
    assert (_names("hdm"), _names("hxm")) == (["何大满"], [])


def test_a_set_taken_over_is_found_too() -> None:
    actions.record_customers([CustomerRow(name="秦若水", address="白露村"), CustomerRow(name="")])
    assert _names("qrs") == _names("白露村") == ["秦若水"]
    assert CustomerWords.objects.count() == 1
