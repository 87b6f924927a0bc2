"""The customer's links and appointments in JSON: the same verbs, the same refusals as on the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.portal import actions, queries, rules
from shouwen.domains.portal.models import Appointment, Link
from shouwen.domains.portal.queries.appointing import appointment, changeable_until, windows
from shouwen.platform.access.api_types import READS, REFUSALS, BigId, Instant, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.reading import counted, within_quota

router = Router(tags=["customer's page"])


class LinkOut(Schema):
    """A link as the staff may know it: to which number's tail, since when, until when, opened when.

    What opens the page is in nobody's hands but the customer's, so it is not here.
    """

    id: int
    case: int
    tail: str
    lives: bool
    made_at: datetime
    expires_at: datetime
    entered_at: datetime | None
    revoked_at: datetime | None


class CustomerLinksOut(Schema):
    """``sent``: how many messages went out; it is what ``send_link`` wants to hear."""

    sent: int
    score: int | None
    links: list[LinkOut]


class SendIn(Schema):
    """``sent``: how many messages the sender knows of, so that two senders do not both send."""

    sent: Annotated[int, Field(strict=True, ge=0, le=99_999)]


class WindowOut(Schema):
    starts_at: datetime
    ends_at: datetime


class AppointmentOut(WindowOut):
    """``stage``: offered (the customer has yet to agree), agreed or cancelled."""

    id: int
    stage: str
    by_customer: bool
    at: datetime


class AppointmentsOut(Schema):
    """What holds, until when the customer may move or call it off on the own page, and the windows there are now."""

    held: AppointmentOut | None
    changeable_until: datetime | None
    windows: list[WindowOut]


class AppointIn(Schema):
    """``seen``: the appointment that held when one looked, null where none did; ``offer``: the customer decides."""

    starts_at: Instant
    seen: BigId | None = None
    offer: bool = False


class CancelIn(Schema):
    seen: BigId
    reason: Literal["customer_wish", "not_needed", "cannot_come"]


def _case(request: StaffRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)


def _link(link: Link, at: datetime) -> LinkOut:
    return LinkOut(
        id=link.pk,
        case=link.case_id,
        tail=link.tail,
        lives=link.lives(at),
        made_at=link.made_at,
        expires_at=link.expires_at,
        entered_at=link.entered_at,
        revoked_at=link.revoked_at,
    )


def _appointment(row: Appointment) -> AppointmentOut:
    return AppointmentOut.model_validate(row, from_attributes=True)


@router.get(
    "/cases/{int:pk}/links",
    response={200: CustomerLinksOut, **REFUSALS, **READS},
    operation_id="list_links",
)
@requires(rules.LINKS)
def list_links(request: StaffRequest, pk: int) -> CustomerLinksOut:
    """The links of a case, the newest first, and what the customer judged."""
    at = timezone.now()
    found = queries.sent(_case(request, pk), at=at)
    return CustomerLinksOut(
        sent=found.times,
        score=found.judged.score if found.judged else None,
        links=[_link(line.link, at) for line in within_quota(request, found.lines)],
    )


@router.post("/cases/{int:pk}/links", response={201: LinkOut, **REFUSALS}, operation_id="send_link")
@requires(rules.LINKS)
def send_link(request: StaffRequest, pk: int, payload: SendIn) -> HttpResponse:
    """Send the customer a new link by text message; those before open nothing any more."""
    case, at, by = _case(request, pk), timezone.now(), request.acting.actor("api")
    write = lambda: _link(actions.send_anew(case.pk, sent=payload.sent, by=by, at=at), at)  # noqa: E731
    return once(request, LinkOut, write, status=201)


@router.post("/{int:pk}/revoke", response={200: LinkOut, **REFUSALS}, operation_id="revoke_link")
@requires(rules.LINKS)
def revoke_link(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a link back: it opens nothing any more, at once."""
    seen = Case.objects.visible_to(request.acting.scope)
    link = get_object_or_404(Link.objects.filter(case__in=seen), pk=pk)
    at, by = timezone.now(), request.acting.actor("api")

    def write() -> LinkOut:
        actions.revoke(link.pk, "by_staff", by=by, at=at)
        return _link(Link.objects.get(pk=link.pk), at)

    return once(request, LinkOut, write)


@router.get(
    "/cases/{int:pk}/appointment",
    response={200: AppointmentsOut, **REFUSALS, **READS},
    operation_id="get_appointment",
)
@requires(cases.VIEW)
def get_appointment(request: StaffRequest, pk: int) -> AppointmentsOut:
    """What was offered or agreed, and the windows that can be chosen."""
    case = _case(request, pk)
    held, at = appointment(case), timezone.now()
    offered = windows(case, at=at)
    counted(request, 1 if held else 0)
    return AppointmentsOut(
        held=_appointment(held) if held else None,
        changeable_until=changeable_until(held, at=at) if held else None,
        windows=[WindowOut(starts_at=start, ends_at=end) for start, end in offered],
    )


@router.post(
    "/cases/{int:pk}/appointment",
    response={201: AppointmentOut, **REFUSALS},
    operation_id="set_appointment",
)
@requires(cases.WORK)
def set_appointment(request: StaffRequest, pk: int, payload: AppointIn) -> HttpResponse:
    """Agree on a window with the customer, move the appointment, or offer a window for the customer to decide."""
    case, by = _case(request, pk), request.acting.actor("api")

    def write() -> AppointmentOut:
        said = payload.model_dump()
        return _appointment(actions.appoint(case.pk, **said, by=by, at=timezone.now()))

    return once(request, AppointmentOut, write, status=201)


@router.post(
    "/cases/{int:pk}/appointment/cancel",
    response={200: AppointmentOut, **REFUSALS},
    operation_id="cancel_appointment",
)
@requires(cases.WORK)
def cancel_appointment(request: StaffRequest, pk: int, payload: CancelIn) -> HttpResponse:
    """Call the appointment off, once; another can be made any time."""
    case, by = _case(request, pk), request.acting.actor("api")

    def write() -> AppointmentOut:
        seen, at = payload.seen, timezone.now()
        return _appointment(actions.cancel(case.pk, payload.reason, seen=seen, by=by, at=at))

    return once(request, AppointmentOut, write)
