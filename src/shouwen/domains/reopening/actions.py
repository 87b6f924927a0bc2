"""Reopen what a customer is dissatisfied with, follow up what can no longer be reopened, set the rule."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState, Channel
from shouwen.domains.cases.models import Case
from shouwen.domains.reopening.choices import Dissatisfied
from shouwen.domains.reopening.errors import CanBeReopened, FollowedAlready, RuleLiesBehind
from shouwen.domains.reopening.events import RuleSet
from shouwen.domains.reopening.models import Rule
from shouwen.domains.reopening.queries import is_over, rule_for, waits_for_a_word
from shouwen.domains.teamwork import actions as teamwork
from shouwen.domains.teamwork.queries import follow_up_of
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.notify.actions import tell
from shouwen.platform.org import queries as org

ASKED = "reopening.case.asked"
"""The kind of the notice that a customer is dissatisfied and somebody has to decide."""
TAKEN_UP = frozenset({CaseState.CLOSED, CaseState.ARCHIVED})


@transaction.atomic
def take_to_heart(case_id: int, *, by: Actor, at: datetime) -> bool:
    """不满意重开: what the customer's last word does to the case by the rule of its kind; whether it was reopened.

    Safe to run again: a reopened case is another instance, which nobody has judged; people are asked
    once about each judgement. A case that was reopened as often as the rule says is theirs to decide.
    """
    case = Case.objects.lock(case_id)
    said = waits_for_a_word(case, at=at)
    if said is None:
        return False
    rule = rule_for(case.kind, at=said.at)
    if rule.dissatisfied == Dissatisfied.AUTOMATIC and case.reopens < rule.times:
        cases.reopen(case.pk, rating=said, by=by, at=at)
        return True
    people = {leader.pk for leader in org.leaders_of(case.owner_unit_id, at=at)}
    people |= {case.owner_id} if case.owner_id is not None else set()
    tell(case.subject, ASKED, people, key=f"dissatisfied:{said.pk}", by=by, at=at)
    return False


@transaction.atomic
def follow_up(case_id: int, *, text: str = "", by: Actor, at: datetime) -> Case:
    """续单: the same trouble of the same customer again, when the old case can no longer be reopened.

    A case of its own, with its own first contact and clocks, linked with the old one, which stays as
    it ended. One open follow-up of a case at a time.
    """
    old = Case.objects.lock(case_id)
    if old.state not in TAKEN_UP or not is_over(old, at=at):
        raise CanBeReopened
    if (going_on := follow_up_of(old.pk)) is not None:
        raise FollowedAlready(number=going_on.number, case_id=going_on.pk)
    channel = Channel.OTHER if old.channel == Channel.IMPORT else old.channel
    case = cases.open_case(
        kind=old.kind,
        channel=channel,
        title=old.title,
        text=text.strip(),
        category=old.category,
        customer_id=old.customer_id,
        account_id=old.account_id,
        by=by,
        at=at,
    )
    teamwork.follow(case.pk, other_id=old.pk, by=by, at=at)
    return case


@transaction.atomic
def set_rule(
    since: date,
    *,
    kind: str = "",
    dissatisfied: str,
    times: int = 1,
    why: str,
    by: Actor,
    at: datetime,
) -> Rule:
    """设重开规则 from a day ahead on; what is in force until then stays as it is."""
    if since <= localdate(at) or Rule.objects.filter(kind=kind, valid_from__gte=since).exists():
        raise RuleLiesBehind
    row = Rule.objects.create(
        kind=kind,
        valid_from=since,
        dissatisfied=dissatisfied,
        times=times,
        why=why,
        by_id=by.staff,
        made_at=at,
    )
    event = RuleSet(
        subject=Subject("reopening_rule", row.pk),
        case_kind=kind,
        since=since.isoformat(),
        dissatisfied=dissatisfied,
        times=times,
    )
    record(event, by=by, at=at, text=Text(why, purpose="reason"))
    return row
