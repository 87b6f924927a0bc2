"""时限与升级: the rules on the left, one of them in the middle, trial and effect on the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.forms.widgets import ChoiceWidget
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.permissions import Permission
from shouwen.platform.clocks import ladders, limits, matching, rules
from shouwen.platform.clocks.actions import draft_limit
from shouwen.platform.clocks.choices import Statistic
from shouwen.platform.clocks.models import Limit, Policy
from shouwen.platform.org import queries as org
from shouwen.platform.policies import laddering, words
from shouwen.platform.policies.actions import Change, first_day
from shouwen.platform.policies.actions.changing import free_rank
from shouwen.platform.policies.errors import UnusableDue
from shouwen.platform.policies.forms import LimitForm
from shouwen.platform.policies.queries import rulebook
from shouwen.platform.policies.queries.due import parse_instant
from shouwen.platform.policies.queries.previewing import Effect, effect_of
from shouwen.platform.policies.queries.seeing import may_see
from shouwen.platform.policies.queries.trying import Trial, try_limit, try_on


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule in the list on the left."""

    rank: int
    name: str
    amount: str
    here: bool
    planned: bool
    over: bool
    mean: bool
    legal: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as a pill with its choices; ``shown``: the values it wants, in words."""

    name: str
    label: str
    shown: str
    field: Any
    free: bool


def today() -> date:
    """The day it is where the company is."""
    roots = org.roots()
    zone = org.zone_of(roots[0].pk) if roots else ZoneInfo("Asia/Shanghai")
    return timezone.now().astimezone(zone).date()


def found(request: StaffRequest, code: str) -> Policy:
    """The policy, if it holds where the reader is or below."""
    acting = request.acting
    policy = Policy.objects.filter(code=code).first()
    if policy is None or not rulebook.may_read(policy, acting.scope, acting.unit_id):
        raise Http404
    return policy


def listed(request: StaffRequest) -> list[Policy]:
    """The policies a reader may see."""
    acting = request.acting
    return [p for p in rulebook.policies() if rulebook.may_read(p, acting.scope, acting.unit_id)]


def shown(policy: Policy, rank: int) -> Limit:
    limit = rulebook.version_in_force(policy, rank, on=today())
    if limit is None:
        raise Http404
    return limit


def changeable(request: StaffRequest, code: str) -> Policy:
    """The policy, if the acting post is responsible for everything it holds for."""
    policy = found(request, code)
    if not rulebook.may_change(policy, request.acting.scope):
        raise PermissionDenied(rules.CONFIGURE.code)
    return policy


def may_edit(request: StaffRequest, policy: Policy | None) -> bool:
    if policy is None or not request.acting.may(rules.CONFIGURE):
        return False
    return rulebook.may_change(policy, request.acting.scope)


def groups(policy: Policy, rank: int | None) -> list[tuple[str, list[Entry]]]:
    """The rules by what their clocks measure, in the order in which they are tried."""
    grouped: dict[str, list[Entry]] = {}
    for rule in rulebook.rules_of(policy, on=today()):
        limit = rule.limit
        entry = Entry(
            rule.rank,
            limit.name or words.kind_word(limit.kind),
            words.amount_words(limit.amount, limit.unit, limit.calendar.code),
            rule.rank == rank,
            rule.planned is not None,
            rule.over,
            limit.statistic == Statistic.MEAN,
            limit.basis == "legal",
        )
        grouped.setdefault(words.kind_word(limit.kind), []).append(entry)
    return list(grouped.items())


def conditions(form: LimitForm) -> list[Condition]:
    """The conditions as pills, in their fixed order."""
    listed = []
    labels = {
        "kind": _("Type"),
        "category": _("Category"),
        "channel": _("Came by"),
        "tier": _("Tier"),
        "area": _("Area"),
        "unit": _("Unit"),
    }
    for key in rulebook.KEYS:
        bound = form[f"match_{key}"]
        value = bound.value() or []
        if not isinstance(bound.field.widget, ChoiceWidget):
            listed.append(Condition(key, labels[key], str(value or ""), bound, True))
            continue
        known = {str(k): str(v) for k, v in bound.field.widget.choices}
        told = pgettext("between names", ", ").join(known.get(v, v) for v in value)
        listed.append(Condition(key, labels[key], told, bound, False))
    return listed


def ladder_of(limit: Limit) -> Mapping[str, Any]:
    """The ladder of a limit as picture and table."""
    pins = limits.rules().climbs.pins(limit.ladder_id)
    rungs = ladders.rungs(pins.version_id)
    revision = limits.latest_revisions()[limit.calendar_id]
    target = limits.as_terms(limit, revision).target
    return {
        "marks": laddering.marks(rungs, target.total_seconds() if target else None),
        "lines": laddering.lines(rungs),
        "ladder": limit.ladder,
        "ladder_code": limit.ladder.code if limit.ladder else ladders.DEFAULT,
        "due_x": laddering.DUE,
        "due_width": laddering.DUE - laddering.LEFT,
        "after_width": laddering.WIDTH - laddering.LEFT - laddering.DUE,
    }


def draft_of(policy: Policy, rank: int | None, form: LimitForm) -> Limit:
    """The version the form describes, not stored."""
    place = rank if rank is not None else free_rank(policy.pk, None)
    return draft_limit(policy, place, form.terms(), since=form.cleaned_data["since"])


def change_of(policy: Policy, rank: int | None, form: LimitForm, before: int | None) -> Change:
    return Change(
        policy_id=policy.pk,
        rank=rank,
        before=before,
        terms=form.terms(),
        since=form.cleaned_data["since"],
    )


def effect(policy: Policy, rank: int | None, form: LimitForm, before: int | None) -> Effect | None:
    """若按新版; nothing for a mean, which judges no clock."""
    draft = draft_of(policy, rank, form)
    if draft.statistic == Statistic.MEAN:
        return None
    return effect_of(draft, replaces=rank, before=before, at=timezone.now())


def trial(
    request: StaffRequest, limit: Limit, text: str, *, at: datetime
) -> tuple[Trial | None, str]:
    """试算: a matter's own clock, or one that starts at the time typed; else why not."""
    typed = text.strip()
    if not typed:
        return None, ""
    zone = ZoneInfo(limit.calendar.zone)
    if typed[:4].isdigit() and typed[4:5] in "-/":
        try:
            start = parse_instant(typed.replace("/", "-"), zone)
        except UnusableDue as refusal:
            return None, str(refusal)
        return try_limit(limit, start=start, unit=request.acting.unit_id, at=at), ""
    subject = matching.subject(typed if ":" in typed else f"case:{typed}")
    if subject is None or not may_see(subject, scope=request.acting.scope):
        return None, _("There is no such matter in sight.")
    tried = try_on(subject, limit, at=at)
    if tried is None:
        return None, _("This matter has no clock of this kind.")
    return tried, ""


def context_of(
    request: StaffRequest, policy: Policy, limit: Limit | None, rank: int | None
) -> dict[str, Any]:
    """What the page always shows."""
    told: dict[str, Any] = {
        "policy": policy,
        "policies": listed(request),
        "groups": groups(policy, rank),
        "limit": limit,
        "rank": rank,
        "first_day": first_day(timezone.now()),
        "now": timezone.now(),
        "unit_name": org.names([policy.unit_id]).get(policy.unit_id, "") if policy.unit_id else "",
    }
    if limit is not None:
        told |= ladder_of(limit)
        told |= {
            "amount": words.amount_words(limit.amount, limit.unit, limit.calendar.code),
            "hits": rulebook.hits(policy, limit.rank, at=timezone.now()),
            "kind_word": words.kind_word(limit.kind),
            "mean": limit.statistic == Statistic.MEAN,
        }
    return told


def require(request: StaffRequest, permission: Permission) -> None:
    """A page that everybody may read and few may change."""
    if not request.acting.may(permission):
        raise PermissionDenied(permission.code)
