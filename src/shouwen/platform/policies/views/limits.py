"""The pages about rules: read one, change it, add, stop, move the clocks that run, install a table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.clocks import rules
from shouwen.platform.clocks.choices import Statistic
from shouwen.platform.clocks.models import Limit, Policy
from shouwen.platform.org import queries as org
from shouwen.platform.policies import actions, shipped, words
from shouwen.platform.policies.forms import InstallForm, LimitForm, StopForm, initial_of
from shouwen.platform.policies.queries import rulebook
from shouwen.platform.policies.queries.means import means
from shouwen.platform.policies.views import page


@requires(rules.VIEW)
def limits(request: StaffRequest) -> HttpResponse:
    """The policy in force with its first rule; without any, how to begin."""
    policy = rulebook.policy_for(request.GET.get("policy", ""), on=page.today())
    if policy is not None:
        policy = page.found(request, policy.code)
    if policy is None:
        return render(request, "policies/none.html", {"may_edit": _everywhere(request)})
    listed = rulebook.rules_of(policy, on=page.today())
    if not listed:
        return render(request, "policies/limits.html", _shown(request, policy, None, None))
    return redirect("policies:limit", policy.code, listed[0].rank)


@requires(rules.VIEW)
def limit(request: StaffRequest, code: str, rank: int) -> HttpResponse:
    """One rule: read it, try it; and for whoever may, its next version with its effect."""
    policy = page.found(request, code)
    held = page.shown(policy, rank)
    context = _shown(request, policy, held, rank)
    form, status = None, 200
    if request.method == "POST":
        page.require(request, rules.CONFIGURE)
        page.changeable(request, code)
        form = LimitForm(request.POST, initial=_initial(held), at=timezone.now())
        if form.is_valid():
            answer = _act(request, policy, rank, form, context)
            if answer is not None:
                return answer
        status = 422 if form.errors else 200
    elif context["may_edit"]:
        form = LimitForm(initial=_initial(held), at=timezone.now())
    context |= _tried(request, held) | _means(request, held)
    if form is not None:
        context |= {"form": form, "conditions": page.conditions(form)}
    return render(request, "policies/limits.html", context, status=status)


def _act(
    request: StaffRequest, policy: Policy, rank: int, form: LimitForm, context: dict[str, Any]
) -> HttpResponse | None:
    """Preview, or save as the next version; a refusal stands above the form."""
    if request.POST.get("do") != "save":
        context["effect"] = page.effect(policy, rank, form, None)
        context["draft"] = page.draft_of(policy, rank, form)
        return None
    change = page.change_of(policy, rank, form, None)
    try:
        made = actions.change_limit(change, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    told = _("Version %(n)s holds from %(day)s; clocks that run keep theirs.")
    messages.success(request, told % {"n": made.version, "day": change.since.isoformat()})
    return redirect("policies:limit", policy.code, rank)


@requires(rules.CONFIGURE)
def new_limit(request: StaffRequest, code: str) -> HttpResponse:
    """A further rule, tried before another one or last of all."""
    policy = page.changeable(request, code)
    before = _number(request.GET.get("before", ""))
    like = page.shown(policy, before) if before is not None else None
    form = LimitForm(
        request.POST or None,
        initial=_initial(like) | {"name": ""} if like else _plain(),
        at=timezone.now(),
    )
    context = _shown(request, policy, None, None) | {"new": True, "before": like}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "save":
            try:
                made = actions.add_limit(
                    page.change_of(policy, None, form, before),
                    by=request.acting.actor(),
                    at=timezone.now(),
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The rule holds from its first day on."))
                return redirect("policies:limit", policy.code, made.rank)
        else:
            context["effect"] = page.effect(policy, None, form, before)
            context["draft"] = page.draft_of(policy, None, form)
    context |= {"form": form, "conditions": page.conditions(form)}
    return render(request, "policies/limits.html", context, status=422 if form.errors else 200)


@requires(rules.CONFIGURE)
def stop_limit(request: StaffRequest, code: str, rank: int) -> HttpResponse:
    """End a rule from a day on; its versions stay to be read."""
    policy = page.changeable(request, code)
    held = page.shown(policy, rank)
    form = StopForm(request.POST or None, at=timezone.now())
    if request.method == "POST" and form.is_valid():
        actions.stop_limit(
            policy.pk,
            rank,
            on=form.cleaned_data["on"],
            by=request.acting.actor(),
            at=timezone.now(),
        )
        messages.success(request, _("The rule ends; clocks that run keep it."))
        return redirect("policies:limit", policy.code, rank)
    return _ask(
        request,
        form,
        title=_("Stop rule: %(name)s") % {"name": held.name or words.kind_word(held.kind)},
        about=_("From that day on the rule fits no new matter. Clocks that run keep it."),
        submit=_("Stop rule"),
        back=resolve_url("policies:limit", policy.code, rank),
        danger=True,
    )


@requires(rules.CONFIGURE)
def move_open(request: StaffRequest, code: str, rank: int) -> HttpResponse:
    """Move open clocks to the version in force: first what it would do, then the job."""
    policy = page.changeable(request, code)
    held, now = page.shown(policy, rank), timezone.now()
    ahead = actions.move_open(
        held, on=page.today(), by=request.acting.actor(), at=now, preview=True
    )
    if request.method == "POST" and ahead.clocks:
        done = actions.move_open(held, on=page.today(), by=request.acting.actor(), at=now)
        told = ngettext("%(n)s clock was moved.", "%(n)s clocks were moved.", done.clocks)
        messages.success(request, told % {"n": done.clocks})
        return redirect("policies:limit", policy.code, rank)
    told = ngettext(
        "%(n)s open clock would get this version, %(red)s would be overdue at once.",
        "%(n)s open clocks would get this version, %(red)s would be overdue at once.",
        ahead.clocks,
    ) % {"n": ahead.clocks, "red": ahead.turned_red}
    return _ask(
        request,
        forms.Form(),
        title=_("Move open clocks: %(name)s") % {"name": held.name or words.kind_word(held.kind)},
        about=_(
            "Every move is kept in the ledger of its clock, with the former limit and due time."
            " Verdicts that are written stay."
        ),
        note=told,
        tone="late" if ahead.turned_red else "hold",
        submit=_("Move clocks"),
        back=resolve_url("policies:limit", policy.code, rank),
        empty=not ahead.clocks,
    )


@requires(rules.CONFIGURE)
def install(request: StaffRequest) -> HttpResponse:
    """从预设新建: a shipped table from a day on, in the place of the one that holds there."""
    scope, now = request.acting.scope, timezone.now()
    form = InstallForm(request.POST or None, scope=scope, at=now)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            policy = actions.install(
                told["preset"],
                since=told["since"],
                unit=told["unit"],
                by=request.acting.actor(),
                at=now,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The table holds from its first day on."))
            return redirect(f"{resolve_url('policies:limits')}?policy={policy.code}")
    context = {"form": form, "presets": [_told(p) for p in shipped.presets()], "now": now}
    return render(request, "policies/install.html", context, status=422 if form.is_bound else 200)


@requires(rules.VIEW)
def versions(request: StaffRequest, code: str, rank: int) -> HttpResponse:
    """版本记录: every version of a rule with who made it and when it held."""
    policy = page.found(request, code)
    mine = [v for v in rulebook.versions_of(policy) if v.rank == rank]
    if not mine:
        page.shown(policy, rank)
    makers = org.account_names([v.by_id for v in mine])
    rows = [
        {
            "limit": v,
            "amount": words.amount_words(v.amount, v.unit, v.calendar.code),
            "by": makers.get(v.by_id, "") if v.by_id else "",
            "never": v.valid.isempty,
        }
        for v in reversed(mine)
    ]
    return render(
        request,
        "policies/versions.html",
        {"policy": policy, "rank": rank, "rows": rows, "newest": mine[-1], "now": timezone.now()},
    )


def _told(preset: shipped.Preset) -> dict[str, Any]:
    rows = [
        {
            "limit": terms,
            "kind": words.kind_word(terms.kind),
            "amount": words.amount_words(terms.amount, terms.unit, terms.calendar),
            "mean": terms.statistic == Statistic.MEAN,
        }
        for terms in preset.limits
    ]
    return {"preset": preset, "rows": rows}


def _shown(
    request: StaffRequest, policy: Policy, held: Limit | None, rank: int | None
) -> dict[str, Any]:
    return page.context_of(request, policy, held, rank) | {
        "may_edit": page.may_edit(request, policy)
    }


def _tried(request: StaffRequest, held: Limit) -> dict[str, Any]:
    text = request.GET.get("try", "") or request.POST.get("try", "")
    trial, problem = page.trial(request, held, text, at=timezone.now())
    return {"try_text": text, "trial": trial, "trial_problem": problem}


def _means(request: StaffRequest, held: Limit) -> dict[str, Any]:
    """A mean is judged on the page itself: last month, the whole and each unit in sight."""
    if held.statistic != Statistic.MEAN:
        return {}
    last = page.today().replace(day=1) - timedelta(days=1)
    found = means(held, last.replace(day=1), last, at=timezone.now(), scope=request.acting.scope)
    names = org.names([m.unit for m in found if m.unit is not None])
    return {
        "means": [(m, names.get(m.unit, "") if m.unit else _("All units")) for m in found],
        "mean_month": last.replace(day=1),
    }


def _initial(held: Limit) -> dict[str, Any]:
    return initial_of(held, at=timezone.now())


def _plain() -> dict[str, Any]:
    return {
        "kind": "resolution",
        "unit": "hours",
        "calendar": "24x7",
        "reopen": "restart",
        "grade": "M",
        "since": actions.first_day(timezone.now()),
    }


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 9 else None


def _everywhere(request: StaffRequest) -> bool:
    return request.acting.may(rules.CONFIGURE) and request.acting.scope.everything


def _ask(request: StaffRequest, form: forms.Form, **verb: Any) -> HttpResponse:
    """One page for a verb with few fields: what happens, the fields, one button."""
    context = {"form": form, "verb": verb, "now": timezone.now()}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "policies/verb.html", context, status=status)
