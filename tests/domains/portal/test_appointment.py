"""约定与改约: two taps by the customer, every version kept, a later time is the customer's time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases import queries as of_cases
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case
from shouwen.domains.portal import actions
from shouwen.domains.portal.actions.visiting import CUSTOMER
from shouwen.domains.portal.errors import WindowNotOffered
from shouwen.domains.portal.models import Appointment
from shouwen.domains.portal.queries import progress
from shouwen.domains.portal.queries.appointing import appointment, windows
from shouwen.kernel.errors import Refused
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify.models import Notice
from tests.factories.portal import a_channel, a_customers_case, a_link, opened_by
from tests.world import World

SignedIn = Callable[[str], Client]
HX = {"HX-Request": "true"}
HOUR = timedelta(hours=1)


def agreed(world: World, n: int = 2) -> tuple[Case, Appointment, list[datetime]]:
    """A case in work with a time the staff set, and the starts one may choose."""
    at = timezone.now()
    case = a_customers_case(S.IN_PROGRESS, world, at=at - HOUR)
    starts = [start for start, _ in windows(case, at=at)]
    held = actions.appoint(case.pk, starts[n], seen=None, by=world.actor("0112"), at=at)
    return case, held, starts


def test_a_time_of_ours_pauses_nothing_and_a_later_one_of_theirs_waits_for_them(
    world: World,
) -> None:
    case, held, starts = agreed(world)
    assert of_cases.in_hand(case).waiting_for == "none"
    later = actions.appoint(case.pk, starts[5], seen=held.pk, by=CUSTOMER, at=timezone.now())
    hold = of_cases.in_hand(case)
    assert (hold.waiting_for, hold.until_at) == ("customer", starts[5])
    assert Notice.objects.filter(kind="portal.appointment.set").count() == 1
    sooner = actions.appoint(case.pk, starts[0], seen=later.pk, by=CUSTOMER, at=timezone.now())
    hold = of_cases.in_hand(case)
    assert (hold.waiting_for, hold.until_at) == ("customer", starts[0])
    assert appointment(case) == sooner and Appointment.objects.count() == 3


def test_what_is_not_offered_or_seen_anew_leaves_no_trace(world: World) -> None:
    case, held, starts = agreed(world)
    entries, far = Entry.objects.count(), starts[-1] + timedelta(days=30)
    wrong: list[tuple[datetime, int | None, str]] = [
        (far, held.pk, "window_not_offered"),
        (held.starts_at, held.pk, "window_not_offered"),
        (starts[4], None, "appointment_moved"),
    ]
    for start, seen, code in wrong:
        with pytest.raises(Refused) as refused:
            actions.appoint(case.pk, start, seen=seen, by=CUSTOMER, at=timezone.now())
        assert refused.value.code == code
    assert (Appointment.objects.count(), Entry.objects.count()) == (1, entries)
    with pytest.raises(DatabaseError), transaction.atomic():
        Appointment.objects.filter(pk=held.pk).update(by_customer=True)


def test_two_taps_on_the_page_and_a_get_never_records(world: World, client: Client) -> None:
    a_channel()
    case, held, starts = agreed(world)
    page = f"/s/{opened_by(a_link(case, at=timezone.now()))}/"
    said: dict[str, str | int] = {"starts_at": starts[5].isoformat(), "seen": held.pk}
    assert "digits" in client.post(f"{page}appointment/", said).content.decode()
    client.post(f"{page}enter/", {"digits": "5678"})
    text = client.get(page).content.decode()
    assert text.count('name="starts_at"') == len(starts) - 1
    assert client.get(f"{page}appointment/", said).status_code == 405
    assert client.post(f"{page}appointment/", {"starts_at": "x"}).status_code == 409
    assert Appointment.objects.count() == 1
    assert client.post(f"{page}appointment/", said).status_code == 302
    assert client.post(f"{page}appointment/", said).status_code == 409
    assert [row.by_customer for row in Appointment.objects.order_by("pk")] == [False, True]


def test_the_staff_agrees_on_a_time_for_cases_in_sight(world: World, signed_in: SignedIn) -> None:
    case, held, starts = agreed(world)
    address, clerk = f"/links/case/{case.pk}/appointment", signed_in("0112")
    said = {"starts_at": starts[3].isoformat(), "seen": held.pk}
    assert clerk.get(address, headers=HX).status_code == 200
    assert signed_in("0107").post(address, said).status_code == 403
    assert signed_in("0304").post(address, said).status_code == 404
    assert clerk.post(address, {}, headers=HX).status_code == 422
    assert clerk.post(address, said, headers=HX).status_code == 204
    assert clerk.post(address, said, headers=HX).status_code == 409
    assert 'id="appointment"' in clerk.get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_choices_at_once_one_holds(world: World) -> None:
    case, held, starts = agreed(world)
    barrier, ends = Barrier(2), []

    def choose(start: datetime) -> None:
        barrier.wait()
        try:
            actions.appoint(case.pk, start, seen=held.pk, by=CUSTOMER, at=timezone.now())
            ends.append("")
        except Refused as refused:
            ends.append(refused.code)
        finally:
            connection.close()

    both = [Thread(target=choose, args=[start]) for start in (starts[4], starts[5])]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(ends) == ["", "appointment_moved"]


def test_an_offer_is_agreed_to_by_the_customer_with_one_tap(world: World, client: Client) -> None:
    a_channel()
    case, held, starts = agreed(world)
    offer = actions.appoint(
        case.pk, starts[4], seen=held.pk, offer=True, by=world.actor("0112"), at=timezone.now()
    )
    page = f"/s/{opened_by(a_link(case, at=timezone.now()))}/"
    client.post(f"{page}enter/", {"digits": "5678"})
    said: dict[str, str | int] = {"starts_at": starts[4].isoformat(), "seen": offer.pk}
    assert client.get(page).content.decode().count('name="starts_at"') == len(starts)
    assert client.post(f"{page}appointment/", said).status_code == 302
    assert client.post(f"{page}appointment/", said).status_code == 409
    now_held = appointment(case)
    assert now_held is not None and (now_held.stage, now_held.by_customer) == ("agreed", True)
    assert of_cases.in_hand(case).waiting_for == "none"


def test_an_offer_stands_until_its_time_has_passed(world: World, signed_in: SignedIn) -> None:
    """Agreed to on the day itself, when new windows begin tomorrow; over the telephone too; gone once it is past."""
    a_channel()
    case, held, starts = agreed(world)
    by, at = world.actor("0112"), timezone.now()
    offer = actions.appoint(case.pk, starts[4], seen=held.pk, offer=True, by=by, at=at)
    dialog = f"/links/case/{case.pk}/appointment"
    said = {"starts_at": starts[4].astimezone(UTC).isoformat()}
    clerk = signed_in("0112")
    assert said["starts_at"] in clerk.get(dialog).content.decode()
    day: dict[str, Any] = {"seen": offer.pk, "by": CUSTOMER, "at": starts[4]}
    with pytest.raises(WindowNotOffered):
        actions.appoint(case.pk, starts[4], **{**day, "at": starts[4] + 3 * HOUR})
    with transaction.atomic():
        assert actions.appoint(case.pk, starts[4], **day).stage == "agreed"
        transaction.set_rollback(True)
    told = clerk.post(dialog, {**said, "seen": offer.pk, "offer": ""}, headers=HX)
    assert told.status_code == 204
    now_held = appointment(case)
    assert now_held is not None and (now_held.stage, now_held.by_customer) == ("agreed", False)
    link = a_link(case, at=at)
    assert progress(link, at=now_held.ends_at - HOUR).appointment == now_held
    assert progress(link, at=now_held.ends_at).appointment is None


def test_calling_off_ends_the_wait_for_that_time(world: World, signed_in: SignedIn) -> None:
    case, held, starts = agreed(world)
    later = actions.appoint(case.pk, starts[5], seen=held.pk, by=CUSTOMER, at=timezone.now())
    address, clerk = f"/links/case/{case.pk}/appointment/cancel", signed_in("0112")
    said = {"seen": later.pk, "reason": "not_needed"}
    assert clerk.post(address, {"seen": later.pk}).status_code == 422
    assert clerk.post(address, said | {"seen": held.pk}).status_code == 409
    assert signed_in("0304").post(address, said).status_code == 404
    assert clerk.post(address, said, headers=HX).status_code == 204
    assert (appointment(case), of_cases.in_hand(case).waiting_for) == (None, "none")
    again = actions.appoint(
        case.pk, starts[5], seen=None, by=world.actor("0112"), at=timezone.now()
    )
    assert appointment(case) == again and Appointment.objects.count() == 4
