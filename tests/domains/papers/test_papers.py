"""材料: dated lists, ticks on the case, the customer's page, the slip; who may, and of two hands one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from shouwen.config.commands.verify import problems_found
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case
from shouwen.domains.mattertypes import actions as mattertypes
from shouwen.domains.mattertypes import specs
from shouwen.domains.papers import actions, queries
from shouwen.domains.papers.actions import Line
from shouwen.domains.papers.models import PaperList, Tick
from shouwen.kernel.errors import Refused
from shouwen.platform.journal.models import Entry
from tests.factories.portal import a_channel, a_customers_case, a_link, opened_by
from tests.threads import at_once
from tests.world import World

SignedIn = Callable[[str], Client]
DAY = timedelta(days=1)
IDENTITY = Line(name="身份证", form="both", note="与户主一致")
MANDATE = Line(name="委托书", form="original", required=False)


def a_list(world: World, *lines: Line, category: str = "", days: int = 9) -> PaperList:
    """A list that has held since so many days, less the one it was set ahead."""
    at = timezone.now() - days * DAY
    said = {
        "since": timezone.localdate(at) + DAY,
        "why": "制度",
        "by": world.actor("0109"),
        "at": at,
    }
    return actions.set_list("fault_report", category, lines, **said)  # type: ignore[arg-type]


@pytest.fixture
def case(world: World) -> Case:
    a_list(world, IDENTITY, MANDATE)
    return a_customers_case(
        S.IN_PROGRESS, world, at=timezone.now() - timedelta(hours=1), kind="fault_report"
    )


def test_the_nearest_list_holds_and_a_case_keeps_the_one_it_was_opened_with(
    world: World, case: Case
) -> None:
    def names(category: str, on: date) -> list[str]:
        return [paper.name for paper in queries.papers("fault_report", category, on=on)]

    today = timezone.localdate()
    a_list(world, MANDATE, category="宽带", days=5)
    actions.set_list(
        "fault_report",
        "",
        [],
        since=today + DAY,
        why="免带",
        by=world.actor("0109"),
        at=timezone.now(),
    )
    assert names("宽带/无法上网", today) == ["委托书"] and names("电视", today) == [
        "身份证",
        "委托书",
    ]
    assert (names("电视", today + DAY), names("电视", today - 30 * DAY)) == ([], [])
    assert [one.paper.name for one in queries.needed(case)] == ["身份证", "委托书"]
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        a_list(world, IDENTITY, days=1)
    assert refused.value.code == "paper_list_lies_behind"
    assert (PaperList.objects.count(), Entry.objects.count()) == (3, entries)


def test_a_paper_is_noted_by_whoever_sees_the_case_and_stays_noted(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    paper = queries.needed(case)[0].paper
    address, clerk = f"/papers/case/{case.pk}/tick", signed_in("0112")
    said: dict[str, Any] = {"paper": paper.pk, "taken": "1", "seen": ""}
    assert signed_in("0304").post(address, said).status_code == 404
    assert signed_in("0107").post(address, said).status_code == 403
    assert clerk.post(address, {"paper": "x"}).status_code == 422
    assert clerk.post(address, said | {"paper": paper.pk + 99}).status_code == 409
    assert Tick.objects.count() == 0
    assert clerk.post(address, said, headers={"HX-Request": "true"}).status_code == 204
    assert clerk.post(address, said).status_code == 409
    page = clerk.get(f"/cases/{case.pk}/").content.decode()
    assert f'id="paper-{paper.pk}" data-taken' in page
    seen = Tick.objects.get()
    assert clerk.post(address, said | {"taken": "0", "seen": seen.pk}).status_code == 302
    assert [one.here for one in queries.needed(case)] == [False, False]
    with pytest.raises(DatabaseError), transaction.atomic():
        Tick.objects.filter(pk=seen.pk).update(taken=False)


def test_the_customer_and_the_slip_name_the_papers_and_nobody(
    world: World, case: Case, signed_in: SignedIn, client: Client
) -> None:
    a_channel()
    page = f"/s/{opened_by(a_link(case, at=timezone.now()))}/"
    client.post(f"{page}enter/", {"digits": "5678"})
    for language in ("zh-hans", "zh-hant", "en"):
        text = client.get(page, {"lang": language}).content.decode()
        assert 'id="papers"' in text and "身份证" in text and "与户主一致" in text
    slip = signed_in("0112").get(f"/papers/case/{case.pk}/slip").content.decode()
    assert "委托书" in slip and case.title not in slip
    assert signed_in("0304").get(f"/papers/case/{case.pk}/slip").status_code == 404


def test_the_lists_are_set_on_their_page_and_the_desk_names_the_papers(
    case: Case, signed_in: SignedIn
) -> None:
    manager, since = signed_in("0109"), timezone.localdate() + DAY
    rows = {
        f"papers-{n}-{field}": value
        for n, row in enumerate(["户口本", "户口本"])
        for field, value in {"name": row, "note": "", "form": "copy"}.items()
    }
    said = {
        "kind": "complaint", "category": "", "since": since.isoformat(), "why": "新规",
        "papers-TOTAL_FORMS": "8", "papers-INITIAL_FORMS": "0", **rows,
    }  # fmt: skip
    assert signed_in("0101").get("/papers/").status_code == 403
    assert manager.get("/papers/", {"kind": "fault_report"}).content.decode().count("身份证") == 2
    assert manager.post("/papers/", said).status_code == 422
    said["papers-1-name"] = "合同"
    assert manager.post("/papers/", said).status_code == 302
    assert manager.post("/papers/", said).status_code == 409
    assert [p.name for p in PaperList.objects.get(kind="complaint").papers.all()] == [
        "户口本",
        "合同",
    ]
    desk = signed_in("0101").post("/intake/fields/", {"kind": "fault_report"})
    assert 'id="papers"' in desk.content.decode()


def test_other_systems_read_and_set_lists_once_by_their_key(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    manager, since = signed_in("0109"), (timezone.localdate() + DAY).isoformat()
    said: dict[str, Any] = {
        "kind": "fault_report", "category": "宽带/无法上网", "since": since, "why": "新规",
        "papers": [{"name": "光猫照片", "form": "copy", "required": False}],
    }  # fmt: skip

    def sent(client: Client, **other: Any) -> tuple[int, dict[str, Any]]:
        key = {"Idempotency-Key": "k-1"} if not other else {}
        answer = client.post(
            "/api/v1/papers/lists", said | other, content_type="application/json", headers=key
        )
        return answer.status_code, answer.json()

    assert sent(signed_in("0101"), why="x")[0] == 403
    twice = [{"name": "照片", "form": "copy"}] * 2
    assert [sent(manager, **{k: v})[0] for k, v in {"papers": twice, "kind": "x", "why": " "}.items()] == [422] * 3  # fmt: skip
    assert PaperList.objects.count() == 1
    first, again = sent(manager), sent(manager)
    assert first[0] == 201 and first == again
    status, refusal = sent(manager, why="再来")
    assert (status, refusal["code"]) == (409, "paper_list_lies_behind")
    listed = manager.get("/api/v1/papers/lists").json()
    assert [(row["category"], len(row["papers"])) for row in listed] == [("", 2), ("宽带/无法上网", 1)]  # fmt: skip
    asked = {"kind": "fault_report", "category": "宽带/无法上网"}
    agent = signed_in("0101")
    today = agent.get("/api/v1/papers/needed", asked).json()
    later = agent.get("/api/v1/papers/needed", asked | {"on": since}).json()
    assert [paper["name"] for paper in today] == ["身份证", "委托书"]
    assert [paper["name"] for paper in later] == ["光猫照片"]


def test_a_category_is_named_as_at_the_desk_and_shown_in_words(
    world: World, signed_in: SignedIn
) -> None:
    mattertypes.install(specs.shipped("cable"), preset="cable", at=timezone.now())
    manager = signed_in("0109")
    for days, typed in enumerate(["wfsw", "宽带 › 无法上网", "自编分类"], 1):
        said = {
            "kind": "fault_report", "category": typed, "why": "新规",
            "since": (timezone.localdate() + days * DAY).isoformat(),
            "papers-TOTAL_FORMS": "8", "papers-INITIAL_FORMS": "0", "papers-0-name": "户口本",
        }  # fmt: skip
        assert manager.post("/papers/", said).status_code == 302
    codes = list(PaperList.objects.order_by("pk").values_list("category", flat=True))
    assert codes == ["宽带/无法上网", "宽带/无法上网", "自编分类"]
    page = manager.get("/papers/").content.decode()
    assert "宽带 › 无法上网" in page and 'value="宽带/无法上网"' in page


@pytest.mark.django_db(transaction=True)
def test_of_several_hands_that_take_the_same_paper_in_one_does(world: World) -> None:
    a_list(world, IDENTITY)
    at = timezone.now()
    case = a_customers_case(S.IN_PROGRESS, world, at=at - timedelta(hours=1), kind="fault_report")
    paper, by = queries.needed(case)[0].paper, world.actor("0112")

    def take() -> object:
        return actions.tick(case.pk, paper.pk, taken=True, seen=None, by=by, at=at)

    assert at_once(*[take] * 4) == ["done", *["paper_ticked_meanwhile"] * 3]
    assert Tick.objects.count() == Entry.objects.filter(kind="papers.paper.ticked").count() == 1
    assert list(problems_found()) == []
