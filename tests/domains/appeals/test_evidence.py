"""Evidence: what an appeal rests on lies beside it, for whoever decides, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.test import Client

from shouwen.domains.appeals import actions, queries
from shouwen.domains.appeals.errors import AlreadyDecided, NotTheirEvidence
from shouwen.domains.appeals.models import Appeal, Evidence, Terms
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.queries.story import story
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.platform.files import storage
from shouwen.platform.files.models import Attachment
from tests.domains.appeals.test_appeals import LATER, a_late_case, an_appeal
from tests.factories.cases import MINUTE, T0
from tests.world import World

SignedIn = Callable[[str], Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
NOW = LATER + MINUTE


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    yield tmp_path


@pytest.fixture
def row(world: World) -> Appeal:
    return an_appeal(a_late_case(world), world)


def came(name: str = "停电.png", body: bytes = PNG) -> storage.Incoming:
    return storage.receive([body], name=name)


def sent(name: str = "停电.png", body: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def left_over() -> list[Path]:
    return [p for p in storage.home().rglob("*") if p.is_file()]


def test_it_is_stored_with_the_case_and_the_same_file_twice_is_one(
    world: World, row: Appeal
) -> None:
    by = world.actor("0112")
    cases.add_file(row.case_id, came(), by=world.actor("0101"), at=LATER)
    first, again = (actions.present(row.pk, came(), by=by, at=NOW) for _ in range(2))
    assert first == again
    assert Attachment.objects.count() == Evidence.objects.count() == 1
    told = [entry.kind for entry in story(row.case.subject)]
    assert told.count("appeals.evidence.presented") == 1
    with pytest.raises(ProgrammingError), transaction.atomic():
        Evidence.objects.update(by=None)


def test_only_who_appeals_presents_and_only_while_it_waits(world: World, row: Appeal) -> None:
    """What is refused leaves neither a file nor a row nor an entry."""
    before = len(story(row.case.subject))
    for who in (world.actor("0106"), world.actor("0101"), SYSTEM):
        with pytest.raises(NotTheirEvidence), came() as file:
            actions.present(row.pk, file, by=who, at=NOW)
    assert len(story(row.case.subject)) == before
    actions.decide(row.pk, upheld=False, text="无故障单", by=world.actor("0106"), at=NOW)
    with pytest.raises(AlreadyDecided), came() as file:
        actions.present(row.pk, file, by=world.actor("0112"), at=NOW + MINUTE)
    assert left_over() == []
    assert not Attachment.objects.exists()


def test_a_removed_file_says_so_and_cannot_be_opened(
    world: World, row: Appeal, signed_in: SignedIn
) -> None:
    made = actions.present(row.pk, came(), by=world.actor("0112"), at=NOW)
    cases.remove_file(row.case_id, made.file_id, text="传错", by=world.actor("0112"), at=NOW)
    assert queries.there(queries.evidence(row)) == []
    page = signed_in("0107").get(f"/appeals/{row.pk}/")
    assert 'id="evidence"' in page.content.decode()
    assert signed_in("0107").get(f"/appeals/{row.pk}/files/{made.file_id}").status_code == 404


def test_the_decider_opens_it_and_a_stranger_finds_nothing(
    world: World, row: Appeal, signed_in: SignedIn
) -> None:
    clerk, decider, page = signed_in("0112"), signed_in("0107"), f"/appeals/{row.pk}/"
    files = f"{page}files"
    assert files in clerk.get(page).content.decode()
    assert files not in decider.get(page).content.decode()
    answer = clerk.post(files, {"files": [sent(), sent("x.html", b"<script>")]}, follow=True)
    assert "停电.png" in answer.content.decode() and "x.html" in answer.content.decode()
    one = Evidence.objects.get()
    file = f"{files}/{one.file_id}"
    assert file in decider.get(page).content.decode()
    got = decider.get(file)
    assert b"".join(got) == PNG
    assert got["Content-Disposition"].startswith("attachment")
    for address in (files, file):
        assert signed_in("0304").get(address).status_code in {404, 405}
    assert signed_in("0304").post(files, {"files": [sent()]}).status_code in {403, 404}
    other = cases.add_file(row.case_id, came("别的.png", PNG + b"1"), by=SYSTEM, at=NOW)
    assert decider.get(f"{files}/{other.pk}").status_code == 404  # of the case, not of the appeal


def test_the_api_presents_gives_and_sets_the_limits(world: World, row: Appeal) -> None:
    def client(who: str) -> Client:
        secret = issue_token(world.account(who).pk, "x", by=world.actor(who), at=T0)
        return Client(headers={"Authorization": f"Bearer {secret}"})

    clerk, chief, manager = client("0112"), client("0107"), client("0106")
    address = f"/api/v1/appeals/{row.pk}/files"
    made = clerk.post(address, {"file": sent()})
    again = clerk.post(address, {"file": sent("同.png")})
    assert (made.status_code, again.json()) == (201, made.json())
    assert chief.post(address, {"file": sent()}).status_code in {403, 409}
    assert [f["sha256"] for f in chief.get(address).json()] == [made.json()["sha256"]]
    assert b"".join(chief.get(f"{address}/{made.json()['id']}")) == PNG
    given: dict[str, Any] = {
        "since": "2999-01-01",
        "appeal_days": 7,
        "decide_days": 3,
        "why": "缩短决定时限",
    }
    limits = "/api/v1/appeals/terms"
    set_ = manager.post(limits, given, content_type="application/json")
    assert set_.status_code == 201, set_.content
    held = {"valid_from": "2999-01-01", "appeal_days": 7, "decide_days": 3}
    assert manager.get(limits).json()[0] == set_.json() == held
    assert clerk.post(limits, given, content_type="application/json").status_code == 403
    assert manager.post(limits, given, content_type="application/json").status_code == 409
    assert Terms.objects.filter(valid_from="2999-01-01").count() == 1
