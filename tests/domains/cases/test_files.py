"""Files of a case: who sees the case gets them, who works on it adds them, nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouwen.domains.cases import actions
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.story import story
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.platform.files.models import Attachment
from tests.factories.cases import T0, a_case
from tests.world import World

SignedIn = Callable[[str], Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    yield tmp_path


def sent(name: str = "光猫.png", body: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def body(answer: Any) -> bytes:
    """All of a file that is sent; read to the end it is closed."""
    return b"".join(answer)


def filed(world: World, client: Client) -> tuple[Case, Attachment]:
    case = a_case(world.actor("0101"))
    client.post(f"/cases/{case.pk}/files", {"files": [sent()]})
    return case, Attachment.objects.get()


def test_several_come_at_once_and_a_bad_one_stays_out(world: World, signed_in: SignedIn) -> None:
    client, case = signed_in("0101"), a_case(world.actor("0101"))
    files = [sent(), sent("账单.txt", "九月".encode()), sent("x.html", b"<script>")]
    page = client.post(f"/cases/{case.pk}/files", {"files": files}, follow=True)
    text = page.content.decode()
    assert [f.name for f in Attachment.objects.order_by("pk")] == ["光猫.png", "账单.txt"]
    assert "光猫.png" in text and "x.html" in text  # the list, and the refusal by name
    kinds = [t.kind for t in story(case.subject)]
    assert kinds.count("cases.case.file_added") == 2


def test_a_file_is_saved_never_run(world: World, signed_in: SignedIn) -> None:
    client = signed_in("0101")
    case, file = filed(world, client)
    got = client.get(f"/cases/{case.pk}/files/{file.pk}")
    assert body(got) == PNG
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"].startswith("default-src 'none'")
    shown = client.get(f"/cases/{case.pk}/files/{file.pk}?show")
    assert (
        shown["Content-Disposition"].startswith("inline") and shown["Content-Type"] == "image/png"
    )
    other = a_case(world.actor("0101"))
    assert client.get(f"/cases/{other.pk}/files/{file.pk}").status_code == 404


def test_outside_the_scope_there_is_no_file(world: World, signed_in: SignedIn) -> None:
    case, file = filed(world, signed_in("0101"))
    stranger = signed_in("0304")
    for send in (stranger.get, stranger.post):
        for path in ("files", f"files/{file.pk}", f"files/{file.pk}/remove"):
            assert send(f"/cases/{case.pk}/{path}").status_code in {404, 405}


def test_who_added_it_or_a_leader_removes_it_with_a_reason(
    world: World, signed_in: SignedIn, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    case, file = filed(world, signed_in("0101"))
    address = f"/cases/{case.pk}/files/{file.pk}/remove"
    assert signed_in("0102").post(address, {"text": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert signed_in("0102").post(address, {"text": "传错了"}).status_code == 302
    assert not [p for p in Path(settings.HOME, "files").rglob("*") if p.is_file()]
    last = story(case.subject)[0]
    assert (last.kind, last.quote) == ("cases.case.file_removed", "光猫.png：传错了")
    assert signed_in("0101").get(address).status_code == 404


def test_its_time_over_it_goes_with_an_entry(
    world: World, signed_in: SignedIn, settings: object
) -> None:
    case, file = filed(world, signed_in("0101"))
    assert file.keep_until is not None
    assert actions.erase_old_files(by=SYSTEM, at=file.added_at + timedelta(days=1000)) == 0
    assert actions.erase_old_files(by=SYSTEM, at=file.added_at + timedelta(days=1097)) == 1
    assert story(case.subject)[0].kind == "cases.case.file_removed"
    assert not Attachment.objects.filter(removed_at=None).exists()


def test_the_api_adds_lists_and_gives(world: World) -> None:
    secret = issue_token(world.account("0101").pk, "x", by=world.actor("0101"), at=T0)
    case, client = (
        a_case(world.actor("0101")),
        Client(headers={"Authorization": f"Bearer {secret}"}),
    )
    address = f"/api/v1/cases/{case.pk}/files"
    made = client.post(address, {"file": sent()})
    again = client.post(address, {"file": sent("同.png")})
    assert (made.status_code, again.json()["id"]) == (201, made.json()["id"])
    assert [f["sha256"] for f in client.get(address).json()] == [made.json()["sha256"]]
    assert body(client.get(f"{address}/{made.json()['id']}")) == PNG
    refused = client.post(address, {"file": sent("a.svg", b"<svg>")})
    assert (refused.status_code, refused.json()["code"]) == (409, "file_kind_refused")
