"""A handful of appeals on the demo's desks: two decided, the others wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from shouwen.domains.appeals import actions as appeals
from shouwen.domains.appeals import rules
from shouwen.domains.appeals.choices import About, Ground
from shouwen.domains.appeals.models import Appeal
from shouwen.domains.appeals.queries import Contestable, contestable
from shouwen.platform.clocks.models import Verdict
from shouwen.web.demo import cast
from shouwen.web.demo.stage import Stage

MOST = 6
LOOKED_AT = 120
RECENT = timedelta(days=4)
WHY = (
    (Ground.SYSTEM_FAILURE, "当晚网管系统停机两小时，无法回单，故障单号见附件"),
    (Ground.FORCE_MAJEURE, "台风期间全城停电，抢修人员无法进场，有停电通知"),
    (Ground.CUSTOMER_CAUSED, "三次预约上门客户均不在家，有通话记录可查"),
    (Ground.NOT_OUR_LIABILITY, "主干光缆由施工单位挖断，不在本单位维护范围之内"),
)
DECIDED = ((True, "停机记录属实，该单不计入考核"), (False, "网管停机在答复期限之后，理由不成立"))


@transaction.atomic
def appeal(set_: Stage, *, until: datetime) -> None:
    """Each by somebody of the charged unit, an hour ago; the service manager decides the first two. Told once."""
    if Appeal.objects.exists():
        return
    made: list[Appeal] = []
    for one, case, by in _found(set_, until):
        ground, text = WHY[len(made) % len(WHY)]
        at = max(one.at, until - timedelta(hours=1))
        made.append(
            appeals.appeal(
                case, about=one.about, of=one.of, ground=ground, text=text, by=set_.actor(by), at=at
            )
        )
        if len(made) == MOST:
            break
    manager = set_.actor(next(p.number for p in cast.players() if p.login == "manager"))
    others = [row for row in made if not row.desk]
    for row, (upheld, text) in zip(others, DECIDED, strict=False):
        appeals.decide(row.pk, upheld=upheld, text=text, by=manager, at=until)


def _found(set_: Stage, until: datetime) -> list[tuple[Contestable, int, str]]:
    """Recent late verdicts charged to a unit where somebody may appeal, with that person's number."""
    speakers = {
        set_.units[p.unit]: p.number
        for p in cast.players()
        if rules.APPEAL in rules.PRESETS.get(p.role, ())
    }
    late = Verdict.objects.filter(
        verdict="breached",
        at__gte=until - RECENT,
        at__lte=until,
        unit_id__in=speakers,
        clock__subject_kind="case",
    )
    cases = dict.fromkeys(
        late.order_by("-at").values_list("clock__subject_id", flat=True)[:LOOKED_AT]
    )
    return [
        (one, case, speakers[one.unit])
        for case in cases
        for one in contestable(case)
        if one.about == About.VERDICT and one.unit in speakers and one.is_free
    ]
