"""The steps of a ladder: change one, add one, take one away; always as the ladder's next version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.kernel.errors import Refused
from shouwen.platform.access.addresses import safe_next
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks import ladders, rules
from shouwen.platform.clocks.choices import StepWhen
from shouwen.platform.clocks.ladders import Rung
from shouwen.platform.clocks.models import Ladder, Limit
from shouwen.platform.policies import laddering
from shouwen.platform.policies.forms import StepForm, initial_of_step


@requires(rules.CONFIGURE)
def edit_step(request: StaffRequest, code: str, n: int) -> HttpResponse:
    """One step of the newest version; saving makes the next version."""
    steps = _steps(request, code)
    mine = next((s for s in steps if s.n == n), None)
    if mine is None:
        raise Http404
    form = StepForm(request.POST or None, initial=initial_of_step(mine))
    if request.method == "POST" and form.is_valid():
        wanted = [form.rung(n) if s.n == n else s for s in steps]
        if _saved(request, code, wanted, form):
            return redirect(_back(request))
    return _page(request, form, code, title=_("Step %(n)s") % {"n": n}, n=n)


@requires(rules.CONFIGURE)
def add_step(request: StaffRequest, code: str) -> HttpResponse:
    """A further step, put where its time comes."""
    steps = _steps(request, code)
    form = StepForm(request.POST or None, initial={"channels": ["in_app"], "effects": ["notify"]})
    if request.method == "POST" and form.is_valid():
        wanted = _ordered([*steps, form.rung(len(steps) + 1)])
        if _saved(request, code, wanted, form):
            return redirect(_back(request))
    return _page(request, form, code, title=_("New step"), n=None)


@requires(rules.CONFIGURE)
def remove_step(request: StaffRequest, code: str, n: int) -> HttpResponse:
    """Take a step away; fires of the past stay."""
    steps = _steps(request, code)
    mine = next((s for s in steps if s.n == n), None)
    if mine is None or request.method != "POST":
        raise Http404
    form = StepForm(initial=initial_of_step(mine))
    left = [s for s in steps if s.n != n]
    if left and _saved(request, code, left, form):
        return redirect(_back(request))
    messages.error(request, _("A ladder needs a step."))
    return redirect(_back(request))


def _steps(request: StaffRequest, code: str) -> Sequence[Rung]:
    """The newest version; a ladder holds for everybody, so only who is responsible for all changes it."""
    if not request.acting.scope.everything:
        raise PermissionDenied(rules.CONFIGURE.code)
    ladder = Ladder.objects.filter(code=code).first()
    if ladder is None and code != ladders.DEFAULT:
        raise Http404
    newest = ladder.versions.order_by("-n").first() if ladder else None
    return ladders.rungs(newest.pk if newest else None)


def _ordered(steps: Sequence[Rung]) -> list[Rung]:
    """Steps before the due time by what they are measured in, then the due time, then later ones."""

    def place(step: Rung) -> tuple[int, int]:
        match step.when:
            case StepWhen.SHARE:
                return (0 if step.amount < 100 else 2 if step.amount == 100 else 3, step.amount)
            case StepWhen.BEFORE:
                return (1, -step.amount)
            case StepWhen.AFTER:
                return (3, step.amount)
            case _other:
                return (4, step.amount)

    return [replace(step, n=n) for n, step in enumerate(sorted(steps, key=place), start=1)]


def _saved(request: StaffRequest, code: str, steps: Sequence[Rung], form: StepForm) -> bool:
    name = "" if Ladder.objects.filter(code=code).exists() else _("Built-in ladder")
    try:
        made = clocks.save_ladder(
            code, steps, name=name, by=request.acting.actor(), at=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    told = _("Version %(n)s of the ladder holds for clocks that start from now on.")
    messages.success(request, told % {"n": made.n})
    return True


def _back(request: StaffRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next")
    return safe_next(request) if asked else resolve_url("policies:limits")


def _page(
    request: StaffRequest, form: StepForm, code: str, *, title: str, n: int | None
) -> HttpResponse:
    ladder = Ladder.objects.filter(code=code).first()
    used = Limit.objects.filter(ladder=ladder) if ladder else Limit.objects.none()
    context = {
        "form": form,
        "title": title,
        "ladder": ladder,
        "code": code,
        "n": n,
        "back": _back(request),
        "lines": laddering.lines(_steps(request, code)),
        "used": used.values("policy", "rank").distinct().count(),
        "now": timezone.now(),
    }
    return render(request, "policies/step.html", context, status=422 if form.errors else 200)
