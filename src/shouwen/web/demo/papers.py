"""Which papers the demo branch asks for, and which of them lie at its counters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.cases.choices import IN_WORK, Channel
from shouwen.domains.cases.models import Case
from shouwen.domains.papers import actions, queries
from shouwen.domains.papers.actions import Line
from shouwen.domains.papers.choices import Form
from shouwen.domains.papers.models import PaperList, Tick
from shouwen.kernel.actor import Actor
from shouwen.web.demo import cast
from shouwen.web.demo.moments import last_of
from shouwen.web.demo.stage import Stage

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WHY, NO_MORE = "业务办理规范：按事项收取材料", "演示结束，不再收取"
_IDENTITY = Line(name="户主身份证", note="与登记户名一致", form=Form.BOTH)
_MANDATE = Line(name="委托书", note="非本人办理时提供", form=Form.ORIGINAL, required=False)
LISTS: dict[tuple[str, str], tuple[Line, ...]] = {
    ("new_installation", ""): (
        _IDENTITY,
        Line(name="房产证或租赁合同", note="租户另附房东同意", form=Form.COPY),
        _MANDATE,
    ),
    ("relocation", ""): (
        _IDENTITY,
        Line(name="新址房产证或租赁合同", form=Form.COPY),
        Line(name="原址设备", note="光猫、机顶盒随迁或交回", form=Form.ORIGINAL, required=False),
    ),
    ("service_request", "过户与资料"): (
        _IDENTITY,
        Line(name="新户主身份证", note="过户时提供", form=Form.BOTH, required=False),
        Line(name="过户申请书", note="过户时提供，双方签名", form=Form.ORIGINAL, required=False),
        _MANDATE,
    ),
}
BROUGHT = 12
"""So many open matters have some of their papers here; of every third whatever must be there."""


@transaction.atomic
def ask_for(stage: Stage, *, at: datetime) -> None:
    """设材料清单 by the service manager; what is set already stays as it is."""
    by = stage.actor(cast.of_login("manager"))
    for (kind, category), lines in LISTS.items():
        if not PaperList.objects.filter(kind=kind, category=category).exists():
            since = localdate(at) + DAY
            actions.set_list(kind, category, lines, since=since, why=WHY, by=by, at=at)


@transaction.atomic
def bring(stage: Stage, *, until: datetime) -> int:
    """收件 of open matters by whoever took them in, once; how many papers are here."""
    if Tick.objects.filter(case__owner_unit_id__in=stage.units.values()).exists():
        return 0
    by_staff = {actor.staff: actor for actor in stage.actors.values()}
    here = 0
    for n, case in zip(range(BROUGHT), _waiting(stage, until), strict=False):
        wanted = queries.needed(case)
        must = [one for one in wanted if one.paper.required]
        brought, at = (must if n % 3 == 0 else wanted[: n % 3]), last_of(case)
        for nth, one in enumerate(brought, 1):
            by = by_staff[case.owner_id]
            actions.tick(case.pk, one.paper.pk, taken=True, seen=None, by=by, at=at + nth * MINUTE)
        here += len(brought)
    return here


def _waiting(stage: Stage, until: datetime) -> Iterator[Case]:
    """Open matters that need papers, whose story leaves time to bring them; those of the halls first."""
    found = Case.objects.filter(
        state__in=IN_WORK,
        kind__in={kind for kind, _category in LISTS},
        owner_unit_id__in=stage.units.values(),
        owner_id__isnull=False,
    )
    halls_first = sorted(
        found.order_by("-opened_at", "pk"), key=lambda c: c.channel != Channel.HALL
    )
    for case in halls_first:
        if queries.needed(case) and last_of(case) + 10 * MINUTE < until:
            yield case


@transaction.atomic
def take_back(*, by: Actor, at: datetime) -> None:
    """An empty list in place of each that the demo set last: nothing of it is wanted any more."""
    rows = PaperList.objects.filter(kind__in={kind for kind, _category in LISTS})
    newest = rows.order_by("kind", "category", "-valid_from").distinct("kind", "category")
    for row in newest.select_related("set_by__account"):
        ours = row.set_by is not None and row.set_by.account and row.set_by.account.is_demo
        if ours and row.papers.exists():
            since = max(localdate(at), row.valid_from) + DAY
            actions.set_list(row.kind, row.category, [], since=since, why=NO_MORE, by=by, at=at)
