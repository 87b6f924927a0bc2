"""到期清除: rules as dated data, and a run that goes on where an earlier one stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.privacy.actions.adopting import adopt
from shouwen.domains.privacy.actions.erasing import erase
from shouwen.domains.privacy.choices import What
from shouwen.domains.privacy.models import Rule, Run
from shouwen.domains.privacy.queries.due import due, rules_on
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks.models import EARLIEST
from shouwen.platform.policies import actions as policies

BATCH = 200
_MOMENT = timedelta(microseconds=1)
_NOTICE = timedelta(days=30)
_LAW = "个人信息保护法第19条：实现处理目的所必要的最短时间，未定月数；"
_SIX = _LAW + "六个月为本单位自定"
_TWO = _LAW + "二十四个月为本单位自定"
_THREE = _LAW + "三十六个月为本单位自定，参照民法典第188条三年诉讼时效"
SHIPPED: Sequence[tuple[str, str, list[str], int, str]] = (
    ("short-words", What.TEXTS, ["consultation", "suggestion", "commendation"], 6, _SIX),
    ("words", What.TEXTS, [], 24, _TWO),
    ("files", What.FILES, [], 24, _TWO),
    ("customers", What.CUSTOMERS, [], 36, _THREE),
    ("calls", What.CALLS, [], 6, _SIX),
)
"""What an installation starts with; nothing is erased until somebody runs it."""
UNFOUNDED = frozenset(
    {
        "个人信息保护法第十九条：保存期限应为实现处理目的所必要的最短时间；咨询类按行业惯例六个月",
        "个人信息保护法第十九条；电信用户申诉处理办法：申诉自知道权益受损之日起两年内提出",
        "个人信息保护法第四十七条；民法典第一百八十八条：诉讼时效三年",
    }
)
"""What the rules shipped earlier gave as their basis; the texts of the law do not give these numbers."""


@transaction.atomic
def install_presets(*, by: Actor, at: datetime) -> None:
    """The shipped rules once, the limits of requests, and old requests as cases; what was set stays.

    A rule that a newer version brings begins a month later: a house whose nights erase can object.
    """
    policies.complete({"kind": CaseKind.DATA_REQUEST.value}, since=EARLIEST, by=by, at=at)
    adopt(by=by, at=at)
    day = timezone.localdate(at)
    known = set(Rule.objects.values_list("code", flat=True))
    _say_the_source(day)
    since = day + _NOTICE if known else day
    Rule.objects.bulk_create(
        Rule(code=code, what=what, kinds=kinds, months=months, basis=basis, since=since)
        for code, what, kinds, months, basis in SHIPPED
        if code not in known
    )


def _say_the_source(day: date) -> None:
    """更正依据: rules of an earlier version named norms for numbers that no norm gives; once, in words."""
    for code, what, kinds, months, basis in SHIPPED:
        last = Rule.objects.filter(code=code).order_by("-since").first()
        if last and last.months == months and last.basis in UNFOUNDED:
            since = max(day, last.since + timedelta(days=1))
            set_rule(code, what=what, kinds=kinds, months=months, basis=basis, since=since)


def set_rule(
    code: str, *, what: str, months: int, basis: str, since: date, kinds: Sequence[str] = ()
) -> Rule:
    """改保存期限: from that day on this replaces what the code said before; rows are never edited."""
    return Rule.objects.create(
        code=code, what=what, kinds=list(kinds), months=months, basis=basis, since=since
    )


def run(*, by: Actor, at: datetime, most: int | None = None, only: str = "") -> Iterator[Run]:
    """Batch after batch, each a transaction with its own proof; ``most`` subjects in all.

    Stopped anywhere it goes on the next time: what was erased is not due again.
    """
    moment, left = at, most
    for rule in rules_on(timezone.localdate(at)):
        if only and rule.code != only:
            continue
        while left is None or left > 0:
            done = run_batch(rule.pk, by=by, at=moment, limit=min(BATCH, left or BATCH))
            if done is None:
                break
            moment += (
                _MOMENT  # each batch has an instant of its own: it is what its proof is found by
            )
            left = None if left is None else left - done.subjects
            yield done


@transaction.atomic
def run_batch(rule_id: int, *, by: Actor, at: datetime, limit: int = BATCH) -> Run | None:
    """One bounded batch of one rule; None when nothing is due. Two runs wait for each other."""
    rule = Rule.objects.select_for_update().get(pk=rule_id)
    found = due(rule, at=at, limit=limit)
    if not found.ids:
        return None
    last = Run.objects.order_by("-pk").values_list("digest", flat=True).first() or ""
    erased = erase(
        code=rule.code,
        words_of=found.ids if rule.what == What.TEXTS else (),
        files_of=found.ids if rule.what == What.FILES else (),
        people=found.ids if rule.what == What.CUSTOMERS else (),
        calls_of=found.ids if rule.what == What.CALLS else (),
        before=last,
        by=by,
        at=at,
    )
    return Run.objects.create(
        rule=rule,
        at=at,
        before=found.before,
        subjects=len(found.ids),
        texts=erased.texts,
        files=erased.files,
        fields=erased.fields,
        exempt=found.exempt,
        digest=erased.digest,
    )
