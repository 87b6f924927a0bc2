"""Small foreign registers and their profiles, imported through the real path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shouwen.domains.imports.registers import plans, running
from shouwen.domains.imports.registers.running import Outcome
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.exchange.profiles import parse

NOW = datetime(2025, 10, 10, 4, 0, tzinfo=UTC)  # Friday noon in Shanghai

REGISTER = """
profile = "register"
title = "Register"
shape = "case"
zone = "Asia/Shanghai"
key = "no"
[read]
dates = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
missing = ["-"]
[units]
root = { code = "CITY", name = "City branch", kind = "city" }
[fields]
kind = { column = "kind", table = { fault = "fault_report", bill = "complaint" } }
opened_at = "opened"
due_at = { column = "due", end_of_day = true }
closed_at = "closed"
title = "title"
unit = "office"
answer = "answer"
[fields.extra]
street = "street"
"""
HEAD = "no,kind,opened,due,closed,title,office,answer,street"

LOG = """
profile = "log"
title = "Incident"
shape = "event_log"
zone = "UTC"
key = "no"
[read]
dates = ["%d/%m/%Y %H:%M"]
[units]
root = { code = "DESK", name = "Service desk", kind = "company" }
kind = "team"
[fields]
kind = { constant = "fault_report" }
opened_at = "opened"
at = "changed"
order = "n"
state = "state"
unit = "group"
[states]
New = "received"
Active = "in_progress"
Waiting = { state = "in_progress", waiting_for = "customer" }
Resolved = "answered"
Closed = "closed"
Odd = "no change"
"""
LOG_HEAD = "no,n,opened,changed,state,group"


@dataclass(frozen=True)
class Desk:
    """Where a test lays its files and imports them."""

    folder: Path

    def file(self, *lines: str, head: str = HEAD, name: str = "register.csv") -> Path:
        path = self.folder / name
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return path

    def take_in(
        self, *lines: str, profile: str = REGISTER, head: str = HEAD, dry_run: bool = False,
        at: datetime = NOW,
    ) -> Outcome:  # fmt: skip
        return self.take_file(self.file(*lines, head=head), profile=profile, dry_run=dry_run, at=at)

    def take_log(self, *lines: str, profile: str = LOG) -> Outcome:
        return self.take_in(*lines, profile=profile, head=LOG_HEAD)

    def take_file(
        self, path: Path, *, profile: str = REGISTER, dry_run: bool = False, at: datetime = NOW
    ) -> Outcome:
        plan = plans.plan(parse(profile, SHAPES))
        return running.run(
            path, plan, rejects_in=self.folder / "rejects", dry_run=dry_run, by=SYSTEM, at=at
        )
