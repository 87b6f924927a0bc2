"""The same verb on many cases: previewed, done row by row, the same key once, taken back where honest."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.bulk import deeds, queries, tasks
from shouwen.domains.bulk.actions import begin, running, undo
from shouwen.domains.bulk.choices import UNDO_WITHIN, Result, RunState
from shouwen.domains.bulk.errors import NotUndoable, TooLateToUndo
from shouwen.domains.bulk.models import Run
from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.lists.views import matching
from shouwen.domains.cases.models import Case, Urge
from shouwen.domains.macros import actions as macros
from shouwen.domains.macros.models import Macro
from shouwen.platform.access.acting import Acting
from shouwen.platform.clocks.models import Clock
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import timeline
from shouwen.platform.org.acting import acting_for
from tests.factories.cases import a_case, a_case_in
from tests.world import World

HOUR = timedelta(hours=1)
HX = {"HX-Request": "true"}


def acting(world: World, number: str) -> Acting:
    found = acting_for(world.account(number).pk, post_id=None, at=now())
    assert found is not None
    return found


def signed_in(world: World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def run(world: World, verb: str, *cases: Case, key: UUID | None = None, **terms: Any) -> Run:
    seen = {case.pk: case.version for case in cases}
    return begin(
        verb, seen, terms=terms, key=key or uuid4(), acting=acting(world, "0102"), at=now()
    )


def results(found: Run) -> dict[int, str]:
    return dict(found.rows.values_list("case_id", "result"))


def test_each_case_is_done_or_refused_for_itself(world: World) -> None:
    mine = a_case(world.actor("0101"), at=now() - HOUR)
    closed = a_case_in(S.CLOSED, world, at=now() - HOUR)
    foreign = a_case(world.actor("0301"), at=now() - HOUR)
    done = run(world, "dispatch", mine, closed, foreign, unit_id=world.units["QC-NET"], text="快")
    assert results(done) == {mine.pk: Result.DONE, closed.pk: Result.REFUSED}
    assert (done.state, done.missing, done.text) == (RunState.DONE, 1, "")
    assert dict(Case.objects.values_list("pk", "state")) == {
        mine.pk: S.DISPATCHED,
        closed.pk: S.CLOSED,
        foreign.pk: S.RECEIVED,
    }


def test_a_double_click_is_one_run(world: World) -> None:
    case = a_case(world.actor("0101"), at=now() - HOUR)
    key = uuid4()
    first = run(world, "urge", case, key=key, source="leader", channel="staff")
    again = run(world, "urge", case, key=key, source="leader", channel="staff")
    assert (again.pk, Urge.objects.count()) == (first.pk, 1)


def test_what_changed_since_the_preview_is_refused(world: World) -> None:
    case = a_case(world.actor("0101"), at=now() - HOUR)
    seen = {case.pk: case.version}
    actions.accept(case.pk, by=world.actor("0101"), at=now())
    terms = {"unit_id": world.units["QC-NET"]}
    done = begin("dispatch", seen, terms=terms, key=uuid4(), acting=acting(world, "0102"), at=now())
    assert done.rows.get().code == "stale"


def test_a_dispatch_is_undone_by_a_recorded_counter_dispatch(world: World) -> None:
    case = a_case(world.actor("0101"), at=now() - HOUR)
    gone_on = a_case(world.actor("0101"), at=now() - HOUR)
    done = run(world, "dispatch", case, gone_on, unit_id=world.units["QC-NET"])
    actions.start(gone_on.pk, by=world.actor("0112"), at=now())
    undone = undo(done.pk, at=now())
    assert undone.state == RunState.UNDONE
    assert results(undone) == {case.pk: Result.UNDONE, gone_on.pk: Result.KEPT}
    case.refresh_from_db()
    back = (case.handler_unit_id, case.handler_id, case.returns)
    assert back == (world.units["QC-HOT"], world.staff["0101"], 0)
    facts = Entry.objects.filter(subject_id=case.pk, kind="cases.case.dispatched")
    assert facts.count() == 2


def test_only_dispatch_and_wait_are_undone_and_only_for_ten_minutes(world: World) -> None:
    case = a_case(world.actor("0101"), at=now() - HOUR)
    noted = run(world, "note", case, text="已联系", visibility="internal", contacted=False)
    with pytest.raises(NotUndoable):
        undo(noted.pk, at=now())
    until = now() + timedelta(days=1)
    waits = run(world, "wait", case, waiting_for="customer", reason="customer_absent", until=until)
    assert results(waits) == {case.pk: Result.DONE}
    with pytest.raises(TooLateToUndo):
        undo(waits.pk, at=now() + UNDO_WITHIN)
    assert results(undo(waits.pk, at=now())) == {case.pk: Result.UNDONE}


def test_many_cases_become_a_job_which_checks_the_post_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    cases = [a_case(world.actor("0101"), at=now() - HOUR) for _ in range(2)]
    waiting = run(world, "dispatch", *cases, unit_id=world.units["QC-NET"])
    assert (waiting.state, set(results(waiting).values())) == (RunState.RUNNING, {Result.PENDING})
    elsewhere = world.units["XS-01"]
    Case.objects.filter(pk=cases[0].pk).update(owner_unit_id=elsewhere, handler_unit_id=elsewhere)
    tasks.carry_out(run_id=waiting.pk)
    tasks.carry_out(run_id=waiting.pk)
    assert results(waiting) == {cases[0].pk: Result.REFUSED, cases[1].pk: Result.DONE}


def test_the_preview_names_what_would_be_refused(world: World) -> None:
    mine = a_case(world.actor("0101"), at=now() - HOUR)
    closed = a_case_in(S.CLOSED, world, at=now() - HOUR)
    foreign = a_case(world.actor("0301"), at=now() - HOUR)
    answer = signed_in(world, "0102").post(
        "/bulk/dispatch/ask", {"ids": f"{mine.pk},{closed.pk},{foreign.pk},x"}, headers=HX
    )
    preview = answer.context["preview"]
    assert [row.case.pk for row in preview.refused] == [closed.pk]
    assert (preview.possible, preview.missing) == (1, 1)
    assert answer.context["suggested"].unit_id == world.units["QC-HOT"]


def test_the_run_has_a_page_for_whoever_ran_it(world: World) -> None:
    case = a_case(world.actor("0101"), at=now() - HOUR)
    leader = signed_in(world, "0102")
    given = {"seen": f"{case.pk}:{case.version}", "key": str(uuid4()), "unit_id": "QC-NET"}
    answer = leader.post("/bulk/dispatch/", given, headers=HX)
    happened = json.loads(answer.headers["HX-Trigger"])
    assert {"close-dialog", "clear-selection"} <= set(happened)
    page = happened["toast"]["href"]
    assert leader.get(page).context["counts"]["done"] == 1
    assert signed_in(world, "0103").get(page).status_code == 404
    assert signed_in(world, "0103").post(f"{page}undo").status_code == 404
    assert leader.post(f"{page}undo").status_code == 302
    assert queries.counts(Run.objects.get())["undone"] == 1
    assert [row[0].state for row in leader.get("/bulk/runs/").context["rows"]] == [RunState.UNDONE]


def ticked(client: Client, query: str) -> list[int]:
    """What the list hands to the browser when it is ticked as a whole."""
    text = client.get(f"/cases/matching?{query}").content.decode()
    (ids,) = re.findall(r'data-ticks="([0-9,]*)"', text)
    return [int(pk) for pk in ids.split(",") if pk]


def test_the_whole_list_is_ticked_previewed_and_done_in_the_scope_of_the_run(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the page, as the list is narrowed and ordered; what is gone by then is refused for itself."""
    agent, leader = world.actor("0101"), signed_in(world, "0102")
    made = [
        a_case(agent, at=now() - HOUR, title=f"光猫掉线{n}", given_due_at=now() + HOUR * n)
        for n in range(51)
    ]
    a_case(agent, at=now() - HOUR, title="别的事")
    others = a_case(world.actor("0301"), at=now() - HOUR, title="光猫掉线，别家的")
    query = urlencode({"where": "title:has:光猫掉线"})
    page = leader.get(f"/cases/?{query}").content.decode()
    assert page.count("data-tick ") == 50 and f"/cases/matching?{query}" in page
    ids = ticked(leader, query)
    assert ids == [case.pk for case in made]
    asked = leader.post("/bulk/note/ask", {"ids": ",".join(map(str, ids))}, headers=HX)
    preview = asked.context["preview"]
    assert (len(preview.rows), preview.possible, preview.missing) == (51, 51, 0)
    actions.withdraw(made[0].pk, text="客户撤回", by=agent, at=now())
    monkeypatch.setattr(running, "AT_ONCE", 10)
    given = {
        "seen": preview.versions,
        "key": str(uuid4()),
        "text": "已群发说明",
        "visibility": "internal",
    }
    leader.post("/bulk/note/", given, headers=HX)
    job = Run.objects.get()
    assert job.state == RunState.RUNNING
    tasks.carry_out(run_id=job.pk)
    assert results(job) == dict.fromkeys(ids[1:], "done") | {ids[0]: "refused"}
    monkeypatch.setattr(matching, "TICKED", 3)
    assert ticked(leader, query) == ids[1:4]
    assert leader.get("/cases/matching?where=nothing:is:1").status_code == 422
    assert ticked(signed_in(world, "0304"), query) == [others.pk]


def test_without_the_verb_there_is_no_run(world: World) -> None:
    assert signed_in(world, "0107").post("/bulk/dispatch/ask").status_code == 403
    assert signed_in(world, "0107").post("/bulk/archive/").status_code == 403
    assert not Run.objects.exists()


def test_a_form_that_lacks_something_keeps_its_preview(world: World) -> None:
    case = a_case(world.actor("0101"), at=now() - HOUR)
    given = {"seen": f"{case.pk}:1", "key": str(uuid4()), "unit_id": "nowhere"}
    answer = signed_in(world, "0102").post("/bulk/dispatch/", given, headers=HX)
    assert answer.status_code == 422
    assert answer.context["preview"].possible == 1


NOTE = ("note", {"text": "{number} 三次未接通", "visibility": "internal"})
WAIT = ("wait", {"waiting_for": "customer", "reason": "customer_absent", "hours": 4, "text": ""})
ANSWER = ("answer", {"text": "已恢复"})


def a_macro(world: World, *steps: object, kind: str = "personal") -> Macro:
    mine = acting(world, "0102")
    return macros.keep(name="明日再联系", kind=kind, steps=steps, acting=mine, at=now())  # type: ignore[arg-type]


def test_a_macro_is_previewed_done_row_by_row_and_undone(world: World) -> None:
    macro = a_macro(world, ("accept", {}), ("start", {}), NOTE, WAIT)
    case, taken = (a_case(world.actor("0101"), at=now() - HOUR) for _ in range(2))
    actions.accept(taken.pk, by=world.actor("0101"), at=now())
    closed = a_case_in(S.CLOSED, world, at=now() - HOUR)
    leader, ids = signed_in(world, "0102"), f"{case.pk},{taken.pk},{closed.pk}"
    offered = leader.post("/bulk/macro/pick", {"ids": ids}, headers=HX).context["found"]
    assert [m.pk for m, _steps in offered] == [macro.pk]
    dialog = leader.post(f"/bulk/macro/{macro.pk}/ask", {"ids": ids}, headers=HX).context
    assert [row.case.pk for row in dialog["preview"].refused] == [closed.pk]
    assert (dialog["undoable"], dialog["form"].fields["text_note"].initial) == (
        True,
        NOTE[1]["text"],
    )
    given = {"key": str(uuid4()), "seen": dialog["preview"].versions, "text_note": "{number} 未接"}
    answer = leader.post(f"/bulk/macro/{macro.pk}/", given, headers=HX)
    leader.post(f"/bulk/macro/{macro.pk}/", given, headers=HX)
    page = json.loads(answer.headers["HX-Trigger"])["toast"]["href"]
    done, macro = Run.objects.get(), Macro.objects.get()
    wanted = {case.pk: Result.DONE, taken.pk: Result.DONE, closed.pk: Result.REFUSED}
    assert (results(done), macro.used, done.text) == (wanted, 1, "")
    assert "未接" not in json.dumps(done.terms, ensure_ascii=False)
    assert f"{case.number} 未接" in [e.body for e in timeline(case.subject)]
    assert leader.get(page).context["verb"].label == macro.name
    assert leader.post(f"{page}undo").status_code == 302
    assert queries.counts(Run.objects.get())["undone"] == 2
    assert not any(clock.is_waiting for clock in Clock.objects.filter(subject_id=case.pk))


def test_a_macro_that_answers_stays_and_one_step_refused_undoes_the_others(world: World) -> None:
    macro = a_macro(world, NOTE, ANSWER)
    case, gone = (a_case(world.actor("0101"), at=now() - HOUR) for _ in range(2))
    for verb in (actions.accept, actions.start):
        verb(case.pk, by=world.actor("0101"), at=now())
    case.refresh_from_db()
    terms = deeds.macro_terms(macro, {"note": "问过", "answer": "好了"})
    done = run(world, "macro", case, gone, **terms)
    assert results(done) == {case.pk: Result.DONE, gone.pk: Result.REFUSED}
    assert "问过" not in [e.body for e in timeline(gone.subject)]
    with pytest.raises(NotUndoable):
        undo(done.pk, at=now())


def test_a_macro_of_somebody_else_or_beyond_the_post_is_not_there(world: World) -> None:
    own = a_macro(world, NOTE)
    shared = a_macro(
        world, ("dispatch", {"unit_id": world.units["QC-NET"], "text": ""}), kind="role"
    )
    Macro.objects.filter(pk=shared.pk).update(kind="global", role_code="")
    for number, macro in (("0101", own), ("0303", shared)):
        client = signed_in(world, number)
        for address in (f"/bulk/macro/{macro.pk}/ask", f"/bulk/macro/{macro.pk}/"):
            assert client.post(address, {"ids": "1"}).status_code == 404, number
    assert not Run.objects.exists()
