"""Fill the demo branch in the background, and go on where a fill was cut short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from shouwen.domains.cases import actions as cases
from shouwen.domains.mattertypes import actions as mattertypes
from shouwen.domains.mattertypes import specs
from shouwen.kernel.actor import Actor
from shouwen.web.demo import (
    accounts,
    aftermath,
    batch,
    contested,
    floor,
    habits,
    issues,
    live,
    outbox,
    papers,
    plot,
    questions,
    remove,
    reworks,
    rights,
    rosters,
    stage,
    telephone,
    visits,
    voices,
)
from shouwen.web.demo.cast import ROOT
from shouwen.web.demo.customers import Person, people
from shouwen.web.demo.models import Branch
from shouwen.web.demo.script import Matter
from shouwen.web.demo.stage import Stage

LIVE = 200
"""The most recent matters are played live; the others are recorded in sets."""
SET = 400
"""Matters in one transaction of the batch path: about two seconds."""
TOGETHER = 10
"""Matters played live in one transaction: what is lost and told again when a fill is cut short."""
BESIDE: Sequence[Callable[..., object]] = (
    floor.lay,
    questions.ask_around,
    rights.exercise,
    aftermath.come,
    contested.appeal,
    papers.bring,
    visits.arrange,
    voices.speak,
    reworks.redo,
    accounts.tell,
    telephone.ring,
)
"""What is told beside the script, in this order, each once however often a fill goes on."""
_LOCK = 7_360_017
_BY = Actor(via="job")
Say = Callable[[str], None]


class Busy(Exception):
    """Another process fills the demo branch at this moment."""


class Removed(Exception):
    """The demo branch was taken away beside real data; it is not played twice in one home."""


def fill(*, password: str, now: datetime, say: Say) -> Branch:
    """Build and play the branch up to ``now``; does nothing when it is ready."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise Busy
    try:
        return _fill(password, now, say)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _fill(password: str, now: datetime, say: Say) -> Branch:
    branch = Branch.objects.first()
    if branch is not None and branch.removed_at is not None:
        raise Removed
    if branch is not None and branch.ready_at is not None:
        return branch
    folk = people()
    matters = plot.matters(branch.as_of if branch else now, folk)
    if branch is None:
        say("building the branch")
        branch, set_ = _build(folk, len(matters), password, now)
    else:
        set_ = stage.ready(folk)
    outbox.furnish(by=_BY, at=timezone.now())
    past = len(matters) - LIVE
    while branch.done < past:
        _record(branch, matters[branch.done : min(branch.done + SET, past)], set_)
        say(f"{branch.done} of {branch.total} matters")
    cases.settle()
    while branch.done < len(matters):
        _play(branch, matters[branch.done : branch.done + TOGETHER], set_)
    for tell in BESIDE:
        tell(set_, until=branch.as_of)
    habits.keep(set_, at=branch.as_of)
    say(f"{len(matters)} matters are in; freezing the bulletins of the past")
    first = branch.as_of - timedelta(days=plot.DAYS)
    issues.freeze_past(set_, since=first, until=branch.as_of)
    outbox.tell(by=_BY, at=timezone.now())
    outbox.invite_customers(by=_BY, at=timezone.now())
    Branch.objects.update(ready_at=timezone.now())
    branch.refresh_from_db()
    say("the demo branch is ready")
    return branch


@transaction.atomic
def _build(folk: list[Person], total: int, password: str, now: datetime) -> tuple[Branch, Stage]:
    began = now - timedelta(days=plot.DAYS + 30)
    built = stage.build(folk, password=password, by=_BY, at=began)
    rosters.put_up(built, by=_BY, at=now)
    mattertypes.install(specs.shipped("cable"), preset="cable", at=now)
    branch = Branch.objects.create(
        root_id=built.units[ROOT], as_of=now, total=total, began_at=now, moved_at=now
    )
    if remove.alone():  # what papers are asked for holds in the whole installation
        papers.ask_for(built, at=began)
    return branch, built


@transaction.atomic
def _record(branch: Branch, matters: list[Matter], set_: Stage) -> None:
    batch.record(matters, set_, by=_BY, at=branch.as_of)
    _moved(branch, len(matters))


@transaction.atomic
def _play(branch: Branch, matters: list[Matter], set_: Stage) -> None:
    for matter in matters:
        live.play(matter, set_)
    _moved(branch, len(matters))


def _moved(branch: Branch, n: int) -> None:
    branch.done += n
    branch.moved_at = timezone.now()
    branch.save(update_fields=["done", "moved_at"])
