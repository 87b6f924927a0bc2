"""The tree of types is changed by people: from a day on, with a reason, and no case loses its answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases.errors import TextMissing
from shouwen.domains.mattertypes import actions, queries, specs
from shouwen.domains.mattertypes.errors import TypeChanged, TypeLiesBehind, TypesUnreadable
from shouwen.domains.mattertypes.models import FieldSet, MatterType
from shouwen.domains.mattertypes.specs import FieldSpec, TypeSpec
from shouwen.kernel.errors import Refused
from shouwen.kernel.subject import Subject
from shouwen.platform.journal import queries as journal
from tests.world import World

pytestmark = pytest.mark.django_db
KIND = "fault_report"
LAMP = FieldSpec("lamp", "光猫指示灯", "choice", True, ("红", "绿"))


def keep(
    world: World, *, name: str = "门禁", subs: tuple[str, ...] = ("打不开",),
    fields: tuple[FieldSpec, ...] = (LAMP,), seen: int = 0, since: date | None = None,
    why: str = "新业务上线",
) -> MatterType:  # fmt: skip
    return actions.keep(
        TypeSpec(KIND, name, subs, fields),
        seen=seen,
        since=since or timezone.localdate(),
        why=why,
        by=world.actor("0109"),
        at=timezone.now(),
    )


def test_fields_change_from_their_day_and_what_was_asked_stays(world: World) -> None:
    top = keep(world)
    today, soon = timezone.localdate(), timezone.localdate() + timedelta(days=9)
    color = FieldSpec("color", "面板颜色")
    keep(world, subs=("打不开", "密码忘记"), fields=(LAMP, color), seen=1, since=soon)
    keys = {
        day: [f.key for f in asked.fields]
        for day in (today, soon)
        if (asked := queries.asked(KIND, "门禁/打不开", on=day))
    }
    assert keys == {today: ["lamp"], soon: ["lamp", "color"]}
    assert [row.sub for row in queries.choices(KIND)] == ["打不开", "密码忘记"]
    keep(world, subs=("密码忘记",), fields=(LAMP, color), seen=2)
    assert [row.sub for row in queries.choices(KIND)] == ["密码忘记"]
    assert FieldSet.objects.filter(type=top).count() == 2
    told = journal.timeline(Subject("matter_type", top.pk))
    assert [entry.body for entry in told] == ["新业务上线"] * 3


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"seen": 7}, TypeChanged),
        ({"seen": 1, "why": " "}, TextMissing),
        ({}, TypeChanged),
        ({"seen": 1, "fields": (), "since": date(2020, 1, 1)}, TypeLiesBehind),
        ({"seen": 1, "subs": ("漏水", "漏水")}, TypesUnreadable),
        ({"seen": 1, "subs": ("楼上/楼下",)}, TypesUnreadable),
        ({"seen": 1, "subs": ("长" * 60,)}, TypesUnreadable),
        ({"seen": 1, "fields": (LAMP, LAMP)}, TypesUnreadable),
        (
            {"seen": 1, "fields": tuple(FieldSpec(f"f{n}", "问") for n in range(13))},
            TypesUnreadable,
        ),
    ],
)
def test_a_refused_change_leaves_no_trace(
    world: World, given: dict[str, Any], refusal: type[Refused]
) -> None:
    top = keep(world)
    before = (list(MatterType.objects.values()), FieldSet.objects.count())
    with pytest.raises(refusal):
        keep(world, **given)
    assert (list(MatterType.objects.values()), FieldSet.objects.count()) == before
    assert len(list(journal.timeline(Subject("matter_type", top.pk)))) == 1


def test_a_resting_category_is_not_offered_and_comes_back(world: World) -> None:
    top = keep(world)
    by, at = world.actor("0109"), timezone.now()
    with pytest.raises(TextMissing):
        actions.rest(top.pk, resting=True, why=" ", by=by, at=at)
    actions.rest(top.pk, resting=True, why="业务停办", by=by, at=at)
    assert queries.choices(KIND) == []
    with pytest.raises(TypeChanged):
        actions.rest(top.pk, resting=True, why="业务停办", by=by, at=at)
    actions.rest(top.pk, resting=False, why="恢复", by=by, at=at)
    assert [row.sub for row in queries.choices(KIND)] == ["打不开"]


def test_the_pages_add_change_and_rest_a_category(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    actions.install(specs.shipped("cable"), preset="cable", at=timezone.now())
    client = signed_in("0109")
    assert client.get("/intake/types/").status_code == 200
    form = _form(name="门禁", subs="打不开\n密码忘记\n")
    assert client.post("/intake/types/new/", {**form, "fields-0-choices": ""}).status_code == 422
    made = client.post("/intake/types/new/", form)
    top = MatterType.objects.get(kind=KIND, code="门禁")
    assert made.headers["Location"] == f"/intake/types/{top.pk}/"
    asked = queries.asked(KIND, "门禁", on=timezone.localdate())
    assert asked is not None and asked.fields == (LAMP,)
    assert client.get(made.headers["Location"]).content.count("光猫指示灯".encode()) >= 2
    again = client.post("/intake/types/new/", form)
    assert again.status_code == 409
    client.post(f"/intake/types/{top.pk}/rest", {"resting": "1", "why": "停办"})
    top.refresh_from_db()
    assert not top.active
    assert signed_in("0101").get("/intake/types/").status_code == 403


def test_types_are_read_over_the_api_as_of_a_day(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    keep(world)
    before = timezone.localdate() - timedelta(days=1)
    found = signed_in("0101").get(f"/api/v1/types?kind={KIND}").json()
    assert [(row["code"], [f["key"] for f in row["fields"]]) for row in found] == [
        ("门禁/打不开", ["lamp"])
    ]
    earlier = signed_in("0101").get(f"/api/v1/types?kind={KIND}&on={before}").json()
    assert [row["fields"] for row in earlier] == [[]]
    assert signed_in("0101").get("/api/v1/types?kind=nothing").status_code == 422


def _form(*, name: str, subs: str) -> dict[str, str]:
    field = {
        "label": LAMP.label,
        "key": "lamp",
        "type": "choice",
        "choices": "红、绿",
        "required": "on",
    }
    return {
        "kind": KIND,
        "name": name,
        "subs": subs,
        "since": timezone.localdate().isoformat(),
        "why": "新业务上线",
        "seen": "0",
        "fields-TOTAL_FORMS": "12",
        "fields-INITIAL_FORMS": "0",
        **{f"fields-0-{key}": value for key, value in field.items()},
    }
