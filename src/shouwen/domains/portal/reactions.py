"""When a customer gets the link; each is safe to run twice."""

from __future__ import annotations

from django.utils.timezone import now

from shouwen.domains.cases.choices import SETTLED, Channel
from shouwen.domains.cases.events import CaseOpened, EvaluationInvited
from shouwen.domains.cases.models import Case
from shouwen.domains.customers.events import CustomerCorrected
from shouwen.domains.portal import actions
from shouwen.domains.portal.choices import EVALUATE, OFFER, PROGRESS
from shouwen.domains.portal.events import AppointmentSet
from shouwen.domains.portal.models import Appointment, Link
from shouwen.domains.portal.queries.links import terms
from shouwen.domains.portal.queries.sending import still_offered
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import on


def _from_a_customer(event: CaseOpened) -> bool:
    return event.customer_id is not None and event.channel not in {Channel.IMPORT, Channel.STAFF}


@on(CaseOpened, name="portal.send_progress", concerns=_from_a_customer)
def send_the_link_of_a_new_case(event: CaseOpened) -> None:
    """受理短信: whoever came to us can follow the matter, unless it was settled on the spot."""
    at, case_id = now(), event.subject.id
    if terms(at=at).on_opening and Case.objects.open().filter(pk=case_id).exists():
        actions.send_link(case_id, PROGRESS, key=f"portal:{case_id}:open", by=SYSTEM, at=at)


@on(EvaluationInvited, name="portal.invite")
def send_the_link_of_an_invitation(event: EvaluationInvited) -> None:
    """邀评短信: once for each instance, as long as the judgement has not come."""
    at, case_id = now(), event.subject.id
    still = Case.objects.filter(pk=case_id, instance=event.instance, state__in=SETTLED)
    if terms(at=at).on_invitation and still.exists():
        key = f"portal:{case_id}:evaluate:{event.instance}"
        actions.send_link(case_id, EVALUATE, key=key, by=SYSTEM, at=at)


@on(AppointmentSet, name="portal.offer", concerns=lambda event: event.offered)
def send_the_link_of_an_offer(event: AppointmentSet) -> None:
    """约时间短信: once for each offer, as long as the customer has not answered it."""
    at, case_id = now(), event.subject.id
    offer = Appointment.objects.select_related("case").get(pk=event.appointment_id)
    if terms(at=at).on_offer and still_offered(offer.case, offer.pk):
        told = {"offer": offer.pk, "due_at": offer.starts_at.isoformat()}
        key = f"portal:{case_id}:offer:{offer.pk}"
        actions.send_link(case_id, OFFER, key=key, params=told, by=SYSTEM, at=at)


@on(
    CustomerCorrected,
    name="portal.number_changed",
    concerns=lambda event: "phone" in event.fields.split(","),
)
def take_back_links_of_an_old_number(event: CustomerCorrected) -> None:
    """换号: whoever has the old number now must not open the page."""
    at = now()
    links = Link.objects.filter(case__customer_id=event.subject.id, revoked_at__isnull=True)
    for pk in links.order_by("pk").values_list("pk", flat=True):
        actions.revoke(pk, "number_changed", by=SYSTEM, at=at)
