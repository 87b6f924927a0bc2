"""One row of every kind that says nothing of customers by itself: settings, duties, rosters, routes, views, sources.

With them each address that has an id or a code can be opened (tests/walking.py).
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils.timezone import localdate, now

from shouwen.domains.bulk.actions import begin
from shouwen.domains.cases.models import Case
from shouwen.domains.duties import actions as duties
from shouwen.domains.duties.actions import Terms
from shouwen.domains.hooks import actions as hooks
from shouwen.domains.macros import actions as macros
from shouwen.domains.mattertypes import actions as mattertypes
from shouwen.domains.mattertypes import specs
from shouwen.domains.privacy import actions as privacy
from shouwen.domains.routing import actions as routing
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import saved
from shouwen.platform.access.saved import Look
from shouwen.platform.org.acting import acting_for
from shouwen.platform.rosters.actions import ask_swap, record_absence
from shouwen.platform.rosters.models import Duty
from tests.factories.rosters import a_roster, a_shift
from tests.planted import NUMBERS, SAID
from tests.world import World

DAY = timedelta(days=1)


def furnish(world: World) -> None:
    """Everything once; what somebody types about a case or to a colleague is about the planted person."""
    _rosters(world)
    _settings(world)
    acting = acting_for(world.administrator.pk, post_id=None, at=now())
    assert acting is not None
    saved.save_view(
        "cases.list", name="宽带", look=Look(query="view=open"), acting=acting, at=now()
    )
    macros.keep(
        name="核实", kind="personal", steps=[("note", {"text": "已核实", "visibility": "internal"})],
        acting=acting, at=now(),
    )  # fmt: skip
    seen = {case.pk: case.version for case in Case.objects.order_by("pk")[:1]}
    begin("note", seen, terms={"text": SAID}, key=uuid4(), acting=acting, at=now())


def _settings(world: World) -> None:
    by, at, today = world.actor("0109"), now(), localdate()
    mattertypes.install(specs.shipped("cable"), preset="cable", at=at)
    routing.add_route(
        unit_id=world.units["QC-NET"],
        why="制度",
        since=today + DAY,
        kind="fault_report",
        by=by,
        at=at,
    )
    terms = Terms(
        name="光缆抢修时间", purpose="答复客户", topic="光缆", amount=2, counted_in="hours",
        waiting_minutes=8, valid_from=today,
    )  # fmt: skip
    duties.draft(world.units["QC-NET"], terms, by=world.actor("0113"), at=at)
    hooks.open_source(
        code="app", name="手机应用", unit_id=world.units["QC-HOT"], channel="app", by=by, at=at
    )
    privacy.propose(
        "words", what="texts", months=12, basis="制度", since=today + 2 * DAY, by=by, at=at
    )


def _rosters(world: World) -> None:
    """A published duty that its holder asks a colleague to take, and a day of leave."""
    unit = world.unit("QC-HOT")
    shift = a_shift(unit, "early")
    begins = now().replace(minute=0, second=0, microsecond=0) + 5 * DAY
    duty = Duty.objects.create(
        roster=a_roster(unit, ["early"]), unit=unit, staff_id=world.staff["0101"], shift=shift,
        kind="day", on=begins.date(), since=begins, until=begins + timedelta(hours=8), state="published",
    )  # fmt: skip
    ask_swap(duty.pk, world.staff["0102"], note=NUMBERS, by=world.actor("0101"), at=now())
    away = localdate() + 30 * DAY
    record_absence(world.staff["0101"], "leave", first=away, last=away, by=SYSTEM, at=now())
