"""A register comes in through the pages: look, try, import, take back; each step once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case
from shouwen.domains.imports import uploads
from shouwen.domains.imports.models import Upload, UploadState
from shouwen.platform.policies.actions import install_presets
from tests import world
from tests.world import World

pytestmark = pytest.mark.django_db
AT = datetime(2025, 10, 10, 6, 0, tzinfo=UTC)
TABLE = "编号,类型,标题,受理时间,单位\nA1,报修,断网,2025-10-01 08:00,DH-01-G1\nA2,报修,黑屏,2025-10-02 09:00,DH-01-G1\nA3,报修,花屏,2025-13-45 09:00,DH-01-G1\n"
PROFILE = """
profile = "register"
title = "登记表"
source = "register"
shape = "case"
zone = "Asia/Shanghai"
key = ["编号"]

[read]
dates = ["%Y-%m-%d %H:%M"]

[units]
create = false

[cases]
open_state = "dispatched"

[fields]
kind = { constant = "fault_report" }
channel = { constant = "hotline" }
title = "标题"
opened_at = "受理时间"
unit = "单位"
"""


@pytest.fixture
def town(settings: object, tmp_path: Path) -> World:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    install_presets()
    return world.build()


@pytest.fixture
def manager(town: World) -> Client:
    client = Client()
    client.force_login(town.administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _sent(client: Client) -> Upload:
    file = SimpleUploadedFile("登记.csv", TABLE.encode("gb18030"))
    assert client.post("/imports/", {"file": file}).status_code == 302
    return Upload.objects.get()


def _tried(client: Client) -> Upload:
    one = _sent(client)
    toml = SimpleUploadedFile("register.toml", PROFILE.encode())
    answer = client.post(f"/imports/{one.pk}/choose", {"toml": toml, "then": "check"})
    assert answer.status_code == 302, answer.context["error"]
    uploads.work_off(one.pk, at=AT)
    one.refresh_from_db()
    return one


def test_the_first_rows_are_shown_in_the_right_encoding(manager: Client) -> None:
    one = _sent(manager)
    page = manager.get(f"/imports/{one.pk}/")
    assert page.context["table"].encoding == "gb18030"
    assert page.context["rows"][0][2] == "断网"
    assert Path(one.path).stat().st_mode & 0o077 == 0


def test_a_trial_writes_nothing_and_names_what_is_wrong(manager: Client) -> None:
    one = _tried(manager)
    assert one.state == UploadState.CHECKED, one.error
    assert (one.outcome["created"], one.outcome["rejected"]) == (2, 1)
    assert not Case.objects.exists()
    shown = manager.get(f"/imports/{one.pk}/").context["rejects"]
    assert [(r.row, r.column, r.value) for r in shown] == [("4", "受理时间", "2025-13-45 09:00")]
    file: Any = manager.get(f"/imports/{one.pk}/rejects.csv")
    assert "2025-13-45" in b"".join(file.streaming_content).decode()
    file.close()


def test_an_import_runs_once_and_can_be_taken_back(manager: Client) -> None:
    one = _tried(manager)
    for _ in range(2):
        manager.post(f"/imports/{one.pk}/import")
    assert ProcrastinateJob.objects.filter(task_name="intake.work_off").count() == 2
    uploads.work_off(one.pk, at=AT)
    uploads.work_off(one.pk, at=AT)
    one.refresh_from_db()
    assert (one.state, one.outcome["created"]) == (UploadState.DONE, 2)
    assert Case.objects.filter(source_batch=one.batch_id).count() == 2
    manager.post(f"/imports/{one.pk}/undo")
    uploads.work_off(one.pk, at=AT)
    one.refresh_from_db()
    assert one.state == UploadState.UNDONE
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.VOID}
    assert manager.get(f"/imports/{one.pk}/").status_code == 200


def test_a_profile_that_is_wrong_is_refused_with_its_place(manager: Client) -> None:
    one = _sent(manager)
    toml = SimpleUploadedFile("register.toml", b"[profile]\ncode = 3\n")
    answer = manager.post(f"/imports/{one.pk}/choose", {"toml": toml, "then": "check"})
    assert answer.status_code == 422
    assert answer.context["error"]


def test_nobody_sees_the_files_of_others(manager: Client, town: World) -> None:
    one = _sent(manager)
    other = Client()
    other.force_login(town.account("0106"), backend="django.contrib.auth.backends.ModelBackend")
    assert other.get(f"/imports/{one.pk}/").status_code == 404
    agent = Client()
    agent.force_login(town.account("0101"), backend="django.contrib.auth.backends.ModelBackend")
    assert agent.get("/imports/").status_code == 403
