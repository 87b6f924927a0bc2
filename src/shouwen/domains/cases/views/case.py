"""The case page, its side panel, and the parts of both that are fetched alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwen.domains.cases import parts, rules
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.lists.views.listing import zone_of
from shouwen.domains.cases.lists.views.walking import walk
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import judgements, ledgers, merging
from shouwen.domains.cases.queries import rows as rows_of
from shouwen.domains.cases.queries.story import GROUPS, Told, told
from shouwen.domains.cases.queries.suggesting import suggested
from shouwen.domains.cases.verbs import Verb, allowed
from shouwen.domains.cases.views import escalating, files
from shouwen.domains.cases.views.verbs import done, reachable, visible
from shouwen.domains.customers import queries as customers
from shouwen.platform.access import queries as access_queries
from shouwen.platform.access import rules as access_rules
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.access.unmasking import CUSTOMER, ask_reason
from shouwen.platform.clocks.models import Hold
from shouwen.platform.clocks.queries import clocks_and_fronts, holds_of
from shouwen.platform.journal.queries import timeline
from shouwen.platform.org import queries as org
from shouwen.platform.org.fields import UnitField

PANEL_STORY = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """派给谁 in one click: a unit, by name and code, and why."""

    name: str
    code: str
    because: str


@dataclass(frozen=True, slots=True)
class Verbs:
    """The buttons of a case: one leads, a few follow, the rest are in the menu."""

    first: Verb | None
    main: list[Verb]
    more: list[Verb]
    suggested: Proposal | None = None


def _verbs(case: Case, request: StaffRequest, *, waiting: bool, room: int, now: datetime) -> Verbs:
    theirs = _theirs(request, case)
    may = allowed(case, request.acting, waiting=waiting) if theirs else []
    found = [v for v in may if v.name != "note"]
    usual = [v for v in found if not v.rare]
    return Verbs(
        first=usual[0] if usual else None,
        main=usual[1 : room + 1],
        more=usual[room + 1 :] + [v for v in found if v.rare],
        suggested=_proposal(case, now) if any(v.name == "dispatch" for v in found) else None,
    )


def _proposal(case: Case, now: datetime) -> Proposal | None:
    """Only while nobody has dispatched it; afterwards the dialog still tells the suggestion."""
    if case.state not in {CaseState.RECEIVED, CaseState.ACCEPTED}:
        return None
    found = suggested(case, at=now)
    node = org.tree().nodes[found.unit_id] if found else None
    return Proposal(node.name, node.code, found.because) if found and node else None


@requires(rules.VIEW)
@require_GET
def case_page(request: StaffRequest, pk: int) -> HttpResponse:
    """工单详情: everything about one case; clocks, who held it, timeline, customer, verbs."""
    case, now = reachable(request, pk), timezone.now()
    context = _context(request, case, now, room=5, others=_others(case, request))
    held = holds_of(case.subject)
    context |= {
        "groups": _grouped(context["story"], request.GET.get("show", "")),
        "walk": walk(request, case, context["clocks"], at=now, zone=zone_of(request)),
        "blame": ledgers.blame_of(
            case,
            at=now,
            calendar=request.GET.get("blame") == "calendar",
            holds=held,
            running=[shown.clock for shown in context["clocks"]],
        ),
        "calendar": request.GET.get("blame") == "calendar",
        "explained": _explained(context["clocks"], request.GET.get("clock"), held, now),
        "ratings": list(judgements.counted([case.pk])),
        "cards": _cards(request, case, context, now),
        "buttons": parts.buttons(request, case, now),
        "rare": parts.rare(request, case, now),
        "survivor": survivor_of(request, case),
    }
    return render(request, "cases/case.html", context)


def _cards(request: StaffRequest, case: Case, context: dict[str, Any], now: datetime) -> list[str]:
    """The case's own cards, then those of other apps; none that has nothing to say."""
    escalated = escalating.card(request, context["entries"], context["veil"])
    own = files.card(request, case, now), escalated
    return [*filter(None, own), *parts.cards(request, case, now)]


def _context(
    request: StaffRequest,
    case: Case,
    now: datetime,
    *,
    room: int,
    others: QuerySet[Case] | None = None,
) -> dict[str, Any]:
    """What page and panel both show. The timeline is read first: what it has, all else has too."""
    entries = timeline(case.subject, newest_first=True)
    together = _together(case, others)
    own, fronts = clocks_and_fronts(case.subject, [c.pk for c in together[1:]])
    clocks = ledgers.in_order(own)
    waiting = any(c.clock.is_waiting for c in clocks if c.clock.ended_at is None)
    customer, veil, contacts = _customer(request, case, now)
    line, *more = rows_of.lines_of(together, contacts=contacts, fronts=fronts)
    return {
        "case": case,
        "line": line,
        "others": more,
        "now": now,
        "clocks": clocks,
        "verbs": _verbs(case, request, waiting=waiting, room=room, now=now),
        "entries": entries,
        "live": parts.live(request, case, entries[0].seq if entries else 0),
        "veil": veil,
        "story": told(entries, veil=veil),
        "customer": customer,
        "may_unmask": request.acting.may(access_rules.UNMASK),
        "may_note": _theirs(request, case)
        and "note" in {v.name for v in allowed(case, request.acting, waiting=waiting)},
    }


def _theirs(request: StaffRequest, case: Case) -> bool:
    """Owner's or handler's side; a department that is only asked looks, and answers its request."""
    covers = request.acting.scope.covers
    return covers(case.owner_unit_id) or covers(case.handler_unit_id)


def survivor_of(request: StaffRequest, case: Case) -> Case | None:
    """The case this one was merged into, if the reader may see it."""
    if case.merged_into_id is None:
        return None
    return Case.objects.reachable_by(request.acting.scope).filter(pk=case.merged_into_id).first()


def _customer(
    request: StaffRequest, case: Case, now: datetime
) -> tuple[customers.CustomerCard | None, customers.Veil, dict[int, tuple[str, str]]]:
    """The customer card and what covers the words, in full only while the reader's own reason is fresh.

    And the contact as rows show it, which is masked always.
    """
    customer = case.customer
    if customer is None:
        return None, customers.veil(None), {}
    prefetch_related_objects([customer], "accounts")
    account = request.acting.account.pk
    full = access_queries.is_unmasked(account, case.subject, CUSTOMER, now)
    shown, veil = customers.card(customer, masked=not full), customers.veil(customer)
    return shown, str if full else veil, {customer.pk: customers.masked_contact(customer)}


def _grouped(story: list[Told], chosen: str) -> dict[str, Any]:
    """The timeline by day, and how many entries each of its groups has."""
    shown = [t for t in story if not chosen or t.group == chosen]
    days: list[tuple[datetime, list[Told]]] = []
    for entry in shown:
        day = timezone.localtime(entry.at).date()
        if not days or timezone.localtime(days[-1][0]).date() != day:
            days.append((entry.at, []))
        days[-1][1].append(entry)
    tabs = [("", _("All"), len(story))]
    tabs += [(key, str(word), sum(t.group == key for t in story)) for key, word in GROUPS.items()]
    return {"days": days, "tabs": [t for t in tabs if t[2]], "chosen": chosen}


def _explained(
    clocks: list[ledgers.Shown], chosen: str | None, held: Sequence[Hold], now: datetime
) -> ledgers.Explained | None:
    """The clock that was asked for, else the one that is due next."""
    picked = next((c for c in clocks if str(c.clock.pk) == chosen), None)
    picked = picked or next((c for c in clocks if c.clock.front and not c.clock.ended_at), None)
    picked = picked or (clocks[0] if clocks else None)
    return ledgers.explained(picked, at=now, holds=held) if picked else None


def _others(case: Case, request: StaffRequest) -> QuerySet[Case] | None:
    """The customer's other open cases that the reader may see."""
    if case.customer_id is None:
        return None
    seen = Case.objects.visible_to(request.acting.scope).open()
    theirs = seen.filter(customer_id=case.customer_id).exclude(pk=case.pk)
    return theirs.order_by("-opened_at", "-pk")[:5]


def _together(case: Case, others: QuerySet[Case] | None) -> list[Case]:
    """The case, then the others, as rows want them; one statement."""
    wanted = Q(pk=case.pk) if others is None else Q(pk=case.pk) | Q(pk__in=others.values("pk"))
    found = rows_of.marked(Case.objects.filter(wanted).order_by("-opened_at", "-pk"))
    return sorted(found, key=lambda one: one.pk != case.pk)


@requires(rules.VIEW)
@require_GET
def panel(request: StaffRequest, pk: int) -> HttpResponse:
    """The side panel of the list: clocks, customer, the last events, verbs."""
    case, now = reachable(request, pk), timezone.now()
    context = _context(request, case, now, room=2)
    said = request.GET.urlencode()
    context["page"] = reverse("cases:case", args=[case.pk]) + (f"?{said}" if said else "")
    context["last"] = context["story"][:PANEL_STORY]
    context["running"] = [c for c in context["clocks"] if c.clock.ended_at is None][:2]
    return render(request, "cases/_panel.html", context)


@requires(rules.VIEW)
@require_GET
def explain(request: StaffRequest, pk: int, clock_id: int) -> HttpResponse:
    """时限说明: why this clock stands where it stands, segment by segment."""
    case, now = reachable(request, pk), timezone.now()
    clock = next((c for c in ledgers.clocks_of(case) if c.clock.pk == clock_id), None)
    if clock is None:
        raise Http404
    context = {"case": case, "now": now, "explained": ledgers.explained(clock, at=now)}
    return render(request, "cases/case.html#explain", context)


@requires(rules.VIEW)
@require_GET
def blame(request: StaffRequest, pk: int) -> HttpResponse:
    """责任时长: who held the case how long, in working or calendar time."""
    case, now = reachable(request, pk), timezone.now()
    calendar = request.GET.get("blame") == "calendar"
    context = {
        "case": case,
        "now": now,
        "calendar": calendar,
        "blame": ledgers.blame_of(case, at=now, calendar=calendar),
    }
    return render(request, "cases/case.html#blame", context)


@requires(access_rules.UNMASK)
@require_http_methods(["GET", "POST"])
def unmask(request: StaffRequest, pk: int) -> HttpResponse:
    """显示完整信息: a reason first; for fifteen minutes, on the timeline."""
    case = visible(request, pk)
    if not request.acting.may(rules.VIEW) or case.customer_id is None:
        raise Http404
    return ask_reason(
        request,
        case.subject,
        hint=case.number,
        usual="call",
        at=timezone.now(),
        done=lambda request, said: done(request, said, pk=pk),
    )


@requires(rules.MERGE)
@require_GET
def survivors(request: StaffRequest, pk: int) -> HttpResponse:
    """Older cases that this one may be merged into, for the dialog's search."""
    found = merging.survivors(
        visible(request, pk), scope=request.acting.scope, typed=request.GET.get("into_id", "")[:60]
    )
    return render(request, "cases/_survivors.html", {"cases": found})


@requires(rules.DISPATCH)
@require_GET
def people(request: StaffRequest) -> HttpResponse:
    """The people of a unit, for the dispatch dialog."""
    try:
        unit_id = UnitField().clean(request.GET.get("unit_id", ""))
        found = list(org.members([unit_id], at=timezone.now()).values_list("pk", "name"))
    except ValidationError:
        found = []
    return render(request, "cases/_people.html", {"people": found})
