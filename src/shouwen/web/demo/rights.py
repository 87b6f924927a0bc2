"""What people ask about their own data in the demo branch, and what is kept or leaves the house.

Everything goes through the actions themselves. What would hold in the whole installation is at most
proposed: the demo decides nothing for those who work beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import ENDED, CaseKind
from shouwen.domains.cases.models import KIND, Case
from shouwen.domains.privacy import actions
from shouwen.domains.privacy.choices import Checked, Delivered, RefusalGround, What, Wish
from shouwen.domains.privacy.models import DataRequest, LegalHold, Proposal
from shouwen.kernel.actor import Actor
from shouwen.platform.exports import actions as exports
from shouwen.platform.org.acting import acting_for
from shouwen.web.demo import cast
from shouwen.web.demo.stage import Stage

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, ``ago`` days before now; ``ground``: refused on it, ``said``: carried out."""

    ago: float
    title: str
    text: str
    channel: str = "hotline"
    wish: str = ""  # blank: nobody has registered yet what is wanted
    checked: str = Checked.CALL_BACK
    said: str = ""
    ground: str = ""


ASKED = (
    Asked(ago=24, title="要求撤回营销短信同意", text="不再接收套餐推荐短信和外呼。", wish=Wish.WITHDRAWAL,
          said="已撤回全部渠道的营销同意，今后不再外呼和发送推荐短信。"),
    Asked(ago=20, title="销户后要求删除个人信息", text="已销户，要求删除姓名、电话和装机地址。", channel="hall",
          wish=Wish.DELETION, checked=Checked.PAPERS),
    Asked(ago=17, title="要求删除去年的投诉记录", text="要求删除去年投诉的全部文字。", wish=Wish.DELETION,
          said="投诉记录在法定保存期限内，期满前仅存储，不作他用。", ground=RefusalGround.KEPT),
    Asked(ago=9, title="要求复制本人服务记录", text="到厅要求复制一年内的服务记录。", channel="hall",
          wish=Wish.COPY, checked=Checked.PAPERS, said="副本已在营业厅当面交付。"),
    Asked(ago=4, title="登记姓名有误要求更正", text="登记姓名与证件差一字，要求更正。", channel="hall",
          wish=Wish.CORRECTION, checked=Checked.PAPERS),
    Asked(ago=2, title="询问录音为何保存", text="询问通话录音的用途和保存时间。", wish=Wish.EXPLANATION,
          checked=Checked.NEEDLESS),
    Asked(ago=1, title="要求查阅本人资料", text="来电要求查阅登记资料，登记号码回拨未接。", wish=Wish.ACCESS,
          checked=Checked.FAILED),
    Asked(ago=0.04, title="要求复制账户资料", text="要求把账户资料寄到登记地址。"),
)  # fmt: skip
FILES = (
    ("manager", "cases.list", "xlsx", 1260, "工单 · 本月 · 全部", 6),
    ("boss", "bulletins.issue", "xlsx", 84, "旬通报 · 晴川市有线宽带", 5),
    ("leader", "cases.list", "csv", 310, "工单 · 本旬 · 热线一班", 3),
    ("hr", "blame.period", "xlsx", 92, "考核 · 上月", 2),
    ("county", "kpi.rows", "xlsx", 47, "超时率 · 望潮县分公司", 1),
)
"""Who took what, in which form, how many rows, of what, how many days before now."""
MORE = ("county", 5000, "省公司迎检，需一次导出本季度工单")
TALKED = "已与客户核对请求事项，告知答复期限"
HELD = "消费者协会调解中，调解结束前保留"
BASIS = "个人信息保护法第19条：实现处理目的所必要的最短时间；附件十八个月为本单位自定"


@transaction.atomic
def exercise(stage: Stage, *, until: datetime) -> int:
    """Ask, hold, propose and export, once; how many requests about personal data there are."""
    if Case.objects.filter(
        kind=CaseKind.DATA_REQUEST, owner_unit_id__in=stage.units.values()
    ).exists():
        return 0
    for n, asked in enumerate(ASKED):
        _ask(asked, n, stage, until)
    _keep(stage, until)
    _export(stage, until)
    return len(ASKED)


def _ask(asked: Asked, n: int, stage: Stage, until: datetime) -> None:
    front = stage.actor(cast.of_login("hall" if asked.channel == "hall" else "agent"))
    leader = stage.actor(cast.of_login("leader"))
    at = until - asked.ago * DAY
    case = cases.open_case(
        kind=CaseKind.DATA_REQUEST,
        channel=asked.channel,
        title=asked.title,
        text=asked.text,
        customer_id=stage.customers[n],
        account_id=stage.accounts[stage.folk[n].accounts[0].number],
        by=front,
        at=at,
    )
    cases.accept(case.pk, by=front, at=at + 3 * MINUTE)
    if not asked.wish:
        return
    cases.note(
        case.pk, text=TALKED, visibility="internal", contacted=True, by=front, at=at + 15 * MINUTE
    )
    row = actions.ask(
        case.pk, wish=asked.wish, checked=asked.checked, by=leader, at=at + 20 * MINUTE
    )
    if asked.said:
        _end(asked, row, stage, by=leader, at=at + 2 * DAY)
        cases.close(case.pk, by=front, at=at + 2 * DAY + 10 * MINUTE)


def _end(asked: Asked, row: DataRequest, stage: Stage, *, by: Actor, at: datetime) -> None:
    if asked.ground:
        actions.refuse(row.pk, ground=asked.ground, text=asked.said, by=by, at=at)
        return
    if asked.wish == Wish.COPY:
        number = _take(stage, "leader", "privacy.package", "zip", 23, row.case.number, at=at)
        actions.hand_over(row.pk, export_number=number)
    told = Delivered.COUNTER if asked.channel == "hall" else Delivered.TOLD
    actions.answer(row.pk, text=asked.said, delivered=told, by=by, at=at)


def _keep(stage: Stage, until: datetime) -> None:
    """法律保留 of one complaint, and a proposal that waits for a second person."""
    manager = stage.actor(cast.of_login("manager"))
    complaints = Case.objects.filter(
        kind=CaseKind.COMPLAINT, state__in=ENDED, owner_unit_id__in=stage.units.values()
    )
    if (case := complaints.order_by("pk").first()) is not None:
        actions.hold(case.subject, reason=HELD, by=manager, at=until - 30 * MINUTE)
    if not Proposal.objects.filter(decided_at=None).exists():
        actions.propose(
            "files",
            what=What.FILES,
            months=18,
            basis=BASIS,
            since=localdate(until) + 30 * DAY,
            by=manager,
            at=until - 90 * MINUTE,
        )


def _export(stage: Stage, until: datetime) -> None:
    for login, what, form, rows, scope, ago in FILES:
        _take(stage, login, what, form, rows, scope, at=until - ago * DAY)
    login, rows, reason = MORE
    account, by = _account(stage, login), stage.actor(cast.of_login("manager"))
    exports.grant(account, rows=rows, reason=reason, by=by, at=until - DAY)


def _take(
    stage: Stage, login: str, what: str, form: str, rows: int, scope: str, *, at: datetime
) -> int:
    """The number of the export."""
    acting = acting_for(_account(stage, login), post_id=None, at=at)
    assert acting is not None
    return exports.take(acting, what, form, rows=rows, scope=scope, at=at).number


def _account(stage: Stage, login: str) -> int:
    return stage.actor(cast.of_login(login)).account or 0


@transaction.atomic
def take_back(ours: frozenset[int], *, by: Actor, at: datetime) -> None:
    """What the demo proposed is not confirmed, what it held is held no longer."""
    for row in Proposal.objects.filter(decided_at=None, by__is_demo=True):
        actions.decide(row.pk, agree=False, by=by, at=at)
    mine = Case.objects.filter(owner_unit_id__in=ours).values("pk")
    for held in LegalHold.objects.filter(subject_kind=KIND, subject_id__in=mine, lifted_at=None):
        actions.lift(held.pk, by=by, at=at)
