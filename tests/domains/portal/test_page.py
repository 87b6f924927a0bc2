"""The customer's page: what it shows, what it never shows, urge and evaluation in two taps."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case, Rating, Urge
from shouwen.domains.customers import consents
from shouwen.domains.portal.models import Link
from tests.factories.portal import a_channel, a_customers_case, a_link, opened_by
from tests.world import World

HOUR = timedelta(hours=1)
SECRET_TITLE = "难缠客户，标题是给同事看的"


@pytest.fixture
def began() -> datetime:
    return timezone.now() - 2 * HOUR


def _link(world: World, state: str, began: datetime) -> tuple[Case, Link, str]:
    a_channel()
    case = a_customers_case(state, world, at=began, title=SECRET_TITLE)
    link = a_link(case, at=began)
    return case, link, f"/s/{opened_by(link)}/"


def _body(answer: Any, page: str) -> str:
    """The page without what differs anyway: its own address and the token of the form."""
    text = answer.content.decode().replace(page, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def _in(client: Client, page: str) -> str:
    assert client.post(f"{page}enter/", {"digits": "5678"}).status_code == 302
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_door_answers_alike_whatever_does_not_fit(
    world: World, client: Client, began: datetime
) -> None:
    _, link, page = _link(world, S.IN_PROGRESS, began)
    unknown = "/s/nowherenowherenowhere/"
    asked = [_body(client.get(p), p) for p in (page, unknown)]
    assert asked[0] == asked[1]
    told = [client.post(f"{p}enter/", {"digits": "0000"}) for p in (page, unknown)]
    assert [a.status_code for a in told] == [422, 422]
    Link.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
    revoked = client.post(f"{page}enter/", {"digits": "5678"})
    bodies = {_body(told[0], page), _body(told[1], unknown), _body(revoked, page)}
    assert len(bodies) == 1


def test_it_is_kept_by_nobody_and_runs_no_script(
    world: World, client: Client, began: datetime
) -> None:
    _, _, page = _link(world, S.IN_PROGRESS, began)
    text = _in(client, page)
    answer = client.get(page)
    assert "<script" not in text
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    cookie = client.cookies["page"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (page, True, "Lax")


def test_only_what_is_meant_for_the_customer_is_shown(
    world: World, client: Client, began: datetime
) -> None:
    case, _, page = _link(world, S.IN_PROGRESS, began)
    agent, at = world.actor("0101"), timezone.now() - HOUR
    cases.note(case.pk, text="内部：客户欠费", by=agent, at=at)
    shown = "张明华您好，明早带身份证110101199003078515到营业厅，或打13812345678"
    cases.note(case.pk, text=shown, visibility="customer", by=agent, at=at)
    text = _in(client, page)
    for hidden in ("内部", SECRET_TITLE, "张明华", "13812345678", "110101199003078515", "柳荫路"):
        assert hidden not in text
    assert "张*您好" in text and "138****5678" in text
    assert "网（工号 0112）" in text and "网维新" not in text and "网络维护部" not in text


def test_without_the_digits_nothing_is_done(world: World, client: Client, began: datetime) -> None:
    case, _, page = _link(world, S.ANSWERED, began)
    for verb, sent in (("urge", {}), ("evaluate", {"score": 5}), ("messages", {"purpose": "evaluation", "given": "no"})):  # fmt: skip
        answer = client.post(f"{page}{verb}/", sent)
        assert "digits" in answer.content.decode()
    assert not Rating.objects.exists() and not Urge.objects.exists()
    assert case.customer_id is not None and consents.allows(case.customer_id, "evaluation")


def test_an_urge_counts_once_in_its_window(world: World, client: Client, began: datetime) -> None:
    case, _, page = _link(world, S.IN_PROGRESS, began)
    _in(client, page)
    assert client.post(f"{page}urge/").status_code == 302
    assert client.post(f"{page}urge/").status_code == 409
    urged = Urge.objects.get()
    assert (urged.source, urged.channel, urged.by_id) == ("customer", "web", None)
    assert "disabled" in client.get(page).content.decode()
    case.refresh_from_db()
    assert case.urges == 1


@pytest.mark.item("S003-06")
def test_a_face_and_a_tap_record_the_judgement_and_a_get_never_does(
    world: World, client: Client, began: datetime
) -> None:
    case, _, page = _link(world, S.ANSWERED, began)
    _in(client, page)
    assert client.get(f"{page}evaluate/?score=1").status_code == 405
    assert client.post(f"{page}evaluate/", {}).status_code == 422
    assert not Rating.objects.exists()
    client.post(f"{page}evaluate/", {"score": 5})
    more = {"score": 3, "attitude": 5, "timeliness": 1, "reasons": ["slow", "not_solved"], "text": "等了两天"}  # fmt: skip
    client.post(f"{page}evaluate/", more)
    rows = [(r.score, r.solved, r.attitude, r.timeliness, r.reasons) for r in Rating.objects.order_by("pk")]  # fmt: skip
    assert rows == [(5, True, None, None, []), (3, False, 5, 1, ["slow", "not_solved"])]
    case.refresh_from_db()
    assert case.state == S.CLOSED


def test_the_handler_signed_in_does_not_judge(
    world: World, client: Client, began: datetime
) -> None:
    _, _, page = _link(world, S.ANSWERED, began)
    client.force_login(world.account("0112"))
    _in(client, page)
    assert client.post(f"{page}evaluate/", {"score": 5}).status_code == 409
    assert not Rating.objects.exists()


def test_a_no_goes_into_the_ledger_and_stays_there(
    world: World, client: Client, began: datetime
) -> None:
    case, _, page = _link(world, S.IN_PROGRESS, began)
    _in(client, page)
    client.post(f"{page}messages/", {"purpose": "evaluation", "given": "no"})
    assert case.customer_id is not None
    assert not consents.allows(case.customer_id, "evaluation")
    client.post(f"{page}messages/", {"purpose": "evaluation", "given": "yes"})
    assert consents.allows(case.customer_id, "evaluation")


@pytest.mark.parametrize(
    ("language", "word"), [("zh-hans", "催一催"), ("zh-hant", "催一催"), ("en", "Remind us")]
)
def test_three_languages(
    world: World, client: Client, began: datetime, language: str, word: str
) -> None:
    _, _, page = _link(world, S.IN_PROGRESS, began)
    _in(client, page)
    client.get(f"{page}?lang={language}")
    answer = client.get(page)
    assert word in answer.content.decode()
    assert answer.headers["Content-Language"] == language
