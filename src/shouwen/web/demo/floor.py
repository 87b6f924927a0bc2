"""What lies on the hotline's floor at the moment the demo is filled, whatever the hour.

Without it a demo started at night would show a shift leader an empty desk. Everything goes through the
verbs: matters overdue, soon due, urged, of upset customers, one area fault with its children, one
return to be ruled and one that went to arbitration.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import ANGRY, Case
from shouwen.domains.rulings import actions as rulings
from shouwen.domains.teamwork import actions as teamwork
from shouwen.web.demo import cast
from shouwen.web.demo.stage import Stage

MARK = "floor"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """One matter: taken in ``ago`` minutes before now, to be done in ``due`` minutes from now."""

    ago: int
    due: int
    team: int
    kind: str
    title: str
    text: str
    to: str = ""  # the unit it was dispatched to; blank: it still lies with the team
    urges: tuple[int, ...] = ()  # minutes before now
    angry: bool = False
    under: str = ""  # title of the area fault it belongs to
    returned: str = ""  # the unit its department proposes
    ruled: bool = False  # the return was refused, and arbitration is asked


AREA = "望潮里片区宽带中断，机房主光缆受损"
LYING = (
    Lying(ago=560, due=-123, team=0, kind="fault_report", title="整栋楼宽带无法上网，光猫红灯闪烁",
          text="昨晚起整栋楼断网，光猫指示灯红色闪烁，已重启无效。", to="WC-DW-G1", urges=(300, 90), angry=True),
    Lying(ago=520, due=-70, team=0, kind="complaint", title="装机后一周内三次断网，要求减免",
          text="新装一周断三次，要求减免本月费用并给出说法。", to="QC-WL", urges=(200,), angry=True),
    Lying(ago=470, due=-46, team=0, kind="fault_report", title="机顶盒开机停在进度条，老人收看受影响",
          text="机顶盒开机一直停在进度条，家中老人无法收看。"),
    Lying(ago=430, due=-31, team=1, kind="relocation", title="搬迁后原线路未拆，新址无信号",
          text="移机已过三天，新址仍无信号。", to="WC-XD-G1", urges=(60,)),
    Lying(ago=400, due=-22, team=0, kind="fault_report", title="夜间网速慢，第二次报修",
          text="每晚八点后网速很慢，上次上门后没有改善。", to="WC-NQ-G1"),
    Lying(ago=300, due=35, team=0, kind="consultation", title="停机保号期满如何收费",
          text="保号期下月到期，询问复机当月如何收费。", to="QC-ZC"),
    Lying(ago=280, due=55, team=0, kind="service_request", title="发票抬头有误要求换开",
          text="上月发票抬头写错，要求换开。", to="QC-ZC", returned="QC-QD"),
    Lying(ago=260, due=80, team=1, kind="complaint", title="营业厅排队过久，要求说明",
          text="东湾营业厅排队一个多小时，要求说明。", to="QC-SC", returned="QC-KF", ruled=True, angry=True),
    Lying(ago=240, due=110, team=0, kind="fault_report", title="电视频道花屏，遥控器失灵",
          text="多个频道花屏，遥控器间歇失灵。", to="WC-DW-G2"),
    Lying(ago=200, due=400, team=0, kind="fault_report", title=AREA,
          text="十余户来电，望潮里一至九栋同时断网，施工挖断主光缆。", to="QC-WL"),
    Lying(ago=190, due=420, team=0, kind="fault_report", title="望潮里三栋断网", text="三栋二单元断网。", to="WC-DW-G1", under=AREA),
    Lying(ago=180, due=430, team=0, kind="fault_report", title="望潮里七栋断网，在家办公",
          text="七栋断网，客户在家办公着急。", to="WC-DW-G1", under=AREA, urges=(40,)),
    Lying(ago=120, due=600, team=0, kind="new_installation", title="新装宽带预约周末上门",
          text="希望周六上午上门安装。", to="WC-DW-G2"),
    Lying(ago=30, due=700, team=0, kind="consultation", title="融合套餐合约期内能否改档", text="想把月费降一档，问违约金。"),
)  # fmt: skip


@transaction.atomic
def lay(stage: Stage, *, until: datetime) -> int:
    """Put them there, once; how many."""
    if Case.objects.filter(extra__has_key=MARK).exists():
        return 0
    made: dict[str, Case] = {}
    for n, lying in enumerate(LYING):
        made[lying.title] = _open(lying, n, stage, until)
    for lying in LYING:
        case, began = made[lying.title], until - lying.ago * MINUTE
        if lying.to:
            _hand_on(lying, case, stage, began)
        if lying.under:
            by = stage.actor(_agent(lying, 0))
            teamwork.put_under(
                case.pk, parent_id=made[lying.under].pk, by=by, at=began + 9 * MINUTE
            )
        if lying.returned:
            _send_back(lying, case, stage, began)
        for ago in lying.urges:
            by = stage.actor(_agent(lying, ago))
            cases.urge(
                case.pk, channel="hotline", text="客户再次来电催促", by=by, at=until - ago * MINUTE
            )
    return len(LYING)


def _open(lying: Lying, n: int, stage: Stage, until: datetime) -> Case:
    who = _customer(lying, n, stage)
    by, began = stage.actor(_agent(lying, n)), until - lying.ago * MINUTE
    case = cases.open_case(
        kind=lying.kind,
        channel="hotline",
        title=lying.title,
        text=lying.text,
        customer_id=stage.customers[who],
        account_id=stage.accounts[stage.folk[who].accounts[0].number],
        given_due_at=until + lying.due * MINUTE,
        extra={MARK: True} | ({"mood": ANGRY} if lying.angry else {}),
        by=by,
        at=began,
    )
    cases.accept(case.pk, by=by, at=began + 2 * MINUTE)
    return case


def _customer(lying: Lying, n: int, stage: Stage) -> int:
    """Somebody who lives where it is worked on, if a grid works on it."""
    at_home = [i for i, who in enumerate(stage.folk) if who.accounts[0].grid == lying.to]
    there = at_home or range(len(stage.folk))
    return there[-1 - n % len(there)]


def _hand_on(lying: Lying, case: Case, stage: Stage, began: datetime) -> None:
    by = stage.actor(_agent(lying, 0))
    cases.dispatch(case.pk, unit_id=stage.units[lying.to], by=by, at=began + 5 * MINUTE)


def _send_back(lying: Lying, case: Case, stage: Stage, began: datetime) -> None:
    """The department says whose it is; the leader refused one of them, and it goes further."""
    clerk = stage.actor(_of(lying.to, "department_clerk"))
    told: dict[str, Any] = {
        "reason": "not_ours",
        "text": "按职责分工第六条，此事由建议单位负责，附截图",
        "proposed_unit_id": stage.units[lying.returned],
    }
    asked = rulings.send_back(case.pk, **told, by=clerk, at=began + 30 * MINUTE)
    if lying.ruled:
        leader = stage.actor(_of(cast.HOTLINE[lying.team], "shift_leader"))
        rulings.rule(asked.pk, agree=False, by=leader, at=began + 50 * MINUTE)
        rulings.ask_arbitration(case.pk, **told, by=clerk, at=began + 80 * MINUTE)


def _agent(lying: Lying, n: int) -> str:
    """Somebody of the team that took it in."""
    agents = [
        p.number for p in cast.players() if (p.unit, p.role) == (cast.HOTLINE[lying.team], "agent")
    ]
    return agents[n % len(agents)]


def _of(unit: str, role: str) -> str:
    return next(p.number for p in cast.players() if (p.unit, p.role) == (unit, role))
