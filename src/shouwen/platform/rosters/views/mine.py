"""我的值班: own duties and presence, who is on duty now, and swaps; made for the phone."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org.queries import zone_of
from shouwen.platform.rosters import actions, queries, rules
from shouwen.platform.rosters.actions.swapping import rests_after
from shouwen.platform.rosters.choices import OPEN_SWAPS, PresenceState, SwapState
from shouwen.platform.rosters.models import Duty, Swap
from shouwen.platform.rosters.planning import Person
from shouwen.platform.rosters.queries.reading import (
    current_duty,
    duties_of,
    last_presence,
    now_utc_day,
    people_of,
    plan,
    visible_rosters,
)
from shouwen.platform.rosters.views.pages import now, tabs, told
from shouwen.platform.rosters.words import weekday

TWO_WEEKS = timedelta(days=14)
MOST_SWAPS = 30
STRIP_SECONDS = 120


@requires(rules.VIEW)
@require_GET
def mine(request: StaffRequest) -> HttpResponse:
    at, acting = now(), request.acting
    staff, unit = acting.staff_id, acting.unit_id
    there = queries.on_duty(unit, at=at) if unit is not None else []
    context = {
        "tabs": tabs(request, "rosters:mine"),
        "staff_id": staff,
        "duties": _duties(staff, at) if staff is not None else [],
        "manager": queries.duty_manager(unit, at=at) if unit is not None else None,
        "there": [_present(d) for d in there],
        "unit_name": acting.unit_name,
        "now": at,
    }
    return render(request, "rosters/mine.html", context | _presence(staff, at))


@requires(rules.VIEW)
@require_GET
def strip(request: StaffRequest) -> HttpResponse:
    """The line of the shell's header: one's own shift, and the duty manager now; kept by the browser a while."""
    at, acting = now(), request.acting
    duty = current_duty(acting.staff_id, at=at) if acting.staff_id is not None else None
    manager = queries.duty_manager(acting.unit_id, at=at) if acting.unit_id is not None else None
    context = {"duty": duty, "zone": zone_of(acting.unit_id), "manager": manager}
    response = render(request, "rosters/_strip.html", context)
    response.headers["Cache-Control"] = f"private, max-age={STRIP_SECONDS}"
    return response


def _presence(staff: int | None, at: datetime) -> dict[str, Any]:
    last = last_presence(staff, at=at) if staff is not None else None
    state = last.state if last else PresenceState.OFF
    choices = {
        PresenceState.OFF: [("on", gettext("Check in"), "login-2")],
        PresenceState.ON: [
            ("break", gettext("Take a break"), "player-pause"),
            ("off", gettext("Check out"), "logout"),
        ],
        PresenceState.BREAK: [
            ("on", gettext("Back at work"), "player-play"),
            ("off", gettext("Check out"), "logout"),
        ],
    }
    return {
        "presence_words": PresenceState(state).label,
        "presence_since": last.at if last else None,
        "presence_choices": choices[PresenceState(state)],
    }


def _present(duty: queries.OnDuty) -> dict[str, Any]:
    words = {
        "on": gettext("checked in"),
        "break": gettext("on a break"),
        "off": gettext("checked out"),
    }
    return {
        "staff_id": duty.staff_id,
        "name": duty.name,
        "shift": duty.shift,
        "until": duty.until,
        "live": duty.presence == PresenceState.ON,
        "word": words.get(duty.presence, ""),
    }


def _duties(staff: int, at: datetime) -> list[dict[str, Any]]:
    found = duties_of(staff, since=at, until=at + TWO_WEEKS)
    ids = [d.pk for d in found]
    open_swaps = Swap.objects.filter(state__in=OPEN_SWAPS).filter(
        Q(duty_id__in=ids) | Q(against_id__in=ids)
    )
    swaps = {pk: s for s in open_swaps for pk in (s.duty_id, s.against_id)}
    rows = []
    for duty in found:
        zone = zone_of(duty.unit_id)
        swap = swaps.get(duty.pk)
        rows.append(
            {
                "duty": duty,
                "zone": zone,
                "weekday": weekday(duty.on),
                "today": duty.on == now_utc_day(at, zone),
                "swap": SwapState(swap.state).label if swap else "",
                "may_swap": duty.since > at,
            }
        )
    return rows


@requires(rules.VIEW)
@require_POST
def check(request: StaffRequest) -> HttpResponse:
    """签到、小休、签退."""
    state = request.POST.get("state", "")
    if state not in PresenceState.values or request.acting.staff_id is None:
        raise Http404
    try:
        actions.check(request.acting.staff_id, state, by=request.acting.actor(), at=now())
    except Refused as refusal:
        return told(request, reverse("rosters:mine"), "", refusal)
    return redirect("rosters:mine")


@requires(rules.VIEW)
@require_GET
def swaps(request: StaffRequest) -> HttpResponse:
    """To answer, to approve, one's own, and what became of earlier ones."""
    at, acting = now(), request.acting
    staff = acting.staff_id or 0
    found = Swap.objects.select_related(
        "asker", "colleague", "duty__shift", "against__shift", "duty__roster"
    ).order_by("-asked_at", "-pk")
    own = Q(asker_id=staff) | Q(colleague_id=staff)
    opens = Q(state__in=OPEN_SWAPS, duty__since__gt=at)
    leading = found.none()
    if acting.may(rules.PLAN):
        seen = visible_rosters(acting).values("pk")
        leading = found.filter(state=SwapState.AGREED, duty__since__gt=at, duty__roster_id__in=seen)
        leading = leading.exclude(own)
    groups = [
        (gettext("For me to answer"), [_swap(s, staff, at) for s in found.filter(opens, colleague_id=staff, state=SwapState.ASKED)], gettext("Nobody asks you for a swap.")),
        (gettext("My own"), [_swap(s, staff, at) for s in found.filter(opens & own).exclude(colleague_id=staff, state=SwapState.ASKED)], gettext("You have asked for none. Ask from your list of duties.")),
        (gettext("Past swaps"), [_swap(s, staff, at) for s in found.filter(own).exclude(opens)[:MOST_SWAPS]], gettext("None yet.")),
    ]  # fmt: skip
    if acting.may(rules.PLAN):
        to_approve = [_swap(s, staff, at, leader=True, may_override=acting.may(rules.OVERRIDE)) for s in leading[:MOST_SWAPS]]  # fmt: skip
        groups.insert(0, (gettext("For me to approve"), to_approve, gettext("Nothing waits for approval.")))  # fmt: skip
    return render(request, "rosters/swaps.html", {"tabs": tabs(request, "rosters:swaps"), "groups": groups})  # fmt: skip


def _swap(
    swap: Swap, staff: int, at: datetime, *, leader: bool = False, may_override: bool = False
) -> dict[str, Any]:
    verbs: list[tuple[str, str, bool]] = []
    warning = ""
    running = swap.state in OPEN_SWAPS and swap.duty.since > at
    if leader:
        rests = rests_after(swap, at=at)
        if rests:
            warning = gettext("Afterwards somebody rests less than 11 hours.")
        if not rests or may_override:
            verbs.append(("approve", gettext("Approve"), True))
        verbs.append(("refuse", gettext("Refuse"), False))
    elif running and swap.colleague_id == staff and swap.state == SwapState.ASKED:
        verbs = [("agree", gettext("Agree"), True), ("refuse", gettext("Refuse"), False)]
    elif running and swap.asker_id == staff:
        verbs = [("withdraw", gettext("Withdraw"), False)]
    tones = {SwapState.APPROVED: "ok", SwapState.REFUSED: "late", SwapState.AGREED: "info"}
    lapsed = swap.state in OPEN_SWAPS and not running
    return {
        "swap": swap,
        "duty_words": duty_words(swap.duty),
        "against_words": duty_words(swap.against) if swap.against else "",
        "state": gettext("Lapsed") if lapsed else SwapState(swap.state).label,
        "tone": tones.get(SwapState(swap.state), ""),
        "verbs": verbs,
        "warning": warning,
        "needs_reason": bool(warning) and may_override,
    }


def duty_words(duty: Duty) -> str:
    """10-13 周一 早班."""
    return f"{duty.on:%m-%d} {weekday(duty.on)} {duty.shift.name}"


@requires(rules.VIEW)
@require_POST
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Agree, refuse, withdraw or approve; a swap of others is not there for who plans nothing of it."""
    acting, verb, at = request.acting, request.POST.get("verb", ""), now()
    swap = get_object_or_404(Swap.objects.select_related("duty"), pk=pk)
    leads = acting.may(rules.PLAN) and visible_rosters(acting).filter(pk=swap.duty.roster_id).exists()  # fmt: skip
    if acting.staff_id not in (swap.asker_id, swap.colleague_id) and not leads:
        raise Http404
    despite = request.POST.get("despite", "").strip()
    if despite and not acting.may(rules.OVERRIDE):
        raise PermissionDenied(rules.OVERRIDE.code)
    by = acting.actor()
    try:
        if verb == "agree":
            actions.agree_swap(pk, by=by, at=at)
        elif verb == "withdraw":
            actions.withdraw_swap(pk, by=by, at=at)
        elif verb == "refuse":
            actions.refuse_swap(pk, leader=leads, by=by, at=at)
        elif verb == "approve" and leads:
            actions.approve_swap(pk, despite=despite, by=by, at=at)
        else:
            raise Http404
    except Refused as refusal:
        return told(request, reverse("rosters:swaps"), "", refusal)
    return redirect("rosters:swaps")


@requires(rules.VIEW)
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer a duty of one's own to a colleague, for one of his or for nothing."""
    at, staff = now(), request.acting.staff_id
    own = Duty.objects.published().filter(staff_id=staff or 0)
    duty = get_object_or_404(own.select_related("shift", "roster"), pk=pk)
    refusal = ""
    if request.method == "POST":
        colleague, _, against = request.POST.get("choice", "").partition(":")
        if colleague.isdecimal() and (not against or against.isdecimal()):
            try:
                actions.ask_swap(
                    pk,
                    int(colleague),
                    against_id=int(against) if against else None,
                    note=request.POST.get("note", ""),
                    by=request.acting.actor(),
                    at=at,
                )
            except Refused as refused:
                refusal = str(refused)
            else:
                return told(request, reverse("rosters:swaps"), gettext("The colleague is asked"), None)  # fmt: skip
        else:
            refusal = gettext("Choose a colleague")
    context = {"words": duty_words(duty), "choices": _choices(duty, at), "refusal": refusal}
    return render(request, "rosters/ask.html", context, status=422 if refusal else 200)


def _choices(duty: Duty, at: datetime) -> list[tuple[Person, list[tuple[str, str]]]]:
    """Colleagues who may take it and are free then, each with what could be had in return."""
    people = people_of(duty.roster, since=duty.since, until=duty.until)
    busy = set(
        Duty.objects.published().filter(since__lt=duty.until, until__gt=duty.since).filter(staff_id__in=[p.id for p in people]).values_list("staff_id", flat=True)
    )  # fmt: skip
    fitting = [
        p
        for p in people
        if p.id not in busy and p.fits(plan(duty.shift)) and not p.is_away(duty.since, duty.until)
    ]
    theirs: dict[int, list[tuple[str, str]]] = defaultdict(list)
    later = Duty.objects.published().filter(
        roster=duty.roster,
        staff_id__in=[p.id for p in fitting],
        since__gt=at,
        since__lt=at + TWO_WEEKS,
    )
    for each in later.select_related("shift").order_by("since"):
        words = gettext("for %(duty)s") % {"duty": duty_words(each)}
        theirs[each.staff_id].append((f"{each.staff_id}:{each.pk}", words))
    nothing = gettext("takes it for nothing")
    return [(p, [(str(p.id), nothing), *theirs[p.id]]) for p in fitting]
