"""What the front desk shows: the form as it stands, the caller, and what helps with the two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shouwen.domains.calls.calling import draft_of
from shouwen.domains.cases.choices import CaseKind, Channel
from shouwen.domains.cases.models import Case
from shouwen.domains.intake import callers, counter, helping, hints
from shouwen.domains.intake.callers import Caller
from shouwen.domains.intake.forms import DeskForm
from shouwen.domains.mattertypes.asking import PREFIX
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.org import queries as org

TYPED = frozenset(
    ("kind", "category", "title", "text", "channel", "name", "phone", "address", "unit", "answer")
)
"""What stays in the form while the caller is being found."""


def opened_for(
    request: StaffRequest, who: Mapping[str, Any], now: datetime
) -> tuple[DeskForm, dict[str, Any]]:
    """An empty form for this caller, or for nobody yet, and its page."""
    caller = caller_of(request, who, now)
    form = DeskForm(initial=initial(request, caller), caller=caller)
    return form, page(request, form, now)


def typed_form(request: StaffRequest, now: datetime) -> DeskForm:
    """The form as it stands on the desk, not judged yet."""
    caller = caller_of(request, request.POST, now)
    return DeskForm(initial=kept_words(request, caller), caller=caller)


def page(request: StaffRequest, form: DeskForm, now: datetime) -> dict[str, Any]:
    """The three panes for this form: who calls, what would apply, what helps."""
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
        "foreseen": foreseen(request, form, now),
        "nearby": hints.nearby(grid, names.get(grid or 0, ""), scope=callers.reach(acting), at=now),
        "alike": alike(request, data, now),
        "help": helping.of(form, acting=acting, at=now),
        "title": data.get("title", ""),
        "my_day": counter.of_person(acting.staff_id, since=_midnight(request, now), until=now),
        "reach": acting.scope,
        "draft": draft_of(request.POST),
    } | second(request, form, now)


def second(request: StaffRequest, form: DeskForm, now: datetime) -> dict[str, Any]:
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
    return {
        "pressing": pressing,
        "settled": settled,
        "same_kind": same,
        "anew": data.get("anew"),
        "barred": caller.barred(kind),
    }


def caller_of(request: StaffRequest, who: Mapping[str, Any], now: datetime) -> Caller | None:
    """The customer named in the form, with the account chosen there."""
    customer_id = _number(who.get("customer"))
    if customer_id is None:
        return None
    customer = callers.known(customer_id, acting=request.acting)
    if customer is None:
        return None
    account = _number(who.get("account"))
    return callers.caller(customer, account=account, acting=request.acting, at=now)


def initial(request: StaffRequest, caller: Caller | None) -> dict[str, Any]:
    """What an empty form begins with."""
    return {
        "kind": CaseKind.CONSULTATION.value,
        "channel": channel_of({}, request),
        "customer": caller.id if caller else None,
        "account": caller.account.id if caller and caller.account else None,
    }


def kept_words(request: StaffRequest, caller: Caller | None) -> dict[str, Any]:
    """What had been typed before the caller was found."""
    kept = initial(request, caller)
    for name, value in request.POST.items():
        if value and (name in TYPED or name.startswith(PREFIX)):
            kept[name] = value
    kept["angry"] = bool(request.POST.get("angry"))
    kept["anew"] = bool(request.POST.get("anew"))
    if key := request.POST.get("key"):
        kept["key"] = key
    return kept


def channel_of(data: Any, request: StaffRequest) -> str:
    given = data.get("channel")
    if given in Channel.values and given != Channel.IMPORT:
        return str(given)
    return Channel.HALL if request.acting.role_code == "hall_clerk" else Channel.HOTLINE


def foreseen(request: StaffRequest, form: DeskForm, now: datetime) -> list[hints.Foreseen]:
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


def alike(request: StaffRequest, data: Any, now: datetime) -> list[Case]:
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
    return whole(text)
