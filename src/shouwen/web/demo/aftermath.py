"""What comes after an answer that did not hold: declarations of open matters, and follow-ups of old ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import IN_WORK, CaseKind, CaseState
from shouwen.domains.cases.models import DISSATISFIED, Case, Declaration
from shouwen.domains.reopening import actions as reopening
from shouwen.domains.reopening.queries import is_over
from shouwen.domains.teamwork.queries import follow_up_of
from shouwen.web.demo import cast
from shouwen.web.demo.moments import last_of
from shouwen.web.demo.stage import Stage

MINUTE = timedelta(minutes=1)
DECLARED = (
    "客户正式申告：约定时间内未恢复，要求书面答复",
    "客户申告服务未兑现，称已向多个渠道反映",
    "客户再次申告，要求说明责任单位",
    "客户申告超过承诺时限，要求按标准减免",
    "客户申告上门人员未到，要求当日处理",
    "客户申告同一线路一月内多次中断",
)
FOLLOWED = (
    "与上次同一地址同一故障，原案已过重开期限",
    "客户称上次处理后又出现相同情况",
)


@transaction.atomic
def come(stage: Stage, *, until: datetime) -> int:
    """Declare and follow up, once; how many cases follow an old one."""
    if Declaration.objects.filter(case__owner_unit_id__in=stage.units.values()).exists():
        return 0
    _declare(stage, until)
    return _follow(stage, until)


def _declare(stage: Stage, until: datetime) -> None:
    """申告 of the matters that have been open longest, at the hotline."""
    by = stage.actor(cast.of_login("agent"))
    for case, text in zip(_waiting(stage, until), DECLARED, strict=False):
        cases.declare(case.pk, text=text, by=by, at=last_of(case) + 20 * MINUTE)


def _waiting(stage: Stage, until: datetime) -> Iterator[Case]:
    found = Case.objects.filter(state__in=IN_WORK, owner_unit_id__in=stage.units.values())
    for case in found.exclude(kind=CaseKind.DATA_REQUEST).order_by("opened_at", "pk"):
        if last_of(case) + 30 * MINUTE < until:
            yield case


def _follow(stage: Stage, until: datetime) -> int:
    """续单 of the same customer, where the old case can no longer be reopened."""
    by, at, made = stage.actor(cast.of_login("agent")), until - 40 * MINUTE, 0
    for old, text in zip(_over(stage, at), FOLLOWED, strict=False):
        case = reopening.follow_up(old.pk, text=text, by=by, at=at)
        cases.accept(case.pk, by=by, at=at + 2 * MINUTE)
        at, made = at + 15 * MINUTE, made + 1
    return made


def _over(stage: Stage, at: datetime) -> Iterator[Case]:
    """Ended for good, with a customer who was not satisfied."""
    unhappy = Q(ratings__score__lte=DISSATISFIED) | Q(ratings__solved=False)
    found = Case.objects.filter(
        unhappy,
        state__in=[CaseState.CLOSED, CaseState.ARCHIVED],
        owner_unit_id__in=stage.units.values(),
        customer__isnull=False,
    )
    for case in found.distinct().order_by("pk"):
        if is_over(case, at=at) and follow_up_of(case.pk) is None:
            yield case
