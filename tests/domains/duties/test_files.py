"""职责清单 by file and over the API: what was taken along comes back, once, and good rows do not wait for bad ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django.utils.timezone import localdate, now

from shouwen.domains.duties import actions
from shouwen.domains.duties.models import Duty
from shouwen.platform.access.actions import issue_token
from shouwen.platform.policies.actions import install_presets
from tests.domains.duties.test_duties import a_duty
from tests.world import World

SignedIn = Callable[[str], Client]


def send(client: Client, table: str) -> Any:
    file = SimpleUploadedFile("职责.csv", table.encode("utf-8-sig"))
    return client.post("/duties/import", {"file": file})


def words(column: str) -> str:
    from shouwen.domains.duties.tables import COLUMNS

    with translation.override("zh-hans"):
        return str(COLUMNS[column])


def head() -> str:
    names = ("unit", "name", "purpose", "within", "waiting", "valid_from", "remark")
    return ",".join(words(name) for name in names) + "\n"


def test_good_rows_become_drafts_and_the_others_are_named(
    world: World, signed_in: SignedIn
) -> None:
    clerk, day = signed_in("0112"), (localdate() + timedelta(days=3)).isoformat()
    table = head() + (
        f"QC-NET,光缆抢修时间,答复几点恢复,2 工时,8 分钟,{day},\n"
        "QC-NET,割接通知,,3个工作日,,,\n"
        "QC-NET,割接通知,,3个工作日,,,\n"
        "QC-NET,停电查询,,很快,,,\n"
        "QC-NET,障碍查询,,30 分钟,2 工时,,\n"
        "XS-NET,别家的职责,,2 工时,,,\n"
    )
    page = send(clerk, table)
    assert page.status_code == 200
    brought = page.context["brought"]
    assert (brought.rows, brought.drafted, len(brought.left)) == (6, 2, 4)
    assert [one.row for one in brought.left] == [4, 5, 6, 7]
    first, second = Duty.objects.order_by("pk")
    assert (first.amount, first.counted_in, first.waiting_minutes) == (2, "hours", 8)
    assert (first.valid_from.isoformat(), first.state) == (day, "draft")
    assert (second.amount, second.counted_in, second.valid_from) == (
        3,
        "working_days",
        localdate(),
    )
    again = send(clerk, table.replace("8 分钟", "5 分钟")).context["brought"]
    assert (again.drafted, again.changed, again.same) == (0, 1, 1)
    assert Duty.objects.count() == 2
    assert f"/duties/unit/{world.units['QC-NET']}/" in page.content.decode()


def test_what_was_taken_along_comes_back_and_changes_nothing(
    world: World, signed_in: SignedIn
) -> None:
    install_presets()
    for name, given in (("光缆抢修时间", {}), ("割接通知", {"counted_in": "working_days"})):
        a_duty(world, name, **given)
    actions.publish(world.units["QC-NET"], by=world.actor("0113"), at=now())
    clerk = signed_in("0112")
    table = b"".join(clerk.get("/duties/export/csv")).decode("utf-8-sig")
    brought = send(clerk, table).context["brought"]
    assert (brought.rows, brought.same, brought.left) == (2, 2, ())
    followed = send(clerk, table.replace("2 工时", "4 工时").replace("2工时", "4工时"))
    assert followed.context["brought"].drafted == 1
    assert Duty.objects.drafts().get().amount == 4


def test_what_is_no_register_is_refused_whole(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in("0112")
    refused = send(clerk, "甲,乙\n1,2\n")
    assert refused.status_code == 422 and "refusal" in refused.context
    assert clerk.post("/duties/import").status_code == 422
    assert signed_in("0101").get("/duties/import").status_code == 403
    assert not Duty.objects.exists()


def test_the_api_drafts_publishes_follows_and_ends(world: World) -> None:
    install_presets()

    def client(number: str) -> Client:
        account, by = world.account(number), world.actor(number)
        secret = issue_token(account.pk, "x", by=by, at=now())
        return Client(headers={"Authorization": f"Bearer {secret}"})

    head_, stranger = client("0113"), client("0304")
    unit = f"/api/v1/duties/units/{world.units['QC-NET']}"

    def post(who: Client, address: str, body: object, key: str = "") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return who.post(address, json.dumps(body), content_type="application/json", headers=headers)

    terms = {"name": "割接通知", "amount": 2, "counted_in": "hours", "valid_from": str(localdate())}
    made = [post(head_, unit, terms, key="n-1") for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    pk = made[0].json()["id"]
    assert made[1].json()["id"] == pk and Duty.objects.count() == 1
    assert post(head_, unit, terms).json()["code"] == "drafted_already"
    assert post(head_, unit, {**terms, "amount": 0}).status_code == 422
    for address in (unit, f"{unit}/publish", f"/api/v1/duties/{pk}/change"):
        assert post(stranger, address, terms).status_code in {403, 404}
    assert post(head_, f"/api/v1/duties/{pk}/change", {**terms, "amount": 4}).json()["amount"] == 4
    [published] = post(head_, f"{unit}/publish", {}).json()["items"]
    assert (published["id"], published["state"]) == (pk, "published")
    assert post(head_, f"/api/v1/duties/{pk}/discard", {}).status_code == 409
    day = str(localdate() + timedelta(days=1))
    assert post(head_, f"/api/v1/duties/{pk}/end", {"valid_to": day}).json()["valid_to"] == day
    second = post(head_, unit, {**terms, "name": "停电查询"}).json()["id"]
    assert post(head_, f"/api/v1/duties/{second}/discard", {}).json()["state"] == "draft"
    assert list(Duty.objects.values_list("pk", flat=True)) == [pk]


@pytest.mark.parametrize("n", [1, 2])
def test_limits_are_read_in_every_language_they_are_written_in(
    world: World, signed_in: SignedIn, n: int
) -> None:
    from shouwen.domains.duties.words import limit_words

    rows = []
    for code in ("zh-hans", "zh-hant", "en"):
        for counting in ("minutes", "hours", "working_days"):
            with translation.override(code):
                shown = limit_words(Duty(amount=n, counted_in=counting))
            rows.append(f"QC-NET,{code} {counting},{shown}")
    table = f"{words('unit')},{words('name')},{words('within')}\n" + "\n".join(rows)
    assert send(signed_in("0112"), table).context["brought"].left == ()
    assert set(Duty.objects.values_list("amount", flat=True)) == {n}
    for duty in Duty.objects.all():
        assert duty.name.endswith(duty.counted_in)
