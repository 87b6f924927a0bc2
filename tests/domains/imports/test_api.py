"""Imports over the API: the wizard's own steps and rules, one file for one key, nobody else's file."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from shouwen.domains.customers.models import Customer
from shouwen.domains.imports import uploads
from shouwen.domains.imports.models import Upload
from shouwen.platform.access.actions import issue_token
from shouwen.platform.policies.actions import install_presets
from tests.world import World, build

AT = datetime(2025, 10, 10, 6, 0, tzinfo=UTC)
CLIENT = Path(__file__).resolve().parents[3] / "docs/examples/client.py"
HEAD = "客户编号,客户姓名,联系电话,证件号码,客户等级,地址,单位编码\n"
TABLE = HEAD + "K1,周小雨,13900010001,,普通,文昌路1号,QC-SVC\nK2,,1,,,,QC-SVC\n"


@pytest.fixture
def town(settings: object, tmp_path: Path, db: None) -> World:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    install_presets()
    return build()


def of(world: World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, table: str = TABLE, key: str = "", **manner: str) -> Any:
    form = {"profile": "customers"} | manner
    file = SimpleUploadedFile("客户.csv", table.encode())
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/v1/imports", {**form, "file": file}, headers=headers)


def test_tried_committed_and_taken_back_by_the_same_steps(town: World) -> None:
    manager = of(town, "0106")
    sent = send(manager, key="day-1")
    assert sent.status_code == 201
    pk = sent.json()["id"]
    assert send(manager, key="day-1").json()["id"] == pk and Upload.objects.count() == 1
    assert send(manager, HEAD, key="day-1").status_code == 409
    address = f"/api/v1/imports/{pk}"
    assert manager.post(f"{address}/commit").json()["code"] == "upload_unready"
    uploads.work_off(pk, at=AT)
    told = manager.get(address).json()
    assert (told["state"], told["counts"]["rows"], told["counts"]["rejected"]) == ("checked", 2, 1)
    answer: Any = manager.get(f"{address}/rejects")
    rejected = b"".join(answer.streaming_content)
    assert "K2" in rejected.decode("utf-8-sig") and not Customer.objects.exists()
    assert manager.post(f"{address}/commit").json()["running"]
    uploads.work_off(pk, at=AT)
    assert manager.get(address).json()["state"] == "done" and Customer.objects.count() == 1
    manager.post(f"{address}/undo")
    uploads.work_off(pk, at=AT)
    assert manager.get(address).json()["state"] == "undone" and not Customer.objects.exists()


def test_a_refusal_leaves_neither_row_nor_file(
    town: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    manager = of(town, "0106")
    assert send(manager, encoding="u" * 41).status_code == 422
    assert send(manager, profile="nobody").json()["code"] == "profile_unknown"
    assert send(manager, profile="", toml="x = ").json()["code"] == "profile_refused"
    assert send(manager, profile="").json()["code"] == "upload_unready"
    assert send(manager, profile="branch_staff").json()["code"] == "shape_forbidden"
    monkeypatch.setattr(uploads, "LARGEST", 20)
    assert send(manager).json()["code"] == "import_too_large"
    assert send(of(town, "0101")).status_code == 403
    assert not Upload.objects.exists() and not any((tmp_path / "uploads").iterdir())


def test_a_file_is_its_senders_alone(town: World) -> None:
    pk = send(of(town, "0106")).json()["id"]
    other = of(town, "0109")
    for answer in (
        other.get(f"/api/v1/imports/{pk}"),
        other.get(f"/api/v1/imports/{pk}/rejects"),
        other.post(f"/api/v1/imports/{pk}/commit"),
        other.post(f"/api/v1/imports/{pk}/undo"),
    ):
        assert answer.status_code == 404
    codes = {one["code"] for one in other.get("/api/v1/imports/profiles").json()}
    assert {"customers", "accounts"} <= codes and "branch_staff" not in codes


@pytest.mark.django_db(transaction=True)
def test_the_client_of_the_documentation_imports(
    live_server: LiveServer, settings: object, tmp_path: Path
) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    install_presets()
    world = build()
    token = issue_token(world.account("0106").pk, "x", by=world.actor("0106"), at=AT)
    table = tmp_path / "客户.csv"
    table.write_text(TABLE, encoding="utf-8")
    shouwen = runpy.run_path(str(CLIENT))["Shouwen"]

    class Patient(shouwen):  # type: ignore[misc, valid-type]
        def call(self, method: str, path: str, body: Any = None, *, key: str = "") -> Any:
            work_off_all()
            return super().call(method, path, body, key=key)

    def work_off_all() -> None:
        for one in running():
            uploads.work_off(one.pk, at=AT)

    def running() -> Iterator[Upload]:
        return (one for one in Upload.objects.all() if one.is_running)

    service = Patient(live_server.url, token)
    one = service.import_file(table, "customers")
    assert (one["state"], one["counts"]["rejected"]) == ("checked", 1)
    assert "K2" in service.rejects(one)
    assert service.commit(one)["state"] == "done" and Customer.objects.count() == 1
