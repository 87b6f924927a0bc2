"""Signed deliveries: done once, refused with a visible reason, nobody else's door."""

from __future__ import annotations

import json
import re
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from shouwen.domains.cases.models import Case
from shouwen.domains.customers.models import Customer
from shouwen.domains.hooks import actions, signing
from shouwen.domains.hooks.models import Delivery, Matter, Source
from shouwen.platform.policies.actions import install_presets
from tests.world import World, build

AT = datetime(2025, 10, 10, 6, 0, tzinfo=UTC)
PAGE = Path(__file__).resolve().parents[3] / "docs/concepts/webhooks.md"
OPEN: dict[str, Any] = {
    "id": "evt-1", "do": "open", "reference": "APP-77", "kind": "fault_report", "title": "断网",
    "customer": {"name": "周小雨", "phone": "13900010001"},
}  # fmt: skip


@pytest.fixture
def town(db: None) -> World:
    install_presets()
    return build()


def made(world: World) -> tuple[Source, str]:
    return actions.open_source(
        code="app", name="手机应用", unit_id=world.units["QC-HOT"], channel="app",
        by=world.actor("0109"), at=AT,
    )  # fmt: skip


def sent(
    source: Source, secret: str, wanted: Any, *, at: datetime = AT, stamp: datetime | None = None
) -> actions.Answer:
    body = json.dumps(wanted).encode()
    timestamp = str(int((stamp or at).timestamp()))
    given = signing.signature(secret, timestamp, body)
    return actions.receive(source, timestamp=timestamp, signature=given, body=body, at=at)


def said(answer: actions.Answer) -> tuple[int, str]:
    return answer.status, answer.code or answer.outcome.value


def test_a_matter_is_opened_noted_and_urged_once_each(town: World) -> None:
    source, secret = made(town)
    first = sent(source, secret, OPEN)
    assert said(first) == (201, "done")
    assert said(sent(source, secret, OPEN)) == (200, "repeated")
    assert said(sent(source, secret, OPEN | {"id": "evt-2"})) == (200, "repeated")
    assert said(sent(source, secret, OPEN | {"title": "黑屏"})) == (409, "id_reused")
    note = {"id": "n1", "do": "note", "reference": "APP-77", "text": "光猫红灯"}
    urge = {"id": "u1", "do": "urge", "reference": "APP-77"}
    for wanted in (note, urge, note, urge):
        answer = sent(source, secret, wanted)
        assert answer.case is not None and answer.case.pk == Matter.objects.get().case_id
    case = Case.objects.get()
    assert (case.urges, case.channel, case.owner_unit_id) == (1, "app", town.units["QC-HOT"])
    assert Customer.objects.get().name == "周小雨"
    assert Delivery.objects.filter(outcome="done").count() == 3


def test_what_is_refused_is_seen_and_does_nothing(town: World) -> None:
    source, secret = made(town)
    assert said(sent(source, "wrong", OPEN)) == (401, "signature_wrong")
    old = AT - timedelta(minutes=6)
    assert said(sent(source, secret, OPEN, stamp=old)) == (401, "timestamp_outside_window")
    assert said(sent(source, secret, OPEN | {"title": ""})) == (422, "invalid")
    assert said(sent(source, secret, OPEN | {"title": "\x00"})) == (422, "invalid")
    assert said(sent(source, secret, OPEN | {"more": 1})) == (422, "invalid")
    assert said(sent(source, secret, {**OPEN, "do": "urge"})) == (404, "reference_unknown")
    off = actions.switch(source.pk, active=False, by=town.actor("0109"), at=AT)
    assert said(sent(off, secret, OPEN)) == (403, "source_off")
    assert not Case.objects.exists() and not Customer.objects.exists()
    codes = list(Delivery.objects.order_by("pk").values_list("code", flat=True))
    assert codes == [
        "signature_wrong", "timestamp_outside_window", "invalid", "invalid", "invalid",
        "reference_unknown", "source_off",
    ]  # fmt: skip
    assert "断网" not in str(list(Delivery.objects.values_list("why", flat=True)))


def test_after_a_change_the_former_secret_holds_for_a_day(town: World) -> None:
    source, former = made(town)
    source, secret = actions.change_secret(source.pk, by=town.actor("0109"), at=AT)
    assert secret != former and secret not in source.secret
    assert said(sent(source, former, OPEN)) == (201, "done")
    later = AT + timedelta(hours=25)
    assert said(sent(source, former, OPEN, at=later)) == (401, "signature_wrong")
    assert said(sent(source, secret, OPEN, at=later)) == (200, "repeated")


def test_too_many_wait_and_strangers_do_not_fill_the_table(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SIGNED_A_MINUTE", 2)
    monkeypatch.setattr(actions, "UNSIGNED_A_MINUTE", 2)
    source, secret = made(town)
    for _ in range(4):
        sent(source, "wrong", OPEN)
    assert Delivery.objects.filter(signed=False).count() == 2
    found = [said(sent(source, secret, OPEN)) for _ in range(4)]
    assert found == [(201, "done"), (200, "repeated"), (429, "too_many"), (429, "too_many")]
    assert Delivery.objects.filter(code="too_many").count() == 1
    assert said(sent(source, secret, OPEN, at=AT + timedelta(minutes=2))) == (200, "repeated")


def test_the_pages_show_the_secret_once_and_every_result(town: World) -> None:
    client = Client()
    client.force_login(town.account("0109"), backend="django.contrib.auth.backends.ModelBackend")
    form = {"name": "手机应用", "code": "app", "channel": "app", "unit_id": "QC-HOT"}
    page = client.post("/hooks/new", form)
    secret = re.search(r"data-secret>(whsec_[^<]+)<", page.content.decode())
    assert secret is not None, page.content.decode()[:0] or page.context["form"].errors
    assert "no-store" in page.headers["Cache-Control"]
    source = Source.objects.get()
    script = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert script is not None
    taken: dict[str, Any] = {}
    exec(script[1], taken)  # the example of the documentation, as it is printed

    def opened(request: Any, timeout: int) -> Any:
        headers = dict(request.header_items())
        answer = Client(enforce_csrf_checks=True).post(
            "/hooks/in/app", request.data, content_type="application/json", headers=headers
        )
        taken["status"] = answer.status_code
        return _Answer(answer.content)

    taken["urlopen"] = opened
    assert taken["deliver"]("http://x/hooks/in/app", secret[1], OPEN)["result"] == "done"
    taken["deliver"]("http://x/hooks/in/app", "wrong", OPEN)
    assert taken["status"] == 401
    shown = client.get(f"/hooks/{source.pk}/").content.decode()
    assert secret[1] not in shown and 'data-outcome="refused"' in shown
    assert "signature_wrong" in shown and Case.objects.get().number in shown
    assert client.get("/hooks/").status_code == 200
    assert "data-secret" in client.post(f"/hooks/{source.pk}/secret").content.decode()
    client.post(f"/hooks/{source.pk}/switch", {"active": "no"})
    source.refresh_from_db()
    assert not source.active
    assert client.post("/hooks/new", form).status_code == 422
    assert Client().post("/hooks/in/nobody").status_code == 404


class _Answer:
    def __init__(self, body: bytes) -> None:
        self.body = body

    def read(self) -> bytes:
        return self.body

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, *_why: object) -> None: ...


@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_one_case() -> None:
    install_presets()
    source, secret = made(build())
    start, found = threading.Barrier(2), list[int]()

    def go(number: int) -> None:
        try:
            start.wait()
            found.append(sent(source, secret, OPEN | {"id": f"evt-{number}"}).status)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, 201] and Case.objects.count() == 1
