"""A department returns a case; the desk rules once, arbitration decides after that, the ledger is not rewritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.actions import rebuild_all
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import NotPossibleNow
from shouwen.domains.cases.events import CaseDispatched, CaseSentBack
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.story import story
from shouwen.domains.rulings import actions, queries
from shouwen.domains.rulings.errors import (
    AlreadyReturned,
    AlreadyRuled,
    ArbitrationIsFinal,
    JudgeInOwnCase,
    NotARuling,
    Overtaken,
    ProposalMissing,
    ProposesItself,
    ReturnFirst,
    SecondReturn,
    TextTooShort,
    WithItsOwner,
)
from shouwen.domains.rulings.events import ReturnRuled
from shouwen.domains.rulings.models import Return
from shouwen.domains.rulings.reactions import _lapse, tell_of_ruling, tell_the_desk
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.errors import Refused
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.clocks.models import Hold
from shouwen.platform.clocks.queries import verify as clocks_verify
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import verify
from shouwen.platform.notify.models import Notice
from shouwen.platform.org.actions import appoint
from tests.factories.cases import MINUTE, T0, a_case, a_case_in
from tests.threads import at_once
from tests.world import World, build

WHY = "主干光缆归市场部的集团专线，见职责表第三条"
LATER = T0 + timedelta(hours=1)


def a_return(case: Case, world: World, *, at: Any = LATER, **given: Any) -> Return:
    terms: dict[str, Any] = {
        "reason": "not_ours",
        "proposed_unit_id": world.units["QC-MKT"],
        "text": WHY,
    }
    return actions.send_back(case.pk, **{**terms, **given}, by=world.actor("0112"), at=at)


def test_an_agreed_return_moves_the_case_from_the_ruling_on(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world)
    row = a_return(case, world)
    case.refresh_from_db()
    assert (case.returns, case.handler_unit_id) == (1, world.units["QC-NET"])
    held = Hold.objects.filter(subject_kind="case", subject_id=case.pk).count()
    ruled = actions.rule(row.pk, agree=True, by=world.actor("0102"), at=LATER + 30 * MINUTE)
    case.refresh_from_db()
    assert (ruled.state, ruled.ruled_unit_id) == ("agreed", world.units["QC-MKT"])
    assert (case.state, case.handler_unit_id, case.returns) == (
        S.DISPATCHED,
        world.units["QC-MKT"],
        1,
    )
    holds = Hold.objects.filter(subject_kind="case", subject_id=case.pk).order_by("seq")
    assert holds.count() == held + 1
    assert holds.last().at == LATER + 30 * MINUTE  # nothing is charged back to the return
    fact = _fact(row)
    assert (fact["justified"], fact["waited_seconds"], fact["counted"]) == (True, 1800.0, True)
    told = " ".join(t.what for t in story(case.subject))
    assert "同意退回" in told
    assert "退回，称应由市场部负责" in told
    assert list(rebuild_all()) == list(verify()) == list(clocks_verify()) == []


def _fact(row: Return) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM rulings_return_fact WHERE return_id = %s", [row.pk])
        return dict(zip([c.name for c in cursor.description], cursor.fetchone(), strict=True))


def test_a_refused_return_stays_and_a_second_one_goes_to_arbitration(world: World) -> None:
    case = a_case_in(S.DISPATCHED, world)
    leader, manager = world.actor("0102"), world.actor("0107")
    row = a_return(case, world)
    with pytest.raises(AlreadyReturned):
        a_return(case, world, at=LATER + MINUTE)
    actions.rule(row.pk, agree=False, by=leader, at=LATER + 2 * MINUTE)
    case.refresh_from_db()
    assert case.handler_unit_id == world.units["QC-NET"]
    with pytest.raises(SecondReturn):
        a_return(case, world, at=LATER + 3 * MINUTE)
    assert queries.standing(case).verb == "ask_arbitration"
    asked = actions.ask_arbitration(
        case.pk,
        reason="not_ours",
        proposed_unit_id=world.units["QC-MKT"],
        text=WHY,
        by=world.actor("0112"),
        at=LATER + 4 * MINUTE,
    )
    with pytest.raises(NotARuling):
        actions.rule(asked.pk, agree=True, by=leader, at=LATER + 5 * MINUTE)
    done = actions.arbitrate(
        asked.pk, unit_id=world.units["DH-01"], text="按属地", by=manager, at=LATER + 6 * MINUTE
    )
    case.refresh_from_db()
    assert (done.state, case.handler_unit_id) == ("arbitrated", world.units["DH-01"])
    assert case.returns == 2
    for again in (actions.send_back, actions.ask_arbitration):
        with pytest.raises(ArbitrationIsFinal):
            again(
                case.pk, reason="duplicate", text=WHY, by=world.actor("0202"), at=LATER + 9 * MINUTE
            )
    [pair] = queries.ping_pong(since=T0, until=LATER + 9 * MINUTE, scope=EVERYTHING)
    assert (pair.total, pair.justified, pair.again, pair.cases) == (2, 1, 1, 1)
    assert {pair.a, pair.b} == {world.units["QC-NET"], world.units["QC-MKT"]}
    west = Scope(units=frozenset({world.units["XS"]}))
    assert queries.ping_pong(since=T0, until=LATER + 9 * MINUTE, scope=west) == []
    assert list(rebuild_all()) == []


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"text": "不是我们的"}, TextTooShort),
        ({"proposed_unit_id": None}, ProposalMissing),
        ({"proposed_unit_id": "QC-NET"}, ProposesItself),
        ({"proposed_unit_id": 10**9}, Refused),
        ({"version": 1}, Refused),
    ],
)
def test_a_refused_return_leaves_no_trace(
    world: World, given: dict[str, Any], error: type[Refused]
) -> None:
    case = a_case_in(S.DISPATCHED, world)
    if isinstance(given.get("proposed_unit_id"), str):
        given = {**given, "proposed_unit_id": world.units[given["proposed_unit_id"]]}
    before = (Entry.objects.count(), Case.objects.values().get())
    with pytest.raises(error):
        a_return(case, world, **given)
    assert (Entry.objects.count(), Case.objects.values().get()) == before
    assert not Return.objects.exists()


def test_only_what_was_dispatched_elsewhere_is_returned(world: World) -> None:
    own = a_case(world.actor("0101"))
    with pytest.raises(WithItsOwner):
        a_return(own, world)
    dispatched = a_case_in(S.ANSWERED, world)
    with pytest.raises(NotPossibleNow):
        a_return(dispatched, world)
    other = a_case_in(S.DISPATCHED, world)
    with pytest.raises(ReturnFirst):
        actions.ask_arbitration(
            other.pk, reason="duplicate", text=WHY, by=world.actor("0112"), at=LATER
        )
    row = a_return(other, world, reason="duplicate", proposed_unit_id=None)
    assert row.proposed_unit_id == other.owner_unit_id
    desk = world.units["QC-HOT"]
    appoint(
        world.staff["0113"],
        unit_id=desk,
        role="shift_leader",
        share=Decimal("0.2"),
        by=SYSTEM,
        at=T0,
    )
    for by in (world.actor("0113"), replace(world.actor("0113"), unit=desk)):
        with pytest.raises(JudgeInOwnCase):
            actions.rule(row.pk, agree=True, by=by, at=LATER + MINUTE)


def test_a_return_lapses_when_the_case_moves_on(world: World) -> None:
    case = a_case_in(S.DISPATCHED, world)
    row = a_return(case, world)
    cases.dispatch(case.pk, unit_id=world.units["DH-01"], by=world.actor("0102"), at=LATER + MINUTE)
    with pytest.raises(Overtaken):
        actions.rule(row.pk, agree=True, by=world.actor("0102"), at=LATER + 2 * MINUTE)
    entry = Entry.objects.filter(kind="cases.case.dispatched").latest("id")
    for _ in range(2):
        _lapse(CaseDispatched.restore(case.subject, entry.facts))
    row.refresh_from_db()
    assert row.state == "lapsed"
    again = actions.send_back(
        case.pk,
        reason="not_ours",
        proposed_unit_id=world.units["QC-NET"],
        text=WHY,
        by=world.actor("0202"),
        at=LATER + 3 * MINUTE,
    )
    assert again.step == "return"  # what lapsed counts as none


def test_the_desk_hears_of_the_return_and_the_department_of_the_ruling_once(world: World) -> None:
    case = a_case_in(S.DISPATCHED, world)
    row = a_return(case, world)
    back = Entry.objects.get(kind="cases.case.sent_back")
    actions.rule(row.pk, agree=False, by=world.actor("0102"), at=LATER + MINUTE)
    ruled = Entry.objects.get(kind=ReturnRuled.kind)
    for _ in range(2):
        tell_the_desk(CaseSentBack.restore(case.subject, back.facts))
        tell_of_ruling(ReturnRuled.restore(case.subject, ruled.facts))
    told = set(Notice.objects.values_list("kind", "staff_id"))
    assert ("cases.case.sent_back", world.staff["0102"]) in told
    assert (ReturnRuled.kind, world.staff["0112"]) in told
    assert len(told) == Notice.objects.count()


@pytest.mark.django_db(transaction=True)
def test_two_rulings_at_once_have_one_winner(transactional_db: None) -> None:
    from shouwen.platform.policies.actions import install_presets

    install_presets()
    world = build()
    case = a_case_in(S.DISPATCHED, world)
    row = a_return(case, world)
    leader, at = world.actor("0102"), LATER + MINUTE
    ended = at_once(
        *[lambda: actions.rule(row.pk, agree=True, by=leader, at=at)] * 2,
        *[lambda: actions.rule(row.pk, agree=False, by=leader, at=at)] * 2,
    )
    assert ended.count("done") == 1
    assert set(ended) == {"done", AlreadyRuled.code}
    row.refresh_from_db()
    case.refresh_from_db()
    assert case.handler_unit_id == row.ruled_unit_id
    assert list(verify()) == list(clocks_verify()) == []
