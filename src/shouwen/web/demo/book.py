"""Keep the books of one matter while its script is read: state, holds, clocks, lines, urges, ratings.

This mirrors what the verbs of cases write live; a test plays scripts both ways and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shouwen.domains.cases import events
from shouwen.domains.cases.actions.history import (
    CaseHistory,
    ClockRow,
    HistoryEntry,
    HistoryRating,
    HistoryUrge,
    HoldRow,
)
from shouwen.domains.cases.choices import CaseState as S
from shouwen.platform.clocks.choices import Reopening
from shouwen.platform.journal.actions import Text
from shouwen.platform.journal.events import Event
from shouwen.web.demo.script import Matter, Step
from shouwen.web.demo.stage import Stage
from shouwen.web.demo.terms import Terms


class Book:
    """One matter, step by step."""

    def __init__(self, matter: Matter, stage: Stage, terms: Terms) -> None:
        self.matter, self.stage, self.terms = matter, stage, terms
        self.row: dict[str, Any] = {}
        self.holds: list[HoldRow] = []
        self.clocks: dict[tuple[str, str, int], ClockRow] = {}
        self.lines: list[HistoryEntry] = []
        self.urges: list[HistoryUrge] = []
        self.ratings: list[HistoryRating] = []

    def write(self, step: Step) -> None:
        getattr(self, f"_{step.verb}")(step, **step.args)

    def history(self) -> CaseHistory:
        m, stage = self.matter, self.stage
        return CaseHistory(
            **self.row,
            customer_id=stage.customers[m.person],
            account_id=stage.accounts[stage.folk[m.person].accounts[m.account].number],
            holds=self.holds,
            clocks=list(self.clocks.values()),
            entries=self.lines,
            urge_rows=self.urges,
            ratings=self.ratings,
            findable=stage.findable(m.person, m.account),
        )

    # -- verbs -----------------------------------------------------------------------------------

    def _open(
        self,
        step: Step,
        *,
        kind: str,
        category: str,
        channel: str,
        title: str,
        text: str,
        extra: Mapping[str, Any],
    ) -> None:
        who = self.stage.actor(step.by)
        self.row = {
            "kind": kind,
            "category": category,
            "channel": channel,
            "title": title,
            "extra": extra,
            "state": S.RECEIVED.value,
            "instance": 1,
            "opened_at": step.at,
            "owner_id": who.staff,
            "owner_unit_id": who.unit,
            "handler_id": who.staff,
            "handler_unit_id": who.unit,
            "answered_at": None,
            "closed_at": None,
            "finished_at": None,
            "archived_at": None,
            "urges": 0,
            "returns": 0,
            "reassignments": 0,
            "reopens": 0,
        }
        self._hold(step)
        self._start_clocks(step.at, "first_response", "contact", "resolution", legal="resolution")
        self._line(
            step,
            events.CaseOpened,
            text,
            "request",
            case_kind=kind,
            channel=channel,
            category=category or None,
            unit_id=who.unit,
            staff_id=who.staff,
            customer_id=self.stage.customers[self.matter.person],
            account_id=self.stage.accounts[
                self.stage.folk[self.matter.person].accounts[self.matter.account].number
            ],
        )

    def _accept(self, step: Step) -> None:
        who = self.stage.actor(step.by)
        self._stop(step.at, "first_response")
        self._now(S.ACCEPTED, handler_id=who.staff, handler_unit_id=who.unit)
        self._hold(step)
        self._line(step, events.CaseAccepted, **self._handler())

    def _dispatch(self, step: Step, *, unit: str, staff: str | None, text: str) -> None:
        row, unit_id = self.row, self.stage.units[unit]
        again = row["state"] in {S.DISPATCHED, S.IN_PROGRESS}
        was_unit, was_staff = row["handler_unit_id"], row["handler_id"]
        self._now(S.DISPATCHED, handler_unit_id=unit_id, handler_id=self.stage.staff(staff))
        row["reassignments"] += again
        self._hold(step)
        self._line(
            step,
            events.CaseDispatched,
            text,
            "instruction",
            from_unit_id=was_unit,
            from_staff_id=was_staff,
            **self._handler(),
            reassigned=again,
        )

    def _send_back(self, step: Step, *, reason: str, to: str, text: str) -> None:
        self.row["returns"] += 1
        self._line(
            step,
            events.CaseSentBack,
            text,
            "reason",
            unit_id=self.row["handler_unit_id"],
            staff_id=self.stage.actor(step.by).staff,
            reason=reason,
            to_unit_id=self.stage.units[to],
        )

    def _start(self, step: Step) -> None:
        who = self.stage.actor(step.by)
        if who.staff and who.unit in {self.row["handler_unit_id"], None}:
            self.row["handler_id"] = who.staff
        self._now(S.IN_PROGRESS)
        self._hold(step)
        self._line(step, events.CaseStarted, **self._handler())

    def _note(self, step: Step, *, text: str, visibility: str, contacted: bool) -> None:
        if contacted:
            self._stop(step.at, "contact", "first_response")
        self._line(step, events.CaseNoted, text, "note", visibility=visibility, contacted=contacted)

    def _urge(self, step: Step, *, source: str, channel: str, text: str) -> None:
        last = next((u.at for u in reversed(self.urges) if u.counted), None)
        counted = last is None or step.at - last >= self.terms.urge_window
        self.row["urges"] += counted
        unit, person = self.row["handler_unit_id"], self.row["handler_id"]
        self.urges.append(
            HistoryUrge(
                at=step.at,
                unit_id=unit,
                person_id=person,
                by_id=self.stage.actor(step.by).staff,
                source=source,
                channel=channel,
                counted=counted,
            )
        )
        self._line(
            step,
            events.CaseUrged,
            text,
            "urge",
            urge_id=0,
            source=source,
            channel=channel,
            counted=counted,
            **self._handler(),
        )

    def _wait(
        self, step: Step, *, waiting_for: str, reason: str, until: datetime, text: str
    ) -> None:
        self._hold(step, waiting_for=waiting_for, reason=reason, until=until)
        self._line(
            step,
            events.CaseWaits,
            text,
            "wait",
            waiting_for=waiting_for,
            reason=reason,
            until=until,
        )

    def _resume(self, step: Step) -> None:
        self._hold(step)
        self._line(step, events.CaseResumed)

    def _answer(self, step: Step, *, text: str, contacted: bool) -> None:
        row = self.row
        self._stop(step.at, "resolution", "first_response", *(("contact",) if contacted else ()))
        late = self.terms.late(self.clocks["resolution", "internal", row["instance"]], self.holds)
        self._now(S.ANSWERED, answered_at=step.at, finished_at=row["finished_at"] or step.at)
        self._hold(step, mine=False)
        self._start_clocks(step.at, "evaluation")
        self._line(
            step,
            events.CaseAnswered,
            text,
            "answer",
            **self._handler(),
            instance=row["instance"],
            contacted=contacted,
            late=late,
        )

    def _invite(self, step: Step) -> None:
        self._now(S.AWAITING_EVALUATION)
        self._hold(step, mine=False)
        self._line(step, events.EvaluationInvited, instance=self.row["instance"])

    def _evaluate(self, step: Step, *, score: int, solved: bool, channel: str, text: str) -> None:
        instance = self.row["instance"]
        self.ratings.append(
            HistoryRating(
                at=step.at,
                score=score,
                solved=solved,
                instance=instance,
                by_id=self.stage.actor(step.by).staff,
                channel=channel,
            )
        )
        self._line(
            step,
            events.CaseEvaluated,
            text,
            "evaluation",
            instance=instance,
            score=score,
            solved=solved,
            channel=channel,
        )
        self._closed(step, evaluated=True)

    def _close(self, step: Step) -> None:
        self._closed(step, evaluated=False)

    def _closed(self, step: Step, *, evaluated: bool) -> None:
        row = self.row
        self._now(S.CLOSED, closed_at=step.at, finished_at=row["finished_at"] or step.at)
        self._end(step)
        self._line(step, events.CaseClosed, instance=row["instance"], evaluated=evaluated)

    def _reopen(self, step: Step, *, text: str) -> None:
        row = self.row
        row["instance"] += 1
        row["reopens"] += 1
        self._now(S.IN_PROGRESS, answered_at=None, closed_at=None)
        self._hold(step)
        self._start_clocks(step.at, "resolution", legal="resolution")
        self._line(
            step,
            events.CaseReopened,
            text,
            "reason",
            instance=row["instance"],
            **self._handler(),
            policy=Reopening.RESTART.value,  # as the shipped limits say
        )

    def _archive(self, step: Step) -> None:
        self._now(S.ARCHIVED, archived_at=step.at)
        self._line(step, events.CaseArchived)

    def _withdraw(self, step: Step, *, text: str) -> None:
        self._taken_out(step, S.WITHDRAWN, events.CaseWithdrawn, text)

    def _void(self, step: Step, *, text: str) -> None:
        self._taken_out(step, S.VOID, events.CaseVoided, text)

    def _taken_out(self, step: Step, state: S, event: type[Event], text: str) -> None:
        was = self.row["state"]
        self._now(state, closed_at=step.at)
        for key, clock in self.clocks.items():
            self.clocks[key] = replace(
                clock, ended_at=clock.ended_at or step.at, void_cause=state.value, voided_at=step.at
            )
        self._end(step)
        self._line(step, event, text, "reason", from_state=was)

    # -- ledgers ---------------------------------------------------------------------------------

    def _now(self, state: S, **fields: Any) -> None:
        self.row |= {"state": state.value, **fields}

    def _handler(self) -> dict[str, Any]:
        return {"unit_id": self.row["handler_unit_id"], "staff_id": self.row["handler_id"]}

    def _hold(
        self,
        step: Step,
        *,
        mine: bool = True,
        waiting_for: str = "none",
        reason: str = "",
        until: datetime | None = None,
        ends: bool = False,
    ) -> None:
        """``mine``: the handler has it; else it is back with its owner."""
        whose = "handler" if mine else "owner"
        self.holds.append(
            HoldRow(
                at=step.at,
                unit=self.row[f"{whose}_unit_id"],
                person=self.row[f"{whose}_id"],
                waiting_for=waiting_for,
                reason=reason or self.row["state"],
                until=until,
                by=self.stage.actor(step.by).account,
                ends=ends,
            )
        )

    def _end(self, step: Step) -> None:
        last = self.holds[-1]
        self.holds.append(
            replace(
                last,
                at=step.at,
                waiting_for="none",
                reason=self.row["state"],
                until=None,
                by=self.stage.actor(step.by).account,
                ends=True,
            )
        )
        self._stop_all(step.at)

    def _start_clocks(self, at: datetime, *kinds: str, legal: str = "") -> None:
        wanted = [(kind, "internal") for kind in kinds] + ([(legal, "legal")] if legal else [])
        instance = self.row["instance"]
        for kind, basis in wanted:
            clock = self.terms.clock(
                kind,
                basis,
                self.row,
                at=at,
                grid=self.stage.grid(self.matter.person, self.matter.account),
                earlier=self.clocks.get((kind, basis, instance - 1)),
                holds=self.holds,
            )
            if clock is not None:
                self.clocks[kind, basis, instance] = clock

    def _stop(self, at: datetime, *kinds: str) -> None:
        for key, clock in self.clocks.items():
            if clock.kind in kinds and clock.ended_at is None:
                self.clocks[key] = replace(clock, ended_at=at)

    def _stop_all(self, at: datetime) -> None:
        self._stop(at, "first_response", "contact", "resolution", "evaluation")

    def _line(
        self, step: Step, event: type[Event], text: str = "", purpose: str = "", **facts: Any
    ) -> None:
        self.lines.append(
            HistoryEntry.of(
                event,
                at=step.at,
                by=self.stage.actor(step.by),
                text=Text(text, purpose=purpose) if text else None,
                **facts,
            )
        )
