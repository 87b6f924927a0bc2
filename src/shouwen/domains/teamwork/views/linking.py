"""母单 and related cases: the card on both pages, the dialogs, what is done to all children."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.actions import RowResult
from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork import actions, forms, queries, rules
from shouwen.kernel.errors import Refused
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.permissions import Permission
from shouwen.platform.access.requires import requires
from shouwen.platform.ui import answers


def visible(request: StaffRequest, pk: int) -> Case:
    """The case, or 404 exactly as if it did not exist."""
    return get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)


def done(request: StaffRequest, text: object, case_id: int, **more: object) -> HttpResponse:
    """Nothing to swap: whatever shows the case hears that it changed."""
    page = reverse("cases:case", args=[case_id])
    return answers.done(request, text, page=page, changed={"case-changed": {"id": case_id}, **more})


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """One way to join two cases: its dialog, and what it does."""

    name: str
    title: Promise
    label: Promise
    note: Promise
    done: Promise
    act: Callable[..., Any]
    argument: str


_JOINTS = [
    Joint(
        name="put_under",
        title=gettext_lazy("Put under a parent case"),
        label=gettext_lazy("Number of the parent case"),
        note=gettext_lazy(
            "One cause for many: each case keeps its customer, its clocks and its own answer."
        ),
        done=gettext_lazy("Put under the parent case"),
        act=actions.put_under,
        argument="parent_id",
    ),
    Joint(
        name="relate",
        title=gettext_lazy("Relate to another case"),
        label=gettext_lazy("Number of the other case"),
        note=gettext_lazy("Whoever reads one sees the other; nothing else changes."),
        done=gettext_lazy("Related"),
        act=actions.relate,
        argument="other_id",
    ),
]


def _joint(joint: Joint) -> Callable[..., HttpResponse]:
    @requires(rules.LINK)
    @require_http_methods(["GET", "POST"])
    def view(request: StaffRequest, pk: int) -> HttpResponse:
        case, now = visible(request, pk), timezone.now()
        sent = request.POST if request.method == "POST" else None
        form = forms.LinkForm(sent, scope=request.acting.scope, label=joint.label)
        context: dict[str, Any] = {"case": case, "form": form, "joint": joint}
        if request.method == "POST" and form.is_valid():
            terms = {joint.argument: form.cleaned_data["other_id"]}
            try:
                joint.act(case.pk, by=request.acting.actor(), at=now, **terms)
            except Refused as refusal:
                context["refusal"] = refusal
            else:
                return done(request, joint.done, case.pk)
        context |= _offers(request, case, joint)
        status = 200 if sent is None else 409 if "refusal" in context else 422
        return render(request, "teamwork/_link.html", context, status=status)

    view.__name__ = joint.name
    view.__doc__ = f"{joint.act.__doc__}"
    return view


def _offers(request: StaffRequest, case: Case, joint: Joint) -> dict[str, Any]:
    """What the dialog offers to choose: open parents, then cases that may have the same cause."""
    scope = request.acting.scope
    near = queries.candidates(case, scope=scope)
    if joint.name != "put_under":
        return {"near": near}
    return {"parents": queries.open_parents(at=timezone.now(), scope=scope), "near": near}


put_under, relate = (_joint(joint) for joint in _JOINTS)


@requires(rules.LINK)
@require_POST
def part(request: StaffRequest, pk: int) -> HttpResponse:
    """移出母单: the link between this case and the other one ends."""
    case = visible(request, pk)
    typed = request.POST.get("other", "")
    other = whole(typed, otherwise=0)
    try:
        actions.part(case.pk, other_id=other, by=request.acting.actor(), at=timezone.now())
    except (Refused, Case.DoesNotExist):
        text = _("This link has been taken away already")
        happened = {"toast": {"text": text, "tone": "warn"}, "case-changed": {"id": pk}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(happened)})
    return done(request, _("The link was taken away"), case.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """One thing done to many cases of a parent at once."""

    name: str
    title: Promise
    note: Promise
    permission: Permission
    form: type[forms.TickForm]
    act: Callable[..., list[RowResult]]
    offer: Callable[..., list[Case]]
    ticked: bool = True


def _children(case: Case, request: StaffRequest) -> list[Case]:
    return queries.children_in_work(case.pk, scope=request.acting.scope)


def _candidates(case: Case, request: StaffRequest) -> list[Case]:
    return queries.candidates(case, scope=request.acting.scope)


_TOGETHER = [
    Together(
        name="take_under",
        title=gettext_lazy("Take cases under this one"),
        note=gettext_lazy("Cases in work of the same kind that began within two days."),
        permission=rules.LINK,
        form=forms.TickForm,
        act=actions.take_under,
        offer=_candidates,
        ticked=False,
    ),
    Together(
        name="answer_children",
        title=gettext_lazy("Answer the cases under it"),
        note=gettext_lazy("Each case is answered for itself; what is refused stays as it is."),
        permission=cases.ANSWER,
        form=forms.AnswerAllForm,
        act=actions.answer_children,
        offer=_children,
    ),
    Together(
        name="note_children",
        title=gettext_lazy("Note on the cases under it"),
        note=gettext_lazy("The same note is written on each of them."),
        permission=cases.WORK,
        form=forms.NoteAllForm,
        act=actions.note_children,
        offer=_children,
    ),
]


def _together(verb: Together) -> Callable[..., HttpResponse]:
    @requires(verb.permission)
    @require_http_methods(["GET", "POST"])
    def view(request: StaffRequest, pk: int) -> HttpResponse:
        case, now = visible(request, pk), timezone.now()
        sent = request.POST if request.method == "POST" else None
        form = verb.form(sent, offered=verb.offer(case, request), ticked=verb.ticked)
        context: dict[str, Any] = {"case": case, "form": form, "verb": verb}
        if sent is None or not form.is_valid():
            status = 200 if sent is None else 422
            return render(request, "teamwork/_together.html", context, status=status)
        terms = {name: value for name, value in form.cleaned_data.items() if name != "cases"}
        results = verb.act(
            case.pk,
            case_ids=form.cleaned_data["cases"],
            by=request.acting.actor(),
            at=now,
            **terms,
        )
        return _results(request, verb, case, results)

    view.__name__ = verb.name
    view.__doc__ = f"{verb.act.__doc__}"
    return view


def _results(
    request: StaffRequest, verb: Together, case: Case, results: list[RowResult]
) -> HttpResponse:
    """All done: the dialog closes. Otherwise it stays and names each that was refused, and why."""
    refused = [r for r in results if not r.done]
    n = len(results) - len(refused)
    text = ngettext("%(n)d case done", "%(n)d cases done", n) % {"n": n}
    if not refused:
        return done(request, text, case.pk)
    form = verb.form(offered=verb.offer(case, request), ticked=verb.ticked)
    context = {"case": case, "form": form, "verb": verb, "refused": refused, "done": text}
    answer = render(request, "teamwork/_together.html", context)
    answer.headers["HX-Trigger"] = json.dumps({"case-changed": {"id": case.pk}})
    return answer


take_under, answer_children, note_children = (_together(verb) for verb in _TOGETHER)
