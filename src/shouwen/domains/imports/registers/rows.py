"""Shape ``case``: one row is one matter as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from shouwen.domains.cases.actions import CaseHistory, HistoryEntry
from shouwen.domains.cases.choices import ENDED, IN_WORK, SETTLED, CaseState
from shouwen.domains.cases.events import CaseAnswered, CaseClosed, CaseRecorded, CaseWithdrawn
from shouwen.domains.cases.queries.matching import stated_area
from shouwen.domains.imports.registers.limits import OwnLimits, Site
from shouwen.domains.imports.registers.places import Party
from shouwen.domains.imports.registers.plans import NONE, Plan
from shouwen.platform.clocks.actions import ClockRow, HoldRow
from shouwen.platform.exchange.profiles import Reading
from shouwen.platform.journal.actions import Text

ENDS = ("answered_at", "closed_at")
PAST = ("first_response_at", "contacted_at", *ENDS)
IMPORT = "import"


class Standing(NamedTuple):
    """How a matter stands: our state, what it waits for, and when it was answered and closed."""

    state: str
    waiting_for: str
    answered_at: datetime | None
    closed_at: datetime | None


def standing(reading: Reading, plan: Plan, *, at: datetime) -> Standing | None:
    """Check the times and the state of a row; adds its problems and warnings, None if rejected."""
    values = reading.values
    _check_times(reading, plan, at)
    answered, closed = values.get("answered_at"), values.get("closed_at")
    word = values.get("state")
    meaning = plan.means(word) if word else None
    if word and meaning is None:
        reading.problems.append(reading.problem("state_unmapped", "state"))
    if meaning is None or meaning.state is None:
        state = CaseState.CLOSED if closed else CaseState.ANSWERED if answered else plan.open_state
        found = Standing(str(state), NONE, answered, closed)
    else:
        if meaning.state == CaseState.CLOSED and closed is None:
            closed = answered
        found = Standing(meaning.state, meaning.waiting_for, answered, closed)
        _check_state(reading, found, word or "")
    return None if reading.problems else found


def _check_times(reading: Reading, plan: Plan, at: datetime) -> None:
    values, problems = reading.values, reading.problems
    opened = values.get("opened_at")
    if opened is None:
        return
    if opened > at:
        problems.append(reading.problem("opened_later", "opened_at"))
        return
    for name in PAST:
        moment = values.get(name)
        if moment is None:
            continue
        if moment < opened:
            params = {"opened": _show(opened, plan)}
            problems.append(reading.problem("closed_before_opened", name, params))
        elif moment > at:
            problems.append(reading.problem("later_than_now", name))
    answered, closed = (values.get(name) for name in ENDS)
    if answered and closed and closed < answered and not problems:
        params = {"answered": _show(answered, plan)}
        problems.append(reading.problem("closed_before_answered", "closed_at", params))
    due = values.get("due_at")
    if due is not None and due < opened:
        params = {"opened": _show(opened, plan)}
        reading.warnings.append(reading.problem("due_before_opened", "due_at", params))


def _check_state(reading: Reading, found: Standing, word: str) -> None:
    if (found.state in ENDED and found.closed_at is None) or (
        found.state in SETTLED and found.answered_at is None
    ):
        reading.problems.append(reading.problem("end_missing", "state"))
    elif found.state in IN_WORK | SETTLED and found.closed_at is not None:
        reading.problems.append(reading.problem("end_unmeant", "closed_at", {"state": word}))
    elif found.state in IN_WORK and found.answered_at is not None:
        reading.problems.append(reading.problem("end_unmeant", "answered_at", {"state": word}))


def history(
    values: Mapping[str, Any],
    extra: Mapping[str, str],
    found: Standing,
    plan: Plan,
    *,
    key: str,
    unit_id: int,
    owner_unit_id: int,
    handler_id: int | None = None,
    party: Party,
    limits: OwnLimits,
    at: datetime,
) -> CaseHistory:
    """The matter as the cases app takes it over."""
    site = Site(owner_unit_id, unit_id, party.grid_unit_id, stated_area(extra))
    return CaseHistory(
        kind=values["kind"],
        channel=values.get("channel") or IMPORT,
        title=values.get("title") or f"{plan.profile.title} {key}"[:200],
        state=found.state,
        category=values.get("category") or "",
        owner_unit_id=owner_unit_id,
        handler_unit_id=unit_id,
        handler_id=handler_id,
        customer_id=party.customer_id,
        account_id=party.account_id,
        opened_at=values["opened_at"],
        answered_at=found.answered_at,
        closed_at=found.closed_at,
        archived_at=found.closed_at if found.state == CaseState.ARCHIVED else None,
        urges=values.get("urges") or 0,
        returns=values.get("returns") or 0,
        reassignments=values.get("reassignments") or 0,
        reopens=values.get("reopens") or 0,
        extra=extra,
        holds=_holds(values, found, plan, unit_id, handler_id, at),
        clocks=_clocks(values, found, plan, limits, site),
        entries=_entries(values, found, unit_id, owner_unit_id),
        findable=party.findable,
    )


def _holds(
    values: Mapping[str, Any],
    found: Standing,
    plan: Plan,
    unit_id: int,
    person: int | None,
    at: datetime,
) -> list[HoldRow]:
    """Who had it: the one unit and person the row names, from opening to end."""
    state = found.state if found.state in IN_WORK else plan.open_state
    holds = [hold(values["opened_at"], unit_id, state, person=person)]
    if found.answered_at is not None:
        settled = found.state if found.state in SETTLED else CaseState.ANSWERED.value
        holds.append(hold(found.answered_at, unit_id, settled, person=person))
    if found.state in ENDED and found.closed_at is not None:
        holds.append(hold(found.closed_at, unit_id, found.state, person=person, ends=True))
    elif found.waiting_for != NONE:
        holds.append(hold(at, unit_id, found.state, person=person, waiting_for=found.waiting_for))
    return holds


def hold(
    at: datetime,
    unit_id: int,
    state: str,
    *,
    person: int | None = None,
    waiting_for: str = NONE,
    ends: bool = False,
    instance: int = 1,
) -> HoldRow:
    return HoldRow(
        at=at,
        unit=unit_id,
        person=person,
        waiting_for=NONE if ends else waiting_for,
        reason=state,
        until=None,
        by=None,
        ends=ends,
        instance=instance,
    )


def _clocks(
    values: Mapping[str, Any], found: Standing, plan: Plan, limits: OwnLimits, site: Site
) -> list[ClockRow]:
    """Clocks for what the file tells about; none for what nobody recorded, unless our limits apply."""
    opened, answered, closed = values["opened_at"], found.answered_at, found.closed_at
    over = answered or closed
    cause = found.state if found.state == CaseState.WITHDRAWN else None
    clocks = [
        limits.clock(
            "resolution", values, started_at=opened, ended_at=over,
            due_at=values.get("due_at"), void_cause=cause, site=site,
        )
    ]  # fmt: skip
    for kind, name in (("first_response", "first_response_at"), ("contact", "contacted_at")):
        if name in plan.profile.rules:
            ended = values.get(name) or over
            clocks.append(limits.clock(kind, values, started_at=opened, ended_at=ended, site=site))
    if answered is not None:
        evaluation = limits.clock(
            "evaluation", values, started_at=answered, ended_at=closed, site=site
        )
        clocks.append(evaluation)
    return clocks


def _entries(
    values: Mapping[str, Any], found: Standing, unit_id: int, owner_unit_id: int
) -> list[HistoryEntry]:
    opened, text, answer = values["opened_at"], values.get("text"), values.get("answer")
    entries = [
        HistoryEntry.of(
            CaseRecorded,
            at=opened,
            text=Text(text, purpose="request") if text else None,
            case_kind=values["kind"],
            channel=values.get("channel") or IMPORT,
            state=found.state,
            opened_at=opened,
            unit_id=owner_unit_id,
        )
    ]
    words = Text(answer, purpose="answer") if answer else None
    due = values.get("due_at")
    if found.answered_at is not None:
        late = due is not None and found.answered_at > due
        entries.append(
            HistoryEntry.of(
                CaseAnswered,
                at=found.answered_at,
                text=words,
                unit_id=unit_id,
                instance=1,
                late=late,
            )
        )
        words = None
    if found.closed_at is not None:
        if found.state == CaseState.WITHDRAWN:
            entries.append(
                HistoryEntry.of(
                    CaseWithdrawn, at=found.closed_at, text=words,
                    from_state=CaseState.RECEIVED.value,
                )
            )  # fmt: skip
        else:
            entries.append(
                HistoryEntry.of(
                    CaseClosed, at=found.closed_at, text=words, instance=1, evaluated=False
                )
            )
    return entries


def _show(moment: datetime, plan: Plan) -> str:
    return moment.astimezone(plan.profile.zone).strftime("%Y-%m-%d %H:%M:%S")
