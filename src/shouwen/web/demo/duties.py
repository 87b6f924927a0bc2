"""What the departments of the demo branch have promised: drafted by a clerk, published by the head."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.duties import actions
from shouwen.domains.duties.actions import Terms
from shouwen.domains.duties.models import Duty
from shouwen.kernel.actor import Actor
from shouwen.web.demo import cast

_PROMISED: Mapping[str, list[tuple[str, str, str, int, str, int | None]]] = {
    "QC-ZC": [
        ("账务核对", "核对客户账单，说明多扣、补收的依据", "资费", 4, "hours", None),
        ("停机保号与复机", "停机保号期满、跨月复机的处理口径", "资费", 30, "minutes", 10),
        ("实名信息变更", "确认客户实名信息变更是否完成", "资费", 2, "working_days", None),
    ],
    "QC-WL": [
        ("故障恢复时间", "片区故障何时恢复，可以答复客户的时间", "宽带", 30, "minutes", 10),
        ("局端告警核查", "光功率偏低、频繁掉线时核查局端", "宽带", 2, "hours", None),
        ("割接计划", "割接窗口、影响范围和改期", "宽带", 8, "hours", None),
    ],
    "QC-SC": [
        ("套餐口径", "套餐说明、合约期内改档的统一口径", "资费", 4, "hours", 15),
        ("礼品与活动", "活动规则、礼品到货时间", "资费", 2, "working_days", None),
    ],
    "QC-KF": [
        ("投诉升级协调", "跨部门投诉的牵头与协调", "投诉", 2, "hours", 15),
        ("回访口径", "回访中发现的问题如何答复", "投诉", 8, "hours", None),
    ],
    "QC-QD": [
        ("营业网点事项", "网点营业时间、代办点受理范围", "资费", 4, "hours", 15),
    ],
}
"""Department → its duties: name, what for, topic, time, counted in, minutes for a waiting customer."""


@transaction.atomic
def promise(units: Mapping[str, int], actors: Mapping[str, Actor], *, at: datetime) -> None:
    """发布职责清单 of every department, once."""
    for code, duties in _PROMISED.items():
        if Duty.objects.filter(unit_id=units[code]).exists():
            continue
        head = actors[_head(code)]
        for name, purpose, topic, amount, counted_in, waiting in duties:
            terms = Terms(
                name=name,
                purpose=purpose,
                topic=topic,
                amount=amount,
                counted_in=counted_in,
                waiting_minutes=waiting,
                valid_from=localdate(at),
            )
            actions.draft(units[code], terms, by=head, at=at)
        actions.publish(units[code], by=head, at=at)


@transaction.atomic
def take_back(ours: frozenset[int], *, by: Actor, at: datetime) -> None:
    """Units that are no more promise nothing."""
    today = localdate(at)
    for duty in Duty.objects.published().filter(unit_id__in=ours, valid_to__isnull=True):
        actions.end(duty.pk, valid_to=max(today, duty.valid_from), by=by, at=at)


def _head(unit: str) -> str:
    return next(p.number for p in cast.players() if p.unit == unit and p.role == "department_head")
