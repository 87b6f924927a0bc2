"""投递: what was sent to whom, what waits, what failed and why; send again, cancel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from shouwen.kernel.actor import Actor
from shouwen.kernel.errors import Refused
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.notify import actions, queries, rules, words
from shouwen.platform.notify.actions.deliveries import CANCELLABLE, RESENDABLE
from shouwen.platform.notify.choices import State
from shouwen.platform.notify.models import Channel, Delivery
from shouwen.platform.notify.reasons import why
from shouwen.platform.ui.components.lists import Tab

PAGE = 50
_TABS: tuple[tuple[State | None, str], ...] = (
    (None, ""),
    (State.FAILED, "late"),
    (State.UNCERTAIN, "warn"),
    (State.QUEUED, ""),
    (State.HELD, ""),
    (State.SUPPRESSED, ""),
    (State.DELIVERED, ""),
)


@requires(rules.VIEW)
@require_GET
def deliveries(request: StaffRequest) -> HttpResponse:
    """The newest first, fifty a page, filtered by state, channel, person and matter."""
    now, wanted, scope = timezone.now(), _wanted(request.GET), request.acting.scope
    rows = queries.page(wanted, scope=scope, at=now, size=PAGE)
    context = {
        "rows": rows[:PAGE],
        "next": _address(request.GET, before=rows[PAGE - 1].delivery.pk)
        if len(rows) > PAGE
        else "",
        "first": _address(request.GET) if wanted.before is not None else "",
        "tabs": _tabs(request.GET, wanted, queries.counts(scope)),
        "wanted": wanted,
        "subject": request.GET.get("subject", ""),
        "channels": Channel.objects.order_by("pk"),
        "filtered": any((wanted.state, wanted.channel, wanted.text, wanted.kind)),
        "tones": TONES,
        "now": now,
    }
    return render(request, "notify/deliveries.html", context)


TONES = {
    State.SENT: "ok",
    State.DELIVERED: "ok",
    State.FAILED: "late",
    State.UNCERTAIN: "warn",
    State.HELD: "hold",
    State.QUEUED: "info",
    State.SENDING: "info",
}


def _wanted(given: QueryDict) -> queries.Wanted:
    kind, _, number = given.get("subject", "").partition(":")
    before = given.get("before", "")
    known = number.isdecimal() and len(number) < 19
    return queries.Wanted(
        state=given.get("state", "") if given.get("state", "") in State.values else "",
        channel=given.get("channel", "")[:40].replace("\x00", ""),
        text=given.get("q", "").strip()[:60].replace("\x00", ""),
        kind=kind[:16] if known else "",
        number=int(number) if known else None,
        before=whole(before),
    )


def _address(given: QueryDict, **changed: object) -> str:
    """This page with other filters; a changed filter begins at the first page."""
    query = given.copy()
    query.pop("before", None)
    for name, value in changed.items():
        query[name] = str(value)
        if value == "":
            query.pop(name)
    return f"?{query.urlencode()}"


def _tabs(given: QueryDict, wanted: queries.Wanted, counts: Any) -> list[Tab]:
    return [
        Tab(
            label=str(State(state).label) if state else gettext("All"),
            url=_address(given, state=state or ""),
            count=counts.get(state) if state else None,
            tone=tone,
            current=wanted.state == (state or ""),
        )
        for state, tone in _TABS
    ]


@requires(rules.VIEW)
@require_GET
def delivery(request: StaffRequest, pk: int) -> HttpResponse:
    """One delivery: where it stands, why, and every attempt."""
    now, found = timezone.now(), _visible(request, pk)
    (row,) = queries.rows([found], at=now)
    may = request.acting.may(rules.SEND)
    context = {
        "row": row,
        "tone": TONES.get(State(found.state), ""),
        "attempts": [(a, why(a.code)) for a in queries.attempts_of(found)],
        "said": words.said(found.said),
        "may_resend": may and found.state in RESENDABLE and found.channel_id is not None,
        "may_cancel": may and found.state in CANCELLABLE,
        "now": now,
    }
    return render(request, "notify/delivery.html", context)


@requires(rules.SEND)
@require_POST
def resend(request: StaffRequest, pk: int) -> HttpResponse:
    """Again, now, under a new id."""
    return _decided(request, pk, actions.resend, gettext("It is sent again."))


@requires(rules.SEND)
@require_POST
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, actions.cancel, gettext("It is cancelled."))


def _decided(
    request: StaffRequest, pk: int, act: Callable[..., Delivery], done: str
) -> HttpResponse:
    found = _visible(request, pk)
    by: Actor = request.acting.actor()
    at: datetime = timezone.now()
    try:
        act(found.pk, by=by, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("notify:delivery", found.pk)


def _visible(request: StaffRequest, pk: int) -> Delivery:
    seen = queries.visible(request.acting.scope).select_related("channel", "staff", "notice")
    return get_object_or_404(seen, pk=pk)
