from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions, errors, queries
from shouwen.platform.clocks.actions import Start
from shouwen.platform.clocks.models import Clock, ClockEvent, Hold, Limit, Policy, Verdict

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
BY = Actor(account=7, staff=70, unit=1)
CASE = Subject("case", 1)
FAULT = {"kind": "fault_report"}
COMPLAINT = {"kind": "complaint"}


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of September 2025 (the 1st is a Monday)."""
    return datetime(2025, 9, day, hour, minute, tzinfo=CHINA)


def opened(
    *kinds: str, match: dict[str, Any] = FAULT, when: datetime = at(1, 9)
) -> dict[str, Clock]:
    made = actions.open_matter(
        CASE,
        unit=1,
        person=70,
        owner_unit=1,
        reason="received",
        starts=[Start(kind=k, match=match) for k in kinds],
        by=BY,
        at=when,
    )
    return {c.kind: c for c in made}


def clock(kind: str, instance: int = 1, basis: str = "internal") -> Clock:
    return Clock.objects.get(kind=kind, instance=instance, basis=basis)


def wait(when: datetime, until: datetime | None = None, waiting_for: str = "customer") -> None:
    actions.wait(CASE, waiting_for=waiting_for, reason="waiting", until=until, by=BY, at=when)


def move(
    when: datetime, unit: int = 2, person: int | None = 80, reason: str = "dispatched"
) -> None:
    actions.move(CASE, unit=unit, person=person, reason=reason, by=BY, at=when)


@pytest.fixture(autouse=True)
def _installed(presets: None) -> None:
    pass


def test_opening_takes_two_statements_once_the_limits_are_known() -> None:
    kinds = ("first_response", "contact", "resolution")
    starts = [Start(kind=k, match=FAULT) for k in kinds]
    actions.open_matter(
        Subject("case", 9),
        unit=1,
        person=70,
        owner_unit=1,
        reason="received",
        starts=starts,
        by=BY,
        at=at(1),
    )
    with CaptureQueriesContext(
        connection,
    ) as told:
        opened(*kinds)
    assert len(told) == 2


def test_the_earliest_due_clock_is_in_front() -> None:
    made = opened("resolution", "first_response", "contact")
    assert [k for k, c in made.items() if c.front] == ["first_response"]
    actions.stop(CASE, ["first_response"], by=BY, at=at(1, 9, 10))
    assert [c.kind for c in Clock.objects.front()] == ["contact"]


def test_a_kind_without_a_limit_gets_a_clock_without_a_due_time() -> None:
    made = opened("rectification")
    assert (made["rectification"].due_at, made["rectification"].next_fire_at) == (None, None)


def test_there_is_no_legal_clock_without_a_law() -> None:
    made = actions.open_matter(
        CASE,
        unit=1,
        person=None,
        owner_unit=1,
        reason="received",
        starts=[
            Start(kind="resolution", basis="legal", match={"kind": "consultation"}),
            Start(kind="resolution", match={"kind": "consultation"}),
        ],
        by=BY,
        at=at(1, 9),
    )
    assert [c.basis for c in made] == ["internal"]


def test_the_narrower_limit_wins() -> None:
    town = queries.limit_for("resolution", FAULT, at(1))
    country = queries.limit_for("resolution", FAULT | {"area": "rural"}, at(1))
    assert (town.amount, country.amount) == (24, 48)


def test_a_move_ends_a_wait_at_the_same_instant() -> None:
    opened("resolution")
    wait(at(1, 10))
    assert clock("resolution").waiting_for == "customer"
    move(at(1, 12))
    found = clock("resolution")
    assert (found.waiting_for, found.unit_id, found.person_id) == ("none", 2, 80)
    assert found.due_at == at(2, 11)


def test_only_the_internal_clock_pauses() -> None:
    actions.open_matter(
        CASE,
        unit=1,
        person=70,
        owner_unit=1,
        reason="received",
        starts=[Start(kind="resolution", match=FAULT, basis=b) for b in ("internal", "legal")],
        by=BY,
        at=at(1, 9),
    )
    wait(at(1, 10), until=at(5, 10))
    assert (clock("resolution").due_at, clock("resolution", basis="legal").due_at) == (
        at(6, 9),
        at(3, 9),
    )
    assert clock("resolution").next_fire_at is None
    assert clock("resolution", basis="legal").next_step == 1


def test_waiting_for_a_department_does_not_stop_the_clock() -> None:
    opened("resolution")
    before = clock("resolution").due_at
    wait(at(1, 10), waiting_for="department")
    found = clock("resolution")
    assert (found.due_at, found.next_step, found.waiting_for) == (before, 1, "department")


def test_a_wait_without_until_ends_at_the_policys_maximum() -> None:
    opened("resolution")
    wait(at(1, 10))
    assert Hold.objects.get(seq=2).until_at == at(1, 10) + timedelta(days=30)
    with pytest.raises(errors.WaitTooLong), transaction.atomic():
        wait(at(1, 11), until=at(1, 11) + timedelta(days=31))
    with pytest.raises(errors.WaitAlreadyOver), transaction.atomic():
        wait(at(1, 11), until=at(1, 11))


def test_a_verb_after_the_until_time_finds_the_wait_over() -> None:
    opened("resolution")
    wait(at(1, 10), until=at(1, 12))
    move(at(1, 15))
    assert list(Hold.objects.order_by("seq").values_list("at", "waiting_for", "unit_id")) == [
        (at(1, 9), "none", 1),
        (at(1, 10), "customer", 1),
        (at(1, 12), "none", 1),
        (at(1, 15), "none", 2),
    ]
    assert clock("resolution").due_at == at(2, 11)


def test_resuming_needs_a_wait() -> None:
    opened("resolution")
    with pytest.raises(errors.NotWaiting), transaction.atomic():
        actions.resume(CASE, by=BY, at=at(1, 10))
    assert Hold.objects.count() == 1


def test_live_verbs_refuse_the_past() -> None:
    opened("resolution")
    move(at(1, 12))
    with pytest.raises(errors.BeforeLastEvent), transaction.atomic():
        move(at(1, 11))
    assert Hold.objects.count() == 2


def test_finished_at_the_due_instant_is_on_time_and_a_moment_later_is_not() -> None:
    due = opened("resolution")["resolution"].due_at
    (verdict,) = actions.stop(CASE, ["resolution"], by=BY, at=due)
    assert (verdict.verdict, verdict.elapsed_s) == ("met", 24 * 3600)


def test_a_moment_after_the_due_instant_is_late() -> None:
    due = opened("resolution")["resolution"].due_at
    (verdict,) = actions.stop(CASE, ["resolution"], by=BY, at=due + timedelta(microseconds=1))
    assert (verdict.verdict, verdict.at, verdict.elapsed_s) == ("breached", due, 24 * 3600)


def test_the_unit_that_had_the_matter_at_the_due_time_is_charged() -> None:
    opened("resolution")
    move(at(1, 12), unit=2, person=80)
    move(at(2, 10), unit=3, person=90)
    actions.stop(CASE, ["resolution"], by=BY, at=at(2, 11))
    assert Verdict.objects.values_list("verdict", "unit_id", "person_id").get() == (
        "breached",
        2,
        80,
    )


def test_a_breach_is_written_when_the_matter_moves_before_any_sweep() -> None:
    opened("resolution")
    move(at(3, 9), unit=2)
    assert Verdict.objects.values_list("verdict", "unit_id").get() == ("breached", 1)
    assert clock("resolution").next_step == 1


def test_an_ended_matter_refuses_everything_but_reopening() -> None:
    opened("resolution")
    actions.end_matter(CASE, reason="closed", by=BY, at=at(1, 10))
    assert not Clock.objects.open().exists()
    for verb in (lambda: move(at(1, 11)), lambda: wait(at(1, 11))):
        with pytest.raises(errors.MatterHasEnded), transaction.atomic():
            verb()
    with pytest.raises(errors.MatterUnknown), transaction.atomic():
        actions.resume(Subject("case", 999), by=BY, at=at(1, 11))


def test_a_matter_is_opened_once() -> None:
    opened("resolution")
    with pytest.raises(errors.MatterIsOpen), transaction.atomic():
        opened("resolution")


def test_a_clock_is_started_once_per_instance() -> None:
    opened("resolution")
    with pytest.raises(errors.ClockRunsAlready), transaction.atomic():
        actions.start(CASE, [Start(kind="resolution")], by=BY, at=at(1, 10))


def reopened(when: datetime, **limit: Any) -> Clock:
    if limit:
        Limit.objects.filter(kind="resolution", basis="internal").update(**limit)
        Policy.objects.update(version=99)
    actions.reopen_matter(
        CASE,
        instance=2,
        unit=2,
        person=80,
        reason="in_progress",
        starts=[Start(kind="resolution", match=FAULT)],
        by=BY,
        at=when,
    )
    return clock("resolution", 2)


def test_the_time_between_end_and_reopening_is_nobodys() -> None:
    opened("resolution")
    actions.end_matter(CASE, reason="closed", by=BY, at=at(1, 19))
    second = reopened(at(4, 9))
    assert (second.due_at, second.carried_seconds) == (at(5, 9), 0)
    ledger = queries.blame(CASE, at=at(4, 10))
    assert (ledger.total_calendar, ledger.exact) == (11 * 3600, True)
    assert queries.blame(CASE, at=at(4, 10), instance=2).total_calendar == 3600
    assert [v.verdict for v in Verdict.objects.all()] == ["met"]


def test_a_limit_may_continue_with_the_time_used_before() -> None:
    opened("resolution")
    actions.end_matter(CASE, reason="closed", by=BY, at=at(1, 19))
    second = reopened(at(4, 9), reopen="continue")
    assert (second.carried_seconds, second.due_at) == (10 * 3600, at(4, 23))


def test_continuing_working_days_carries_whole_days() -> None:
    opened("resolution", match=COMPLAINT)
    Limit.objects.filter(kind="resolution").update(reopen="continue")
    Policy.objects.update(version=99)
    actions.end_matter(CASE, reason="closed", by=BY, at=at(3, 18))
    actions.reopen_matter(
        CASE,
        instance=2,
        unit=1,
        person=None,
        reason="in_progress",
        starts=[Start(kind="resolution", match=COMPLAINT)],
        by=BY,
        at=at(8, 9),
    )
    second = clock("resolution", 2)
    assert (second.carried_seconds, second.due_at) == (2 * 86_400, at(11, 17, 30))


def test_another_limit_over_the_same_holds_forgets_no_wait() -> None:
    opened("resolution", match=FAULT | {"area": "rural"})
    wait(at(1, 10))
    move(at(1, 20))
    assert clock("resolution").due_at == at(3, 19)
    town = queries.limit_for("resolution", FAULT, at(1))
    actions.retarget(
        CASE, "resolution", limit=town, reason="urgent", approver=5, by=BY, at=at(1, 21)
    )
    assert clock("resolution").due_at == at(2, 19)
    told = ClockEvent.objects.get(kind="retarget").facts
    assert (told["reason"], told["approver"]) == ("urgent", 5)


def test_a_due_time_named_by_somebody_is_moved_by_no_wait() -> None:
    opened("resolution")
    actions.retarget(
        CASE, "resolution", due_at=at(9, 12), reason="promised", approver=5, by=BY, at=at(1, 10)
    )
    wait(at(1, 11), until=at(5))
    found = clock("resolution")
    assert (found.due_at, found.paused) == (at(9, 12), False)
    with pytest.raises(errors.NoSuchClock), transaction.atomic():
        actions.retarget(
            CASE, "contact", due_at=at(9), reason="x", approver=None, by=BY, at=at(1, 12)
        )


def test_void_clocks_are_never_overdue_and_the_first_verdict_stays() -> None:
    opened("first_response", "resolution")
    actions.stop(CASE, ["first_response"], by=BY, at=at(1, 12))
    actions.void(CASE, None, cause="merged", by=BY, at=at(1, 13))
    actions.end_matter(CASE, reason="merged", by=BY, at=at(1, 13))
    rows = Verdict.objects.order_by("clock__kind", "n").values_list("clock__kind", "n", "verdict")
    assert list(rows) == [
        ("first_response", 1, "breached"),
        ("first_response", 2, "void"),
        ("resolution", 1, "void"),
    ]
    assert not Clock.objects.open().exists()


def test_a_stopped_policy_voids_its_clocks_and_fits_nothing_more() -> None:
    opened("resolution", "contact")
    assert actions.stop_policy("cable_cn", cause="replaced", by=BY, at=at(1, 12)) == 2
    assert not Clock.objects.open().exists()
    assert queries.limit_for("resolution", FAULT, at(2)) is None


@pytest.mark.parametrize("model", [Hold, ClockEvent, Verdict])
def test_the_database_refuses_to_change_or_delete_the_ledgers(model: type[Model]) -> None:
    opened("first_response", "resolution")
    actions.stop(CASE, ["first_response"], by=BY, at=at(1, 9, 5))
    table = model._meta.db_table
    for change in (f"UPDATE {table} SET at = at", f"DELETE FROM {table}"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_written_verdicts_survive_a_change_of_the_limit() -> None:
    opened("resolution")
    actions.stop(CASE, ["resolution"], by=BY, at=at(2, 10))
    Limit.objects.filter(kind="resolution").update(amount=500)
    Policy.objects.update(version=99)
    actions.rebuild([CASE])
    assert [v.verdict for v in Verdict.objects.all()] == ["breached"]


def test_every_cache_can_be_rebuilt() -> None:
    opened("first_response", "contact", "resolution")
    wait(at(1, 9, 10), until=at(2, 9))
    before = list(Clock.objects.order_by("id").values())
    Clock.objects.update(due_at=None, unit_id=99, waiting_for="none", next_fire_at=None, next_step=None, alarm_ats=[], alarm_steps=[], front=False)  # fmt: skip
    assert len(queries.verify()) > 0
    actions.rebuild([CASE])
    assert list(Clock.objects.order_by("id").values()) == before
    assert queries.verify() == []
