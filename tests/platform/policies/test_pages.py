"""The pages 时限与升级: who may read and change, what is said beside the fields, what is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases.models import Case
from shouwen.platform.clocks.models import Ladder, Limit, Policy
from shouwen.platform.policies.actions import first_day, install
from tests.factories.cases import a_case
from tests.world import World

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def town() -> Limit:
    return Limit.objects.get(
        kind="resolution",
        basis="internal",
        statistic="max",
        match={"kind": "fault_report"},
        version=1,
    )


def address(limit: Limit) -> str:
    return f"/limits/{limit.policy.code}/{limit.rank}/"


def sent(limit: Limit, **other: Any) -> dict[str, Any]:
    return {
        "do": "save",
        "name": limit.name,
        "kind": limit.kind,
        "basis": limit.basis,
        "statistic": limit.statistic,
        "amount": "12",
        "unit": limit.unit,
        "calendar": limit.calendar.code,
        "pauses_for": ["customer"],
        "longest_wait": "72",
        "reopen": limit.reopen,
        "since": first_day(timezone.now()).isoformat(),
        "source": limit.source,
        "grade": limit.grade,
        "match_kind": ["fault_report"],
        **other,
    }


def test_the_first_page_leads_to_a_rule_of_the_policy_in_force(signed_in: SignedIn) -> None:
    answer = signed_in("").get("/limits/")
    assert (answer.status_code, answer["Location"]) == (302, "/limits/cable_cn/100/")


def test_without_a_policy_the_page_says_how_to_begin(signed_in: SignedIn) -> None:
    Limit.objects.all().delete()
    Policy.objects.all().delete()
    page = signed_in("").get("/limits/").content.decode()
    assert "还没有时限方案" in page
    assert "/limits/install/" in page


def test_whoever_may_only_read_sees_no_form(signed_in: SignedIn) -> None:
    limit = town()
    page = signed_in("0101").get(address(limit)).content.decode()
    assert "故障修复 · 城区" in page
    assert "存为新版本" not in page
    assert signed_in("0101").post(address(limit), sent(limit)).status_code == 403
    assert Limit.objects.filter(rank=limit.rank).count() == 1


def test_saving_makes_the_next_version_and_leaves_the_former(signed_in: SignedIn) -> None:
    limit = town()
    answer = signed_in("").post(address(limit), sent(limit))
    assert answer.status_code == 302
    made = Limit.objects.get(rank=limit.rank, version=2)
    limit.refresh_from_db()
    assert (made.amount, made.pauses_for, made.longest_wait_seconds) == (12, ["customer"], 259_200)
    assert limit.valid.upper == made.valid.lower == first_day(timezone.now())
    assert made.by_id is not None
    page = signed_in("").get(f"{address(limit)}versions/").content.decode()
    assert "12 小时" in page and "24 小时" in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("since", "2025-10-01", "不能早于明天"),
        ("amount", "0", "1"),
        ("match_unit", "NOWHERE", "没有单位 NOWHERE"),
        ("calendar", "nights", "nights"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    signed_in: SignedIn, field: str, value: str, said: str
) -> None:
    limit = town()
    answer = signed_in("").post(address(limit), sent(limit, **{field: value}))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Limit.objects.filter(rank=limit.rank).count() == 1


def test_a_limit_of_the_law_pauses_for_nothing(signed_in: SignedIn) -> None:
    limit = town()
    answer = signed_in("").post(address(limit), sent(limit, basis="legal"))
    assert answer.status_code == 422
    assert "法定时限不得暂停" in answer.content.decode()


def test_a_preview_shows_the_effect_and_keeps_nothing(signed_in: SignedIn, world: World) -> None:
    a_case(world.actor("0101"), at=timezone.now() - timedelta(hours=13))
    limit = town()
    answer = signed_in("").post(address(limit), sent(limit, do="preview"))
    page = answer.content.decode()
    assert (answer.status_code, "立即变红" in page) == (200, True)
    assert "1 个会重算" in page
    assert Limit.objects.filter(rank=limit.rank).count() == 1


def test_a_trial_shows_every_alarm_of_a_start_and_of_a_case(
    signed_in: SignedIn, world: World
) -> None:
    case = a_case(world.actor("0101"))
    client = signed_in("0101")
    page = client.get(address(town()), {"try": "2025-10-09T12:00"}).content.decode()
    assert "10-10 12:00" in page
    page = client.get(address(town()), {"try": case.number}).content.decode()
    assert "按此版本超时" in page
    page = client.get(address(town()), {"try": "C0"}).content.decode()
    assert "看不到这个事项" in page
    page = client.get(address(town()), {"try": "2025-99-99"}).content.decode()
    assert "无法识别" in page


def test_a_new_rule_is_put_before_another(signed_in: SignedIn) -> None:
    limit = town()
    place = f"/limits/cable_cn/new/?before={limit.rank}"
    assert signed_in("").get(place).status_code == 200
    wanted = sent(limit, name="故障修复 · 重要客户", match_tier=["key"])
    assert signed_in("").post(place, wanted).status_code == 302
    made = Limit.objects.get(name="故障修复 · 重要客户")
    assert limit.rank - 100 < made.rank < limit.rank
    assert made.match == {"kind": ["fault_report"], "tier": ["key"]}


def test_a_rule_is_stopped_from_a_day_on(signed_in: SignedIn) -> None:
    limit = town()
    client, place = signed_in(""), f"{address(limit)}stop/"
    assert client.post(place, {"on": "2025-10-01"}).status_code == 422
    day = first_day(timezone.now())
    assert client.post(place, {"on": day.isoformat()}).status_code == 302
    limit.refresh_from_db()
    assert limit.valid.upper == day


def test_open_clocks_are_moved_after_a_look(signed_in: SignedIn, world: World) -> None:
    case = a_case(world.actor("0101"), at=timezone.now() - timedelta(hours=1))
    limit = town()
    client = signed_in("")
    page = client.get(f"{address(limit)}move/").content.decode()
    assert "0 个在办时钟" in page
    assert Case.objects.get(pk=case.pk).number


def test_a_table_is_installed_from_tomorrow(signed_in: SignedIn) -> None:
    client, day = signed_in(""), first_day(timezone.now())
    page = client.get("/limits/install/").content.decode()
    assert "国家电网（39 条时限）" in page and "limits)" not in page
    early = {"preset": "telecom_cn", "unit": "", "since": "2025-10-01"}
    assert client.post("/limits/install/", early).status_code == 422
    wanted = {"preset": "telecom_cn", "unit": "", "since": day.isoformat()}
    assert client.post("/limits/install/", wanted).status_code == 302
    assert Policy.objects.get(code="cable_cn").valid.upper == day
    assert client.get("/limits/telecom_cn/100/").status_code == 200


def test_a_policy_of_another_county_does_not_exist(signed_in: SignedIn, world: World) -> None:
    day = first_day(timezone.now())
    policy = install(
        "telecom_cn", since=day, unit=world.units["XS"], by=world.actor("0304"), at=timezone.now()
    )
    assert signed_in("0204").get(f"/limits/{policy.code}/100/").status_code == 404
    assert signed_in("0304").get(f"/limits/{policy.code}/100/").status_code == 200
    assert signed_in("0301").get(f"/limits/{policy.code}/100/").status_code == 200


def test_why_shows_the_rules_that_were_tried(signed_in: SignedIn, world: World) -> None:
    case = a_case(world.actor("0101"))
    page = signed_in("0101").get(f"/limits/why/case:{case.number}/").content.decode()
    assert "适用，且排在最前" in page
    assert "区域为城区，须为农村" in page
    assert signed_in("0204").get(f"/limits/why/case:{case.number}/").status_code == 404


def test_a_month_is_replayed_on_the_page(signed_in: SignedIn, world: World) -> None:
    a_case(world.actor("0101"))
    asked = {"policy": "cable_cn", "since": "2025-10-01", "until": "2025-10-31"}
    page = signed_in("").get("/limits/replay/", asked).content.decode()
    assert "结果不变" in page
    answer = signed_in("").get("/limits/replay/", asked | {"until": "2025-09-01"})
    assert answer.status_code == 422
    assert signed_in("0101").get("/limits/replay/", asked).status_code == 403


STEP = {
    "when": "share",
    "amount": "50",
    "counted_in": "percent",
    "to": ["handler"],
    "channels": ["in_app"],
    "effects": ["notify"],
    "reassign_to": "",
    "ack_minutes": "",
    "next": "/limits/cable_cn/700/",
}


def newest(code: str) -> list[tuple[int, str, int]]:
    version = Ladder.objects.get(code=code).versions.order_by("-n")[0]
    return list(version.steps.order_by("n").values_list("n", "when", "amount"))


def test_a_step_is_added_where_its_time_comes(signed_in: SignedIn) -> None:
    before = newest("repair")
    answer = signed_in("").post("/ladders/repair/add/", STEP | {"amount": "10"})
    assert (answer.status_code, answer["Location"]) == (302, "/limits/cable_cn/700/")
    after = newest("repair")
    assert after[0] == (1, "share", 10)
    assert len(after) == len(before) + 1


def test_a_step_is_changed_and_taken_away(signed_in: SignedIn) -> None:
    client = signed_in("")
    count = len(newest("repair"))
    assert client.get("/ladders/repair/1/").status_code == 200
    assert client.post("/ladders/repair/1/", STEP | {"amount": "40"}).status_code == 302
    assert newest("repair")[0] == (1, "share", 40)
    assert client.post("/ladders/repair/1/remove/", {}).status_code == 302
    assert len(newest("repair")) == count - 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"counted_in": "hours"},
        {"to": []},
        {"effects": ["notify", "reassign"]},
        {"when": "working_days"},
    ],
)
def test_a_step_that_cannot_be_is_refused_beside_its_field(
    signed_in: SignedIn, wrong: dict[str, Any]
) -> None:
    before = newest("repair")
    answer = signed_in("").post("/ladders/repair/1/", STEP | wrong)
    assert answer.status_code == 422
    assert newest("repair") == before


def test_a_mean_is_shown_with_its_outcome(signed_in: SignedIn) -> None:
    limit = Limit.objects.filter(statistic="mean").order_by("rank")[0]
    page = signed_in("").get(address(limit)).content.decode()
    assert "本周期没有办结" in page
    assert "提醒与升级阶梯" not in page


def test_the_day_that_counts_is_the_companys(world: World) -> None:
    late = datetime(2025, 10, 10, 17, tzinfo=UTC)  # 01:00 on the eleventh in China
    assert first_day(late).isoformat() == "2025-10-12"
