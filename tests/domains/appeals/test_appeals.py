"""A charged unit appeals; somebody without a part in it decides; upheld, it leaves the figures by a new row alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from shouwen.domains.appeals import actions, queries
from shouwen.domains.appeals.choices import About
from shouwen.domains.appeals.errors import (
    AlreadyAppealed,
    AlreadyDecided,
    DecisionIsFinal,
    GroundDoesNotFit,
    JudgeInOwnCase,
    NotCharged,
    NothingToAppeal,
    NotTheAppellant,
    TermsLieBehind,
    TextTooShort,
    TooLate,
)
from shouwen.domains.appeals.events import AppealDecided, AppealMade
from shouwen.domains.appeals.models import Appeal, Decision
from shouwen.domains.appeals.reactions import (
    end_with_a_void_case,
    tell_the_deciders,
    tell_the_parties,
)
from shouwen.domains.bulletins import actions as bulletins
from shouwen.domains.bulletins.choices import Column
from shouwen.domains.bulletins.queries import issue as issue_of
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import TextMissing
from shouwen.domains.cases.events import CaseVoided
from shouwen.domains.cases.models import Case, Rating
from shouwen.domains.cases.queries.story import story
from shouwen.domains.kpi import queries as kpi
from shouwen.domains.kpi import reach
from shouwen.domains.kpi.definitions import find
from shouwen.domains.kpi.reach import Question
from shouwen.kernel import periods
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.errors import Refused
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.clocks.models import Verdict
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import verify
from shouwen.platform.notify.models import Notice
from shouwen.platform.org.actions import appoint
from tests.factories.cases import MINUTE, T0, a_case_in
from tests.threads import at_once
from tests.world import World, build

WHY = "当日机房停电，系统故障单号见附件，非本部门责任"
DUE = T0 + timedelta(hours=2)
ANSWERED = T0 + timedelta(hours=5)
LATER = T0 + timedelta(hours=6)


def a_late_case(world: World) -> Case:
    """Answered three hours late by the network department, and judged with one star."""
    case = a_case_in(S.IN_PROGRESS, world, given_due_at=DUE)
    cases.answer(case.pk, text="已恢复", by=world.actor("0112"), at=ANSWERED)
    cases.evaluate(case.pk, score=1, solved=True, by=world.actor("0101"), at=ANSWERED + MINUTE)
    case.refresh_from_db()
    return case


def late(case: Case) -> queries.Contestable:
    return next(one for one in queries.contestable(case.pk) if one.kind == "resolution")


def rated(case: Case) -> queries.Contestable:
    return next(one for one in queries.contestable(case.pk) if one.about == About.RATING)


def an_appeal(case: Case, world: World, *, who: str = "0112", **given: Any) -> Appeal:
    one = late(case)
    terms: dict[str, Any] = {
        "about": one.about,
        "of": one.of,
        "ground": "system_failure",
        "text": WHY,
        "at": LATER,
    }
    return actions.appeal(case.pk, **{**terms, **given}, by=world.actor(who))


def figure(code: str, world: World, *, at: datetime) -> tuple[float, int]:
    definition = find(code)
    assert definition is not None
    span = reach.span(date(2025, 10, 9), date(2025, 10, 12), None, as_of=at)
    [found] = kpi.measure(definition, Question(reach=reach.whole(world.units["QC"]), span=span))
    return found.ratio.numerator, found.ratio.denominator


def aside(code: str, world: World, *, at: datetime) -> list[int]:
    definition = find(code)
    assert definition is not None
    span = reach.span(date(2025, 10, 9), date(2025, 10, 12), None, as_of=at)
    found = kpi.set_aside(definition, reach=reach.whole(world.units["QC"]), span=span)
    return [row.case for row in found if row.case is not None]


@pytest.mark.item("S000-37")
def test_an_upheld_appeal_takes_the_verdict_out_of_the_figures_and_edits_nothing(
    world: World,
) -> None:
    case = a_late_case(world)
    before = (list(Verdict.objects.values()), list(Rating.objects.values()))
    row = an_appeal(case, world)
    assert (row.unit_id, row.desk, row.n) == (world.units["QC-NET"], False, 1)
    told = LATER + MINUTE
    assert figure("overdue_rate", world, at=told) == (1, 1)
    decided = told + MINUTE
    actions.decide(row.pk, upheld=True, text="停电属实", by=world.actor("0106"), at=decided)
    now = decided + MINUTE
    assert figure("overdue_rate", world, at=told) == (1, 1)  # as it was known then
    assert figure("overdue_rate", world, at=now) == figure("on_time_rate", world, at=now) == (0, 0)
    assert figure("cases_created", world, at=now) == (1, 1)
    assert aside("overdue_rate", world, at=now) == [case.pk]
    assert aside("overdue_rate", world, at=told) == aside("dissatisfied", world, at=now) == []
    assert (list(Verdict.objects.values()), list(Rating.objects.values())) == before
    assert list(queries.verify()) == list(verify()) == []
    words = " ".join(t.what for t in story(case.subject))
    assert "申诉成立" in words or "的申诉成立" in words
    with pytest.raises(DecisionIsFinal):
        an_appeal(case, world, at=now)


def test_a_frozen_bulletin_stands_and_shows_the_upheld_appeals_as_corrections(
    world: World,
) -> None:
    case, unit = a_late_case(world), world.units["QC"]
    ten_days, frozen_at = periods.parse("2025-10-X1"), T0 + timedelta(days=1)
    draft = bulletins.draft(unit, ten_days.id, by=SYSTEM, at=frozen_at)
    bulletins.freeze(draft.pk, by=SYSTEM, at=frozen_at)
    verdict = an_appeal(case, world)
    said = an_appeal(case, world, about="rating", of=rated(case).of, ground="malicious_evaluation")
    for row in (verdict, said):
        actions.decide(row.pk, upheld=True, text="属实", by=world.actor("0107"), at=frozen_at)
    issue = issue_of(unit, ten_days, at=frozen_at + MINUTE)
    net = issue.sheet.line(world.units["QC-NET"])
    assert [net.value(c) for c in (Column.DUE, Column.OVERDUE, Column.DISSATISFIED)] == [1, 1, 1]
    assert [(c.column, c.was, c.would_be, c.went) for c in issue.corrections] == [
        (Column.DUE, 1, 0, (case.pk,)),
        (Column.DISSATISFIED, 1, 0, (rated(case).of,)),
        (Column.OVERDUE, 1, 0, (case.pk,)),
    ]
    assert all(check.ok for check in issue.checks)


def test_an_upheld_appeal_takes_the_evaluation_out(world: World) -> None:
    case = a_late_case(world)
    one = rated(case)
    assert (one.unit, one.score) == (world.units["QC-NET"], 1)
    row = an_appeal(case, world, about="rating", of=one.of, ground="malicious_evaluation")
    at = LATER + MINUTE
    assert figure("dissatisfied", world, at=at)[0] == 1
    actions.decide(row.pk, upheld=True, text="核实属恶意", by=world.actor("0107"), at=at)
    assert figure("dissatisfied", world, at=at + MINUTE)[0] == 0
    assert aside("dissatisfied", world, at=at + MINUTE) == [case.pk]
    assert figure("overdue_rate", world, at=at + MINUTE) == (1, 1)  # the verdict stays


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"of": 10**9}, NothingToAppeal),
        ({"about": "rating"}, NothingToAppeal),
        ({"ground": "malicious_evaluation"}, GroundDoesNotFit),
        ({"text": "不是我们的"}, TextTooShort),
        ({"who": "0101"}, NotCharged),
        ({"who": "0204"}, NotCharged),
        ({"at": T0 + timedelta(days=8)}, TooLate),
    ],
)
def test_a_refused_appeal_leaves_no_trace(
    world: World, given: dict[str, Any], error: type[Refused]
) -> None:
    case = a_late_case(world)
    before = Entry.objects.count()
    with pytest.raises(error):
        an_appeal(case, world, **given)
    assert (Entry.objects.count(), Appeal.objects.count()) == (before, 0)


def test_nobody_decides_in_the_own_case(world: World) -> None:
    row = an_appeal(a_late_case(world), world)
    before, at = Entry.objects.count(), LATER + MINUTE
    for who in ("0112", "0113"):
        with pytest.raises(JudgeInOwnCase):
            actions.decide(row.pk, upheld=True, text="自己", by=world.actor(who), at=at)
    with pytest.raises(TextMissing):
        actions.decide(row.pk, upheld=True, text=" ", by=world.actor("0106"), at=at)
    assert (Entry.objects.count(), Decision.objects.count()) == (before, 0)
    actions.decide(row.pk, upheld=False, text="依据不足", by=world.actor("0106"), at=at)
    assert figure("overdue_rate", world, at=at + MINUTE) == (1, 1)
    with pytest.raises(AlreadyDecided):
        actions.decide(row.pk, upheld=True, text="再议", by=world.actor("0107"), at=at)


def test_another_post_hides_nobody_from_the_own_case(world: World) -> None:
    """The clerk of the charged department has a second post at the service centre, and acts under it."""
    row, at = an_appeal(a_late_case(world), world), LATER + MINUTE
    staff, centre = world.staff["0113"], world.units["QC"]
    appoint(staff, unit_id=centre, role="service_manager", share=Decimal("0.2"), by=SYSTEM, at=T0)
    elsewhere = replace(world.actor("0113"), unit=centre)
    with pytest.raises(JudgeInOwnCase):
        actions.decide(row.pk, upheld=True, text="自己", by=elsewhere, at=at)
    assert not Decision.objects.exists()


def test_a_verdict_that_was_replaced_is_no_longer_left_out(world: World) -> None:
    """A correction of the history finds the answer in time: the case counts, and as on time."""
    case = a_late_case(world)
    row, clock = an_appeal(case, world), late(case).of
    actions.decide(row.pk, upheld=True, text="停电属实", by=world.actor("0106"), at=LATER)
    now = LATER + MINUTE
    assert aside("on_time_rate", world, at=now) == [case.pk]
    last = Verdict.objects.get(clock_id=clock)
    for n, verdict in ((2, "breached"), (3, "met")):
        Verdict.objects.create(
            clock_id=clock, n=last.n + n - 1, verdict=verdict, at=last.at,
            due_at=last.due_at, elapsed_s=last.elapsed_s, cause="correction",
            unit_id=last.unit_id, person_id=last.person_id,
        )  # fmt: skip
        assert aside("on_time_rate", world, at=now) == []
        assert figure("on_time_rate", world, at=now)[1] == 1
        assert [one.is_free for one in queries.contestable(case.pk) if one.kind] == [True][: 3 - n]
    assert list(queries.verify()) == []


def test_what_was_withdrawn_can_be_appealed_again(world: World) -> None:
    case = a_late_case(world)
    row = an_appeal(case, world)
    with pytest.raises(AlreadyAppealed):
        an_appeal(case, world)
    with pytest.raises(NotTheAppellant):
        actions.withdraw(row.pk, by=world.actor("0304"), at=LATER + MINUTE)
    actions.withdraw(row.pk, by=world.actor("0113"), at=LATER + MINUTE)
    with pytest.raises(AlreadyDecided):
        actions.withdraw(row.pk, by=world.actor("0112"), at=LATER + MINUTE)
    assert an_appeal(case, world, at=LATER + 2 * MINUTE).n == 2
    assert list(queries.verify()) == []


def test_the_deciders_hear_of_the_appeal_and_the_parties_of_the_decision_once(
    world: World,
) -> None:
    case = a_late_case(world)
    row = an_appeal(case, world)
    terms: dict[str, Any] = {"subject": case.subject, "appeal_id": row.pk, "about": row.about}
    terms["unit_id"] = row.unit_id
    for _ in range(2):
        tell_the_deciders(AppealMade(**terms, ground=row.ground))
    actions.decide(row.pk, upheld=True, text="属实", by=world.actor("0107"), at=LATER + MINUTE)
    for _ in range(2):
        tell_the_parties(AppealDecided(**terms, outcome="upheld"))
    told = list(Notice.objects.values_list("kind", "staff_id"))
    assert (AppealMade.kind, world.staff["0107"]) in told
    assert (AppealDecided.kind, world.staff["0112"]) in told
    assert len(told) == len(set(told))


def test_rules_hold_from_a_day_ahead_and_the_window_follows_them(world: World) -> None:
    manager = world.actor("0106")
    given: dict[str, Any] = {"appeal_days": 2, "decide_days": 3, "why": "试行", "by": manager}
    with pytest.raises(TermsLieBehind):
        actions.set_terms(date(2025, 10, 10), **given, at=T0)
    assert queries.appeal_until(T0).date() == date(2025, 10, 16)  # Saturday the 11th is worked
    actions.set_terms(date(2025, 10, 11), **given, at=T0)
    assert queries.terms(at=T0).appeal_days == 5
    monday = T0 + timedelta(days=3)
    assert queries.appeal_until(monday).date() == date(2025, 10, 15)


def test_verify_finds_an_exclusion_that_nobody_decided(world: World) -> None:
    row = an_appeal(a_late_case(world), world)
    Decision.objects.create(appeal=row, outcome="upheld", at=LATER, by_id=row.by_id)
    found = {str(problem) for problem in queries.verify()}
    assert len(found) == 2
    assert all(text.startswith(f"appeal:{row.pk}") for text in found)
    with pytest.raises(Exception, match="Cannot"), connection.cursor() as cursor:
        cursor.execute("UPDATE appeals_decision SET outcome = 'rejected'")


@pytest.mark.django_db(transaction=True)
def test_of_appeals_and_of_decisions_at_once_one_wins(transactional_db: None) -> None:
    from shouwen.platform.policies.actions import install_presets

    install_presets()
    world = build()
    case = a_late_case(world)
    clerk, head, manager = (world.actor(who) for who in ("0112", "0113", "0106"))
    terms: dict[str, Any] = {"about": "verdict", "of": late(case).of, "text": WHY, "at": LATER}
    made = at_once(
        lambda: actions.appeal(case.pk, **terms, ground="system_failure", by=clerk),
        lambda: actions.appeal(case.pk, **terms, ground="force_majeure", by=head),
    )
    assert made == sorted(["done", AlreadyAppealed.code])
    row, at = Appeal.objects.get(), LATER + MINUTE
    ended = at_once(
        lambda: actions.decide(row.pk, upheld=True, text="属实", by=manager, at=at),
        lambda: actions.decide(row.pk, upheld=False, text="不属实", by=manager, at=at),
        lambda: actions.withdraw(row.pk, by=head, at=at),
    )
    assert ended.count("done") == 1
    assert set(ended) == {"done", AlreadyDecided.code}
    assert Decision.objects.count() == 1
    assert list(queries.verify()) == list(verify()) == []


def test_what_waits_about_a_case_that_counts_no_more_ends_with_it(world: World) -> None:
    """Twice told it ends once; put back, the case can be appealed again and the ledger adds up."""
    case = a_late_case(world)
    of, kept = rated(case).of, case.state
    about: dict[str, Any] = {"about": "rating", "of": of, "ground": "malicious_evaluation"}
    rows = [an_appeal(case, world), an_appeal(case, world, **about)]
    assert actions.lapse(case.pk, by=SYSTEM, at=LATER) == 0
    cases.void(case.pk, text="录错", by=world.actor("0106"), at=LATER + MINUTE)
    told = CaseVoided(subject=case.subject, from_state=kept)
    for _ in range(2):
        end_with_a_void_case(told)
    ended = Decision.objects.order_by("pk").values_list("pk", "outcome")
    assert list(ended) == [(row.pk, "lapsed") for row in rows]
    assert queries.page("to_decide", scope=EVERYTHING) == ([], False)
    assert queries.contestable(case.pk) == []
    given = {**about, "text": WHY, "by": world.actor("0112"), "at": LATER}
    with pytest.raises(NothingToAppeal):
        actions.appeal(case.pk, **given)
    assert "随工单" in " ".join(t.what for t in story(case.subject))
    Case.objects.filter(pk=case.pk).update(state=kept)
    assert rated(case).is_free
    assert not list(queries.verify())
