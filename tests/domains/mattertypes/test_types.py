"""Types of matters: found by initials, asking dated fields whose answers stay with the case."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.db import Error
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases.models import Case
from shouwen.domains.mattertypes import actions, queries, specs
from shouwen.domains.mattertypes.commands import Types
from shouwen.domains.mattertypes.errors import TypesUnreadable
from shouwen.domains.mattertypes.models import FieldSet, MatterType
from shouwen.platform.policies.actions import install_presets
from tests import world
from tests.world import World

pytestmark = pytest.mark.django_db
NET = "宽带/无法上网"
TOML = """[[type]]
kind = "fault_report"
name = "宽带"
subs = ["无法上网"]
[[type.field]]
key = "{key}"
label = "光猫"
"""


@pytest.fixture
def town() -> World:
    install_presets()
    actions.install(specs.shipped("cable"), preset="cable", at=timezone.now())
    return world.build()


@pytest.fixture
def client(town: World) -> Client:
    client = Client()
    client.force_login(town.account("0101"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _form(**more: str) -> dict[str, str]:
    return {
        "kind": "fault_report",
        "channel": "hotline",
        "text": "昨晚起断网",
        "phone": "10012345678",
        "address": "人民路8号",
        "key": uuid4().hex,
        "then": "next",
        "category": NET,
        **more,
    }


@pytest.mark.parametrize("preset", specs.PRESETS)
def test_every_shipped_preset_is_sound(preset: str) -> None:
    types = specs.shipped(preset)
    assert len({t.kind for t in types}) == 9
    assert all(len(t.fields) <= specs.MOST_FIELDS for t in types)
    assert actions.install(types, preset=preset, at=timezone.now()) > 30


@pytest.mark.parametrize("key", ["mood", "not a name", "type_version"])
def test_a_field_that_would_hide_something_is_refused(key: str) -> None:
    with pytest.raises(TypesUnreadable):
        specs.read(TOML.format(key=key))


def test_a_changed_field_is_a_new_version_and_old_answers_keep_theirs() -> None:
    at = timezone.now()
    for when, key in ((at - timedelta(days=9), "lamp"), (at, "lamp"), (at, "light")):
        actions.install(specs.read(TOML.format(key=key)), preset="own", at=when)
    assert list(
        FieldSet.objects.filter(fields__0__key__gt="").values_list("version", flat=True)
    ) == [1, 2]
    before, today = at.date() - timedelta(days=3), timezone.localdate(at)
    assert [queries.asked("fault_report", NET, on=on).version for on in (before, today)] == [1, 2]
    assert queries.answers("fault_report", NET, {"type_version": 1, "lamp": "红"}) == [
        ("光猫", "红")
    ]
    with pytest.raises(Error, match="field_set_never_edited"):
        FieldSet.objects.update(version=5)


def test_a_type_left_out_rests() -> None:
    actions.install(specs.shipped("cable"), preset="cable", at=timezone.now())
    actions.install(specs.shipped("cable")[:1], preset="cable", at=timezone.now())
    assert MatterType.objects.filter(active=True).count() == 4
    assert queries.choices("fault_report") == []


def test_initials_name_a_type() -> None:
    actions.install(specs.shipped("cable"), preset="cable", at=timezone.now())
    types = queries.choices("fault_report")
    for typed in ("kdwfsw", "wfsw", "无法上网", NET, "KDWF"):
        found = queries.resolve(typed, types=types)
        assert found is not None, typed
        assert found.code == NET
    for typed in ("kd", "宽带", "zz", ""):
        assert queries.resolve(typed, types=types) is None


def test_the_type_asks_and_the_case_keeps_the_answers(client: Client) -> None:
    page = client.post("/intake/fields/", _form(category="wfsw")).content.decode()
    assert f'value="{NET}"' in page
    assert 'name="x_lamp"' in page
    refused = client.post("/intake/", _form(x_sets="2", x_since_day="昨天"))
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"x_lamp", "x_affected", "x_since_day"}
    sent = _form(category="wfsw", x_lamp="LOS 红灯", x_affected="整栋楼", x_since_day="2026-01-02")
    assert client.post("/intake/", sent).status_code == 302
    case = Case.objects.get()
    assert (case.category, case.title) == (NET, "宽带 无法上网")
    assert case.extra == {
        "lamp": "LOS 红灯",
        "affected": "整栋楼",
        "since_day": "2026-01-02",
        "type_version": 1,
    }
    shown = client.get(f"/cases/{case.pk}/").content.decode()
    assert "光猫指示灯" in shown
    assert "LOS 红灯" in shown


def test_an_unknown_type_is_said(client: Client) -> None:
    answer = client.post("/intake/", _form(category="wxyz", title="断网"))
    assert set(answer.context["form"].errors) == {"category"}
    number = client.post("/intake/", _form(kind="complaint", category="dsf", x_amount="-1"))
    assert {"x_amount", "x_wanted_outcome"} <= set(number.context["form"].errors)


def test_the_command_installs_a_trade() -> None:
    out = StringIO()
    assert Types().run(Namespace(preset="power", now=timezone.now()), out) == 0
    assert MatterType.objects.filter(preset="power", active=True).count() > 30
