"""快速求助: whom a quick ask reaches, how it goes on, and what a phone call leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.asks import actions, queries
from shouwen.domains.asks.errors import AskedAlready, AsksOwnUnit, HasCase, TextMissing
from shouwen.domains.asks.models import Request
from shouwen.domains.asks.reactions import pass_on_what_nobody_accepted
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks import sweeper
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.clocks.models import Clock, Hold, Verdict
from shouwen.platform.journal.models import Entry
from shouwen.platform.org.actions import set_contact
from tests.factories.asks import HOUR, a_request
from tests.factories.cases import T0, a_case_in
from tests.world import BEGAN, World

SignedIn = Callable[[str], Client]
MINUTE = timedelta(minutes=1)
HX = {"HX-Request": "true"}


@pytest.fixture
def world(world: World) -> World:
    """The network department answers on lines through 网维新 (A) and 网主管 (B)."""
    for role, who in (("A", "0112"), ("B", "0113")):
        set_contact(world.units["QC-NET"], "光缆", role, world.staff[who], by=SYSTEM, at=BEGAN)
    return world


def a_quick_ask(world: World, **given: Any) -> Request:
    terms: dict[str, Any] = {"text": "光缆断了吗？", "topic": "光缆", "waiting": True, "at": T0}
    return actions.ask_quickly(
        unit_id=world.units["QC-NET"],
        **{"by": world.actor("0101"), **terms, **given},
    )


def reply_clock(request: Request) -> Clock:
    return Clock.objects.of(request.subject).get(kind="internal_reply")


def fired(request: Request) -> list[StepFired]:
    rows = Entry.objects.filter(
        subject_kind="request", subject_id=request.pk, kind=StepFired.kind
    ).order_by("id")
    return [StepFired.restore(request.subject, row.facts) for row in rows]


def holders(request: Request) -> list[tuple[int | None, str]]:
    rows = Hold.objects.filter(subject_kind="request", subject_id=request.pk).order_by("seq")
    return list(rows.values_list("person_id", "reason"))


@pytest.mark.item("S003-22")
def test_it_goes_to_a_with_a_limit_in_minutes(world: World) -> None:
    waiting, other = a_quick_ask(world), a_quick_ask(world, waiting=False)
    assert (waiting.case_id, waiting.person_id) == (None, world.staff["0112"])
    assert reply_clock(waiting).due_at == T0 + 15 * MINUTE
    assert reply_clock(other).due_at == T0 + 30 * MINUTE
    assert Clock.objects.of(waiting.subject).count() == 1
    assert list(queries.verify()) == []


@pytest.mark.item("S003-18")
def test_what_nobody_accepts_goes_to_b_and_each_hand_over_is_in_the_ledger(world: World) -> None:
    request = a_quick_ask(world)
    for step, minutes in ((1, 3), (1, 4), (2, 5)):
        at = T0 + minutes * MINUTE
        done = actions.pass_on(request.pk, step=step, by=SYSTEM, at=at)
    b = world.staff["0113"]
    assert (done.person_id, done.passed) == (b, 2)  # nobody else is on duty, so B keeps it
    assert holders(request) == [(world.staff["0112"], "asked_a"), (b, "asked_b")]
    assert clocks.blame(request.subject, at=T0 + HOUR).exact


def test_the_ladder_passes_it_on_once_a_step(world: World) -> None:
    request = a_quick_ask(world, at=now() - 4 * MINUTE)
    sweeper.sweep(now())
    for _ in range(2):
        for event in fired(request):
            pass_on_what_nobody_accepted(event)
    request.refresh_from_db()
    assert (request.person_id, request.passed) == (world.staff["0113"], 1)
    assert len(holders(request)) == 2


def test_an_accepted_one_stays_with_who_accepted(world: World) -> None:
    request = a_quick_ask(world)
    actions.accept(request.pk, by=world.actor("0112"), at=T0 + MINUTE)
    sweeper.sweep(T0 + 4 * MINUTE)
    for event in fired(request):
        pass_on_what_nobody_accepted(event)
    request.refresh_from_db()
    assert (request.person_id, request.passed) == (world.staff["0112"], 0)
    actions.answer(request.pk, text="断了，两小时", by=world.actor("0112"), at=T0 + 5 * MINUTE)
    assert Verdict.objects.get(clock=reply_clock(request)).verdict == "met"
    assert list(queries.verify()) == []


@pytest.mark.item("S003-21")
@pytest.mark.parametrize(
    ("outcome", "verdict"), [("answered", "met"), ("not_reached", "void"), ("unclear", "void")]
)
def test_a_call_is_recorded_with_its_outcome(world: World, outcome: str, verdict: str) -> None:
    made = actions.record_call(
        unit_id=world.units["QC-NET"],
        text="光缆断了吗？",
        outcome=outcome,
        reply="断了",
        by=world.actor("0101"),
        at=T0,
    )
    assert (made.made_by, made.state, made.outcome) == ("phone", "ended", outcome)
    assert Verdict.objects.get(clock=reply_clock(made)).verdict == verdict
    assert list(queries.verify()) == []


def test_a_second_question_to_the_same_department_points_to_the_first(world: World) -> None:
    case = a_case_in("accepted", world)
    first = a_quick_ask(world, case_id=case.pk, at=T0 + HOUR)
    with pytest.raises(AskedAlready) as refused:
        a_quick_ask(world, case_id=case.pk, at=T0 + HOUR)
    assert refused.value.params["id"] == first.pk
    with pytest.raises(AskedAlready):
        a_request(case, world, at=T0 + 2 * HOUR)
    actions.answer(first.pk, text="没断", by=world.actor("0112"), at=T0 + 2 * HOUR)
    assert a_request(case, world, at=T0 + 2 * HOUR).is_open


def test_refusals_leave_no_trace(world: World) -> None:
    before = Entry.objects.count()
    with pytest.raises(TextMissing):
        a_quick_ask(world, text=" ")
    with pytest.raises(AsksOwnUnit):
        a_quick_ask(world, by=world.actor("0112"))
    with pytest.raises(TextMissing):
        actions.record_call(
            unit_id=world.units["QC-NET"], text="?", outcome="answered", by=world.actor("0101"), at=T0
        )  # fmt: skip
    assert (Request.objects.count(), Entry.objects.count()) == (0, before)


def test_it_becomes_a_case_of_who_asked(world: World) -> None:
    request = a_quick_ask(world)
    by = world.actor("0101")
    made = actions.to_case(request.pk, kind="fault_report", title="光缆", by=by, at=T0 + MINUTE)
    case = Case.objects.get(pk=made.case_id)
    assert (case.owner_unit_id, case.channel) == (world.units["QC-HOT"], "staff")
    assert reply_clock(request).root == case.subject
    with pytest.raises(HasCase):
        actions.to_case(request.pk, kind="fault_report", title="x", by=by, at=T0 + MINUTE)
    assert list(queries.verify()) == []


def test_from_any_page_to_the_answer(world: World, signed_in: SignedIn) -> None:
    front, clerk = signed_in("0101"), signed_in("0112")
    assert "/asks/quick" in front.get("/cases/").content.decode()
    dialog = front.get("/asks/quick", headers=HX).content.decode()
    assert "网维新" in dialog
    guess = front.post("/asks/quick/guess", {"text": "光缆断了"}, headers=HX)
    contact = guess.context["guesses"][0].contact_id
    terms = {"text": "光缆断了吗", "to": contact, "waiting": "on", "made_by": "electronic"}
    assert front.post("/asks/quick", terms, headers=HX).status_code == 204
    request = Request.objects.get()
    assert (request.waiting, request.topic, request.person_id) == (
        True,
        "光缆",
        world.staff["0112"],
    )
    page = clerk.get("/asks/").content.decode()
    assert "光缆断了吗" in page
    assert clerk.post(f"/asks/{request.pk}/accept", headers=HX).status_code == 204
    assert clerk.post(f"/asks/{request.pk}/answer", {"text": "断了"}).status_code == 302
    assert "断了" in front.get(f"/asks/{request.pk}/").content.decode()
    assert clerk.post("/asks/quick", {**terms, "text": "x"}, headers=HX).status_code in {409, 422}
    assert signed_in("0301").get(f"/asks/{request.pk}/").status_code == 404
    assert front.post("/asks/quick", {"text": "x", "made_by": "electronic"}).status_code == 422


def test_a_call_from_the_dialog(world: World, signed_in: SignedIn) -> None:
    front = signed_in("0101")
    dialog = front.post("/asks/quick/by-phone", {"text": "光缆？"}, headers=HX).content.decode()
    assert "光缆？" in dialog
    terms = {"text": "光缆？", "unit_id": "QC-NET", "made_by": "phone", "outcome": "answered"}
    assert front.post("/asks/quick", terms, headers=HX).status_code == 422
    assert front.post("/asks/quick", {**terms, "reply": "没断"}, headers=HX).status_code == 204
    assert Request.objects.get().outcome == "answered"


def test_the_dialog_knows_the_case_of_its_page(world: World, signed_in: SignedIn) -> None:
    case = a_case_in("accepted", world, at=now() - HOUR)
    here = {**HX, "HX-Current-URL": f"http://testserver/cases/{case.pk}/"}
    assert case.number in signed_in("0101").get("/asks/quick", headers=here).content.decode()
    assert case.number not in signed_in("0301").get("/asks/quick", headers=here).content.decode()
