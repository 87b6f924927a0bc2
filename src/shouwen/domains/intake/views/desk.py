"""The front desk: the caller, the form, what helps; one page, refreshed in parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseKind, Channel
from shouwen.domains.cases.models import Case
from shouwen.domains.intake import actions, callers, counter, helping, hints, rules, telephony
from shouwen.domains.intake.asking import PREFIX
from shouwen.domains.intake.callers import Caller
from shouwen.domains.intake.calling import draft_of
from shouwen.domains.intake.forms import DeskForm
from shouwen.kernel.errors import Refused
from shouwen.platform.access import idempotency
from shouwen.platform.access.errors import KeyReused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org

TYPED = frozenset(
    ("kind", "category", "title", "text", "channel", "name", "phone", "address", "unit", "answer")
)
"""What stays in the form while the caller is being found."""


@requires(rules.OPEN)
@require_http_methods(["GET", "POST"])
def desk(request: StaffRequest) -> HttpResponse:
    """受理台: an empty form, or the one sent in."""
    now = timezone.now()
    if request.method == "POST":
        return _submitted(request, now)
    return render(request, "intake/desk.html", opened_for(request, request.GET, now)[1])


def opened_for(
    request: StaffRequest, who: Mapping[str, Any], now: datetime
) -> tuple[DeskForm, dict[str, Any]]:
    """An empty form for this caller, or for nobody yet, and its page."""
    caller = _caller(request, who, now)
    form = DeskForm(initial=_initial(request, caller), caller=caller)
    return form, _page(request, form, now)


@requires(rules.OPEN)
@require_POST
def find(request: StaffRequest) -> HttpResponse:
    """来电识别: who has this number, account or name; what was typed in the form stays."""
    now = timezone.now()
    typed = request.POST.get("q", "").replace("\x00", "").strip()[:60]
    customer, _dot, account = request.POST.get("pick", "").partition(".")
    found = callers.candidates(typed, acting=request.acting) if typed and not customer else []
    if len(found) == 1:
        customer, account = str(found[0].id), callers.account_typed(found[0].id, typed)
    who = {} if request.POST.get("nobody") else {"customer": customer, "account": account}
    caller = _caller(request, who, now)
    form = DeskForm(initial=_typed(request, caller), caller=caller)
    context = _page(request, form, now) | {"q": typed, "found": found if caller is None else []}
    context["nobody_found"] = bool(typed) and not found and caller is None
    if context["nobody_found"]:
        form.initial.setdefault("phone" if typed.isdecimal() else "name", typed)
    context["title_focus"] = caller is not None or context["nobody_found"]
    return render(request, "intake/desk.html#desk" if request.htmx else "intake/desk.html", context)


@requires(rules.OPEN)
@require_POST
def limits(request: StaffRequest) -> HttpResponse:
    """时限预览 for the kind and channel chosen now."""
    now = timezone.now()
    caller = _caller(request, request.POST, now)
    return render(
        request,
        "intake/_form.html#limits",
        {"foreseen": _foreseen(request, DeskForm(request.POST, caller=caller), now), "now": now},
    )


@requires(rules.OPEN)
@require_POST
def fields(request: StaffRequest) -> HttpResponse:
    """事项类型: what may be chosen for the kind, and what the type chosen asks."""
    form = typed_form(request, timezone.now())
    return render(request, "intake/_form.html#fields", {"form": form})


def typed_form(request: StaffRequest, now: datetime) -> DeskForm:
    """The form as it stands on the desk, not judged yet."""
    caller = _caller(request, request.POST, now)
    return DeskForm(initial=_typed(request, caller), caller=caller)


@requires(rules.OPEN)
@require_POST
def similar(request: StaffRequest) -> HttpResponse:
    """相似事项 for the title typed so far."""
    now = timezone.now()
    context = {"alike": _alike(request, request.POST, now), "title": request.POST.get("title", "")}
    return render(request, "intake/desk.html#similar", context)


@requires(rules.OPEN)
@require_POST
def repeats(request: StaffRequest) -> HttpResponse:
    """同类在办 for the kind and account chosen now."""
    now = timezone.now()
    form = typed_form(request, now)
    context = {"form": form, "caller": form.caller, "now": now} | _second(request, form, now)
    return render(request, "intake/_form.html#repeats", context)


@requires(rules.OPEN)
@require_POST
def repeat(request: StaffRequest, pk: int) -> HttpResponse:
    """记为重复来电: the words go to the open matter, without an urge."""
    now = timezone.now()
    case = get_object_or_404(callers.urgable(request.acting), pk=pk)
    scope = f"intake.repeat:{request.acting.account.pk}:{pk}"

    def write() -> tuple[int, Any]:
        actions.repeat(case.pk, text=_said(request.POST), by=request.acting.actor(), at=now)
        telephony.done_with(draft_of(request.POST), case.pk, by=request.acting)
        return 200, {}

    try:
        if key := request.POST.get("key", "")[:80]:
            idempotency.once(scope, key, b"", write, at=now)
        else:
            write()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("intake:new"))
    said = _("Kept with %(number)s as a repeated call") % {"number": case.number}
    messages.success(request, _done(said, case, request))
    return HttpResponseRedirect(reverse("intake:new"))


@requires(rules.OPEN)
@require_POST
def urge(request: StaffRequest, pk: int) -> HttpResponse:
    """记为催单: an urge on the open matter instead of a second one."""
    now = timezone.now()
    case = get_object_or_404(callers.urgable(request.acting), pk=pk)
    scope = f"intake.urge:{request.acting.account.pk}:{pk}"
    key = request.POST.get("key", "")[:80]

    def write() -> tuple[int, Any]:
        made = cases.urge(
            case.pk,
            channel=_channel(request.POST, request),
            text=_said(request.POST),
            by=request.acting.actor(),
            at=now,
        )
        telephony.done_with(draft_of(request.POST), case.pk, by=request.acting)
        return 200, {"counted": made.counted}

    try:
        if key:
            counted = idempotency.once(scope, key, b"", write, at=now).response["counted"]
        else:
            counted = write()[1]["counted"]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("intake:new"))
    said = (
        _("Urge recorded on %(number)s; the handler and the leaders see it")
        if counted
        else _("%(number)s was urged a moment ago: kept as a repeated contact")
    )
    messages.success(request, _done(said % {"number": case.number}, case, request))
    return HttpResponseRedirect(reverse("intake:new"))


def _said(data: QueryDict) -> str:
    """The customer's words, else the line written for the list."""
    return (data.get("text", "").strip() or data.get("title", "").strip())[:4000]


# -- submission ----------------------------------------------------------------------------------


def _submitted(request: StaffRequest, now: datetime) -> HttpResponse:
    then = request.POST.get("then", "open")
    caller = _caller(request, request.POST, now)
    form = DeskForm(request.POST, caller=caller, solved=then == "solved")
    if not form.is_valid():
        return _again(request, form, now)
    scope = f"intake:{request.acting.account.pk}"
    try:
        answer = idempotency.once(
            scope,
            form.cleaned_data["key"],
            _body(request.POST),
            _writer(request, form, now),
            at=now,
        )
    except KeyReused:
        return _again(request, _fresh(request, caller, then), now, conflict=True)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _again(request, form, now)
    case = Case.objects.get(pk=answer.response["case"])
    said = _("%(number)s settled at once") if then == "solved" else _("%(number)s taken in")
    messages.success(request, _done(said % {"number": case.number}, case, request))
    if then == "open" and Case.objects.visible_to(request.acting.scope).filter(pk=case.pk).exists():
        return HttpResponseRedirect(reverse("cases:case", args=[case.pk]))
    return HttpResponseRedirect(reverse("intake:new"))


def _writer(request: StaffRequest, form: DeskForm, now: datetime) -> Any:
    def write() -> tuple[int, Any]:
        form.refuse_a_second()
        case = actions.take_in(
            **form.terms(),
            parent_id=helping.joined(request.POST.get("parent"), acting=request.acting),
            known_to=callers.reach(request.acting),
            by=request.acting.actor(),
            at=now,
        )
        telephony.done_with(draft_of(request.POST), case.pk, by=request.acting)
        return 201, {"case": case.pk, "number": case.number}

    return write


def _again(
    request: StaffRequest, form: DeskForm, now: datetime, *, conflict: bool = False
) -> HttpResponse:
    context = _page(request, form, now) | {"conflict": conflict}
    return render(request, "intake/desk.html", context, status=409 if conflict else 422)


def _fresh(request: StaffRequest, caller: Caller | None, then: str) -> DeskForm:
    """The same words under a new key: the page had been sent in before with other words."""
    data = request.POST.copy()
    data["key"] = DeskForm().fields["key"].initial
    return DeskForm(data, caller=caller, solved=then == "solved")


def _body(data: QueryDict) -> bytes:
    """What makes two submissions the same: everything but the token."""
    pairs = sorted(
        (name, value)
        for name, values in data.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    )
    return urlencode(pairs).encode()


def _done(said: str, case: Case, request: StaffRequest) -> str:
    """The result with a link, and the word to the browser that the draft has been taken."""
    if Case.objects.visible_to(request.acting.scope).filter(pk=case.pk).exists():
        said = format_html('<a href="{}">{}</a>', reverse("cases:case", args=[case.pk]), said)
    return format_html('{}<span data-draft-done="{}"></span>', said, draft_of(request.POST))


# -- what the page shows -------------------------------------------------------------------------


def _page(request: StaffRequest, form: DeskForm, now: datetime) -> dict[str, Any]:
    caller, acting = form.caller, request.acting
    account = caller.account if caller else None
    grid = account.grid_unit_id if account else None
    names = org.names([grid] if grid else [])
    data = form.data or form.initial
    return {
        "form": form,
        "caller": caller,
        "now": now,
        "grid": names.get(grid or 0, ""),
        "units": _units(),
        "foreseen": _foreseen(request, form, now),
        "nearby": hints.nearby(grid, names.get(grid or 0, ""), scope=callers.reach(acting), at=now),
        "alike": _alike(request, data, now),
        "help": helping.of(form, acting=acting, at=now),
        "title": data.get("title", ""),
        "my_day": counter.of_person(acting.staff_id, since=_midnight(request, now), until=now),
        "reach": acting.scope,
        "draft": draft_of(request.POST),
    } | _second(request, form, now)


def _second(request: StaffRequest, form: DeskForm, now: datetime) -> dict[str, Any]:
    """What speaks against a new matter: the open one it is most likely about, one settled just now."""
    caller, data = form.caller, form.data or form.initial
    if caller is None:
        return {"pressing": None, "settled": None}
    kind = str(data.get("kind") or CaseKind.CONSULTATION.value)
    account = caller.account.id if caller.account else None
    pressing = caller.pressing(kind, account)
    settled = None
    if pressing is None:
        settled = callers.just_settled(
            caller.id, kind=kind, account_id=account, acting=request.acting, at=now
        )
    same = bool(caller.alike(kind, account))
    return {"pressing": pressing, "settled": settled, "same_kind": same, "anew": data.get("anew")}


def _caller(request: StaffRequest, who: Mapping[str, Any], now: datetime) -> Caller | None:
    """The customer named in the form, with the account chosen there."""
    customer_id = _number(who.get("customer"))
    if customer_id is None:
        return None
    customer = callers.known(customer_id, acting=request.acting)
    if customer is None:
        return None
    account = _number(who.get("account"))
    return callers.caller(customer, account=account, acting=request.acting, at=now)


def _initial(request: StaffRequest, caller: Caller | None) -> dict[str, Any]:
    return {
        "kind": CaseKind.CONSULTATION.value,
        "channel": _channel({}, request),
        "customer": caller.id if caller else None,
        "account": caller.account.id if caller and caller.account else None,
    }


def _typed(request: StaffRequest, caller: Caller | None) -> dict[str, Any]:
    """What had been typed before the caller was found."""
    initial = _initial(request, caller)
    for name, value in request.POST.items():
        if value and (name in TYPED or name.startswith(PREFIX)):
            initial[name] = value
    initial["angry"] = bool(request.POST.get("angry"))
    initial["anew"] = bool(request.POST.get("anew"))
    if key := request.POST.get("key"):
        initial["key"] = key
    return initial


def _channel(data: Any, request: StaffRequest) -> str:
    given = data.get("channel")
    if given in Channel.values and given != Channel.IMPORT:
        return str(given)
    return Channel.HALL if request.acting.role_code == "hall_clerk" else Channel.HOTLINE


def _foreseen(request: StaffRequest, form: DeskForm, now: datetime) -> list[hints.Foreseen]:
    data, caller = form.data or form.initial, form.caller
    kind = data.get("kind")
    return hints.foresee(
        kind=kind if kind in CaseKind.values else CaseKind.CONSULTATION.value,
        category=form.type.code if form.type else "",
        channel=data.get("channel") or Channel.HOTLINE.value,
        unit=request.acting.unit_id,
        customer=caller.id if caller else None,
        account=caller.account.id if caller and caller.account else None,
        at=now,
    )


def _alike(request: StaffRequest, data: Any, now: datetime) -> list[Case]:
    kind = data.get("kind")
    return hints.alike(
        str(data.get("title") or "")[:200],
        kind=kind if kind in CaseKind.values else CaseKind.CONSULTATION.value,
        scope=request.acting.scope,
        at=now,
    )


def _units() -> list[str]:
    """The choices of "send on to": name and code, in the order of the tree."""
    return [f"{node.name} ({node.code})" for node in org.tree().walk() if node.active]


def _midnight(request: StaffRequest, now: datetime) -> datetime:
    zone = org.zone_of(request.acting.unit_id)
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _number(given: Any) -> int | None:
    text = str(given or "")
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None
