"""What the people of the hotline have made for themselves: macros, and cases they watch."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.models import Case
from shouwen.domains.macros import actions as macros
from shouwen.domains.macros.models import Macro
from shouwen.domains.watching import actions as watching
from shouwen.platform.access.choices import ViewKind
from shouwen.platform.org.acting import acting_for
from shouwen.web.demo import cast
from shouwen.web.demo.floor import MARK
from shouwen.web.demo.stage import Stage

TAKE: list[tuple[str, dict[str, str]]] = [("accept", {}), ("start", {})]
HABITS: tuple[tuple[str, list[tuple[str, dict[str, object]]]], ...] = (
    (
        "三次未接通，约明日再联系",
        [
            ("note", {"text": "{number} 三次拨打均未接通，已发短信告知回拨方式。", "visibility": "internal"}),
            ("wait", {"waiting_for": "customer", "reason": "customer_absent", "hours": 24, "text": ""}),
        ],
    ),
    (
        "重启光猫后恢复，答复并邀评",
        [
            ("answer", {"text": "已指导您重启光猫，网络恢复正常。如再次断网，请随时来电。"}),
            ("invite", {}),
        ],
    ),
)  # fmt: skip
WATCHED = 3


@transaction.atomic
def keep(stage: Stage, *, at: datetime) -> int:
    """Keep them, once; how many macros there are."""
    if Macro.objects.exists():
        return 0
    keeper, leader = cast.of_login("org"), cast.of_login("leader")
    acting = acting_for(stage.actor(keeper).account or 0, post_id=None, at=at)
    assert acting is not None
    for name, steps in HABITS:
        macros.keep(name=name, kind=ViewKind.GLOBAL, steps=[*TAKE, *steps], acting=acting, at=at)
    for pk in (
        Case.objects.filter(extra__has_key=MARK)
        .order_by("pk")
        .values_list("pk", flat=True)[:WATCHED]
    ):
        watching.watch(pk, by=stage.actor(leader), at=at)
    return len(HABITS)
