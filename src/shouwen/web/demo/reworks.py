"""Answers of the demo branch that did not hold: repeated faults under a limit whose reopening is a rework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import LimitTerms
from shouwen.platform.clocks.choices import ClockKind, Reopening
from shouwen.platform.clocks.models import Policy
from shouwen.web.demo import cast, errands
from shouwen.web.demo.stage import Stage

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
CODE, NAME = "demo_rework", "重复报修返工（演示分公司）"
CATEGORY = "重复报修"
OTHERS = 8
"""So many customers of the grid are left to other matters."""
_SAID = {
    "unit": "hours",
    "match": {"kind": "fault_report", "category": CATEGORY},
    "pauses_for": ("customer", "weather", "force_majeure"),
    "ladder": "repair",
    "source": "本单位自定：同一故障修后复发，按返工计",
    "grade": "M",
    "reopen": Reopening.REWORK.value,
}
LIMITS = (
    LimitTerms(kind=ClockKind.RESOLUTION.value, amount=24, name="故障修复 · 重复报修", **_SAID),  # type: ignore[arg-type]
    LimitTerms(kind=ClockKind.REWORK.value, amount=12, name="返工 · 重复报修", **_SAID),  # type: ignore[arg-type]
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, taken in ``ago`` hours before now, back ``back`` hours after; ``again``: mended for good."""

    ago: int
    back: int
    title: str
    first: str
    why: str
    again: str = ""


FAULTS = (
    Fault(20 * 24, 30, "光猫更换后次日又掉线", "已更换光猫，测试正常。", "回访客户称次日又掉线",
          "重新熔接入户光纤，光功率恢复正常，观察两小时无中断。"),
    Fault(12 * 24, 26, "电视花屏，上门后当晚复发", "已重做接头，信号恢复。", "客户来电称当晚又花屏",
          "更换分支器并整改楼道接线，全部频道正常。"),
    Fault(52, 44, "宽带每晚断线，第三次报修", "已重启端口，恢复上网。", "回访客户称每晚仍断线"),
    Fault(40, 36, "机顶盒更换后仍死机", "已更换机顶盒。", "客户称新机顶盒同样死机"),
)  # fmt: skip


@transaction.atomic
def redo(stage: Stage, *, until: datetime) -> int:
    """Put the limit up for the branch and play the faults, once; how many."""
    if Policy.objects.filter(code=CODE).exists():
        return 0
    began = until - 40 * DAY
    keeper = stage.actor(cast.of_login("system"))
    clocks.adopt_policy(
        CODE,
        LIMITS,
        name=NAME,
        unit=stage.units[cast.ROOT],
        since=localdate(began) + DAY,
        by=keeper,
        at=began,
    )
    for n, fault in enumerate(FAULTS):
        _play(fault, n, stage, until)
    return len(FAULTS)


def _play(fault: Fault, n: int, stage: Stage, until: datetime) -> None:
    caller, field = stage.actor(cast.of_login("callback")), stage.actor(cast.of_login("field"))
    at = until - fault.ago * HOUR
    said = {"kind": "fault_report", "category": CATEGORY, "title": fault.title}
    case = errands.send_out(stage, OTHERS + n, **said, at=at)
    _mend(case, fault.first, by=field, at=at + 3 * HOUR)
    back = at + fault.back * HOUR
    cases.evaluate(case.pk, score=2, solved=False, text=fault.why, by=caller, at=back - 10 * MINUTE)
    cases.reopen(case.pk, text=fault.why, by=caller, at=back)
    if fault.again:
        cases.answer(case.pk, text=fault.again, contacted=True, by=field, at=back + 7 * HOUR)
        cases.evaluate(case.pk, score=4, solved=True, by=caller, at=back + 20 * HOUR)


def _mend(case: Case, text: str, *, by: Actor, at: datetime) -> None:
    cases.start(case.pk, by=by, at=at)
    cases.answer(case.pk, text=text, contacted=True, by=by, at=at + 2 * HOUR)


@transaction.atomic
def take_back(*, by: Actor, at: datetime) -> None:
    """The limit fits nobody's matters any more."""
    for policy in Policy.objects.filter(code=CODE, stopped_at=None, valid__upper_inf=True):
        clocks.end_policy(policy.pk, on=localdate(at) + DAY, by=by, at=at)
