"""约定与改约: two taps by the customer, every version kept, a later time is the customer's time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone, translation

from shouwen.config.commands.verify import problems_found
from shouwen.domains.cases import queries as of_cases
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case
from shouwen.domains.customers import consents
from shouwen.domains.portal import actions
from shouwen.domains.portal.actions.visiting import CUSTOMER
from shouwen.domains.portal.choices import OFFER
from shouwen.domains.portal.errors import WindowNotOffered
from shouwen.domains.portal.models import Appointment, Link, Terms
from shouwen.domains.portal.queries import progress
from shouwen.domains.portal.queries.appointing import appointment, windows
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.errors import Refused
from shouwen.platform.journal.actions import run_reaction
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify import courier, words
from shouwen.platform.notify.models import Delivery, Notice
from tests.factories.cases import T0
from tests.factories.portal import a_channel, a_customers_case, a_link, opened_by
from tests.threads import at_once
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


@pytest.mark.django_db(transaction=True)
def test_the_customer_and_the_clerk_call_the_same_visit_off_once(world: World) -> None:
    """Nobody comes: both hear so, one of them did it, and the wait for that time ended once."""
    a_channel()
    case, held, starts = agreed(world)
    later = actions.appoint(case.pk, starts[5], seen=held.pk, by=CUSTOMER, at=timezone.now())
    page = f"/s/{opened_by(a_link(case, at=timezone.now()))}/"
    customer, clerk = Client(), Client()
    customer.post(f"{page}enter/", {"digits": "5678"})
    clerk.force_login(world.account("0112"), backend="django.contrib.auth.backends.ModelBackend")
    staff = f"/links/case/{case.pk}/appointment/cancel"
    answers: list[int] = []

    def told(client: Client, address: str, **said: str) -> None:
        answers.append(client.post(address, {"seen": later.pk, **said}, headers=HX).status_code)

    ended = at_once(
        *[lambda: told(customer, f"{page}appointment/cancel/")] * 3,
        *[lambda: told(clerk, staff, reason="not_needed")] * 3,
    )
    assert ended == ["done"] * 6
    assert set(answers) <= {204, 302}
    assert Appointment.objects.filter(stage="cancelled").count() == 1
    assert Entry.objects.filter(kind="portal.appointment.cancelled").count() == 1
    assert Entry.objects.filter(kind="cases.case.resumed").count() == 1
    assert (appointment(case), of_cases.in_hand(case).waiting_for) == (None, "none")
    assert list(problems_found()) == []


@pytest.mark.django_db(transaction=True)
def test_a_visit_is_moved_or_called_off_never_both(world: World) -> None:
    case, held, starts = agreed(world)
    by = world.actor("0112")
    ended = at_once(
        lambda: actions.cancel(case.pk, "cannot_come", seen=held.pk, by=by, at=timezone.now()),
        lambda: actions.appoint(case.pk, starts[5], seen=held.pk, by=CUSTOMER, at=timezone.now()),
    )
    assert ended == ["appointment_moved", "done"]
    assert Appointment.objects.count() == 2
    assert list(problems_found()) == []


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


def test_the_customer_calls_off_with_two_taps_and_the_visitor_is_told(
    world: World, client: Client
) -> None:
    a_channel()
    case, held, starts = agreed(world)
    later = actions.appoint(case.pk, starts[5], seen=held.pk, by=CUSTOMER, at=timezone.now())
    page = f"/s/{opened_by(a_link(case, at=timezone.now()))}/"
    said: dict[str, str | int] = {"seen": later.pk}
    assert "digits" in client.post(f"{page}appointment/cancel/", said).content.decode()
    client.post(f"{page}enter/", {"digits": "5678"})
    assert 'id="call-off"' in client.get(page).content.decode()
    refused = [client.get(f"{page}appointment/cancel/", said).status_code]
    refused += [
        client.post(f"{page}appointment/cancel/", wrong).status_code
        for wrong in ({}, {"seen": held.pk})
    ]
    assert (refused, appointment(case)) == ([405, 409, 409], later)
    twice = [client.post(f"{page}appointment/cancel/", said).status_code for _ in range(2)]
    assert twice == [302, 302]
    assert 'id="appointment"' not in client.get(page).content.decode()
    assert (appointment(case), of_cases.in_hand(case).waiting_for) == (None, "none")
    entry = Entry.objects.get(kind="portal.appointment.cancelled")
    assert (entry.facts["reason"], entry.facts["by_customer"]) == ("customer_wish", True)
    notice = Notice.objects.get(kind="portal.appointment.cancelled")
    assert notice.staff_id == case.handler_id


def test_shortly_before_the_visit_only_the_telephone_helps(world: World) -> None:
    """An offer nobody counts on yet can be declined to the last; we ourselves call off at any time."""
    a_channel()
    case, held, starts = agreed(world)
    link, entries = a_link(case, at=timezone.now()), Entry.objects.count()
    close: dict[str, Any] = {"by": CUSTOMER, "at": held.starts_at - 2 * HOUR}
    with pytest.raises(Refused) as off:
        actions.cancel(case.pk, "customer_wish", seen=held.pk, **close)
    with pytest.raises(Refused) as moved:
        actions.appoint(case.pk, starts[5], seen=held.pk, **close)
    assert off.value.code == moved.value.code == "appointment_too_close"
    assert (Appointment.objects.count(), Entry.objects.count()) == (1, entries)
    assert progress(link, at=close["at"]).changeable_until is None
    until = progress(link, at=close["at"] - HOUR).changeable_until
    assert until == held.starts_at - 2 * HOUR
    day = timezone.localdate(held.starts_at)
    Terms.objects.create(valid_from=day, call_off_hours=1, telephone="96959")
    assert progress(link, at=close["at"]).telephone == "96959"
    with transaction.atomic():
        gone = actions.cancel(case.pk, "customer_wish", seen=held.pk, **close)
        assert gone.by_customer
        transaction.set_rollback(True)
    ours: dict[str, Any] = {"by": world.actor("0112"), "at": held.starts_at}
    assert actions.cancel(case.pk, "cannot_come", seen=held.pk, **ours).stage == "cancelled"
    offer = actions.appoint(
        case.pk, starts[2], seen=None, offer=True, by=world.actor("0112"), at=timezone.now()
    )
    last: dict[str, Any] = {"by": CUSTOMER, "at": offer.ends_at - HOUR}
    assert actions.cancel(case.pk, "customer_wish", seen=offer.pk, **last).by_customer


def test_the_page_names_the_telephone_once_it_is_too_late(world: World, client: Client) -> None:
    a_channel()
    case, held, starts = agreed(world, n=0)
    Terms.objects.create(valid_from=T0.date(), call_off_hours=72, telephone="0598-96959")
    page = f"/s/{opened_by(a_link(case, at=timezone.now()))}/"
    client.post(f"{page}enter/", {"digits": "5678"})
    text = client.get(page).content.decode()
    assert 'href="tel:059896959"' in text and 'id="call-off"' not in text
    for address, said in (
        ("appointment/cancel/", {}),
        ("appointment/", {"starts_at": starts[5].isoformat()}),
    ):
        assert client.post(f"{page}{address}", {"seen": held.pk, **said}).status_code == 409
    assert appointment(case) == held


def test_an_offer_is_written_once_in_the_customers_language_and_not_once_it_is_answered(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    channel, at = a_channel(), timezone.now()
    case = a_customers_case(S.IN_PROGRESS, world, at=at - HOUR)
    starts = [start for start, _ in windows(case, at=at)]

    def offer(start: datetime, seen: int | None) -> int:
        by, now = world.actor("0112"), timezone.now()
        return actions.appoint(case.pk, start, seen=seen, offer=True, by=by, at=now).pk

    def reacted() -> None:
        entry = Entry.objects.filter(kind="portal.appointment.set").order_by("-pk")[0]
        run_reaction(entry_id=entry.pk, reaction="portal.offer")

    first = offer(starts[2], None)
    for _ in range(2):
        reacted()
    link = Link.objects.get(case=case)
    actions.enter(opened_by(link), "5678", address="::1", language="en", by=SYSTEM, at=at)
    Delivery.objects.update(state="queued", next_try_at=at)  # whatever hour the test runs at
    assert courier.send_one(channel.pk, at=at)
    line = json.loads((tmp_path / "outbox" / "sms.jsonl").read_text(encoding="utf-8"))
    assert f"/s/{opened_by(link)}/" in line["text"] and "09:00" in line["text"]
    with translation.override("en"):
        assert str(words.sentence(OFFER, {}).text) in line["text"]
    second = offer(starts[4], first)
    reacted()
    yes = actions.appoint(case.pk, starts[4], seen=second, by=CUSTOMER, at=timezone.now())
    Delivery.objects.filter(state__in=["held", "queued"]).update(state="queued", next_try_at=at)
    courier.send_one(channel.pk, at=at)
    assert list(Delivery.objects.order_by("pk").values_list("kind", "reason")) == [
        (OFFER, ""),
        (OFFER, "no_address"),
    ]
    reacted()
    terms = {"purpose": "progress", "channel": "sms", "given": False, "evidence": "call"}
    assert case.customer_id is not None
    consents.say(case.customer_id, **terms, by=SYSTEM, at=at)  # type: ignore[arg-type]
    offer(starts[6], yes.pk)
    reacted()
    assert Delivery.objects.count() == 2
