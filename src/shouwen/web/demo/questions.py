"""A few internal requests of the demo branch, in every state, asked and answered by the verbs themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from shouwen.domains.asks import actions as asks
from shouwen.domains.asks.models import Request
from shouwen.domains.cases.choices import IN_WORK
from shouwen.domains.cases.models import Case
from shouwen.domains.duties import queries as duties
from shouwen.platform.org.models import Staff
from shouwen.web.demo import cast
from shouwen.web.demo.moments import last_of
from shouwen.web.demo.stage import Stage

MINUTE = timedelta(minutes=1)
_ASKED = (
    ("QC-WL", True, "片区主干光缆是否中断？预计几点恢复，请给出可以答复客户的时间。", ()),
    ("QC-ZC", True, "客户称多扣 36 元，请核对账务并说明依据。", ("accept", "note")),
    ("QC-SC", False, "融合套餐次月起收费是否写入说明？按什么口径答复？", ("accept",)),
    ("QC-WL", True, "光功率偏低，请确认局端是否有告警。", ("accept", "answer")),
    ("QC-ZC", False, "停机保号期满跨月复机，是否补收当月费用？", ("answer",)),
    ("QC-SC", True, "礼品到货时间能否确认？", ("send_back",)),
    ("QC-ZC", True, "请确认客户实名信息变更是否已完成。", ("give_up",)),
    ("QC-WL", False, "割接窗口是否改期？", ("withdraw",)),
)
_QUICK = (
    (
        "QC-ZC",
        True,
        "停机保号期满，客户要求跨月复机，是否补收当月费用？",
        "停机保号与复机",
        "answer",
    ),
    ("QC-SC", False, "融合套餐合约期内能否改档？", "套餐口径", "answer"),
    ("QC-WL", False, "城关片区光缆割接几点结束？", "割接计划", "accept"),
    ("QC-ZC", False, "客户余额转出需要什么手续？", "", ""),
)
"""Asked at the counter, oldest first: whom, whether the customer waits, what, under which duty, what became of it."""
_CALLS = (
    ("QC-ZC", "客户发票抬头能否改？", "answered", "可以，当月内换开"),
    ("QC-WL", "望潮里是否停电？", "not_reached", ""),
)
_WORDS = {
    "note": {"text": "已调取账单明细，正在与系统日志核对"},
    "answer": {"text": "已核实，可按此答复客户；如需书面说明请再联系"},
    "send_back": {"text": "礼品到货由渠道部负责，请转渠道部确认"},
    "give_up": {"outcome": "not_reached", "text": "连续两次拨打无人接听"},
    "withdraw": {"text": "客户已自行查到，不需要答复"},
}
_BY_DEPARTMENT = {"accept", "note", "answer", "send_back"}
_VERBS: dict[str, Callable[..., Any]] = {v: getattr(asks, v) for v in (*_WORDS, "accept")}


@transaction.atomic
def ask_around(stage: Stage, *, until: datetime) -> int:
    """Ask about cases still in work, each some minutes after its last event; how many were asked.

    Nothing is asked twice when a fill goes on.
    """
    if Request.objects.filter(unit_id__in=stage.units.values()).exists():
        return 0
    asked = 0
    for case, (unit, blocking, text, verbs) in zip(_in_work(stage, until), _ASKED, strict=False):
        asker = case.handler_id or case.owner_id
        who = Staff.objects.values_list("number", flat=True).get(pk=asker or 0)
        at = last_of(case) + 5 * MINUTE
        made = asks.ask(
            case.pk,
            unit_id=stage.units[unit],
            text=text,
            blocking=blocking,
            by=stage.actor(who),
            at=at,
        )
        asked += 1
        for verb in verbs:
            at += 7 * MINUTE
            by = stage.actor(_clerk(unit) if verb in _BY_DEPARTMENT else who)
            _VERBS[verb](made.pk, by=by, at=at, **_WORDS.get(verb, {}))
        if verbs and verbs[-1] == "answer":
            asks.rate(made.pk, score=3 + blocking, by=stage.actor(who), at=at + 6 * MINUTE)
    return asked + _ask_quickly(stage, until)


def _ask_quickly(stage: Stage, until: datetime) -> int:
    """快速求助 of the hotline within the last two hours, two of them by phone."""
    front = next(p.number for p in cast.players() if p.role == "agent")
    by, at = stage.actor(front), until - 110 * MINUTE
    for unit, text, outcome, reply in _CALLS:
        asks.record_call(
            unit_id=stage.units[unit], text=text, outcome=outcome, reply=reply, by=by, at=at
        )
        at += 20 * MINUTE
    for unit, waiting, text, duty, verb in _QUICK:
        made = asks.ask_quickly(
            unit_id=stage.units[unit],
            text=text,
            waiting=waiting,
            duty_id=_duty(stage.units[unit], duty, at),
            by=by,
            at=at,
        )
        if verb:
            clerk = stage.actor(_clerk(unit))
            _VERBS[verb](made.pk, by=clerk, at=at + 2 * MINUTE, **_WORDS.get(verb, {}))
        if verb == "answer":
            asks.rate(made.pk, score=5 if waiting else 4, by=by, at=at + 5 * MINUTE)
        at += 20 * MINUTE
    return len(_CALLS) + len(_QUICK)


def _duty(unit: int, name: str, at: datetime) -> int | None:
    """The duty of that name which the department has in force."""
    return next((d.pk for d in duties.offered(unit, at=at) if d.name == name), None)


def _in_work(stage: Stage, until: datetime) -> Iterator[Case]:
    """Cases whose story leaves half an hour for a question."""
    departments = [stage.units[code] for code in cast.DEPARTMENTS]
    found = Case.objects.filter(state__in=IN_WORK, handler_unit_id__in=stage.units.values())
    for case in found.exclude(handler_unit_id__in=departments).order_by("-pk"):
        if (case.handler_id or case.owner_id) and last_of(case) + 30 * MINUTE < until:
            yield case


def _clerk(unit: str) -> str:
    """Who answers for a department in the demo."""
    return next(p.number for p in cast.players() if p.unit == unit and p.role == "department_clerk")
