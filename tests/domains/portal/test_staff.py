"""客户链接 for the staff: who was sent one and what came of it, send anew, take back, and the dated rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases import queries as cases
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.portal import actions, queries
from shouwen.domains.portal.choices import EVALUATE
from shouwen.domains.portal.models import Link, Terms
from shouwen.kernel.errors import Refused
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify.models import Delivery
from tests.factories.portal import a_channel, a_customers_case, a_link, opened_by
from tests.world import World

SignedIn = Callable[[str], Client]
HX = {"HX-Request": "true"}
HOUR = timedelta(hours=1)
RULES = {
    "link_days": 10,
    "call_off_hours": 4,
    "telephone": "96959",
    "urge_window_minutes": 45,
    "evaluation_days": 7,
    "evaluation_change_hours": 12,
}


def test_send_anew_replaces_the_link_once_and_is_on_record(
    world: World, signed_in: SignedIn
) -> None:
    a_channel()
    began = timezone.now() - HOUR
    case = a_customers_case(S.IN_PROGRESS, world, at=began)
    first, agent = a_link(case, at=began), signed_in("0101")
    seen = queries.sent(case, at=timezone.now())
    assert ([line.lives for line in seen.lines], seen.times) == ([True], 1)
    sends = [
        agent.post(f"/links/case/{case.pk}/send", {"sent": 1}, headers=HX).status_code
        for _ in range(2)
    ]
    assert sends == [204, 409]
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert Link.objects.filter(case=case, revoked_at=None).count() == 1
    assert Delivery.objects.filter(subject_id=case.pk).count() == 2
    sent = Entry.objects.filter(kind="portal.link.sent").order_by("-id")[0]
    assert sent.by_id == world.account("0101").pk
    page = agent.get(f"/cases/{case.pk}/").content.decode()
    assert f'id="link-{first.pk}"' in page and "····5678" in page
    assert opened_by(first) not in page


def test_after_the_answer_the_new_link_invites_to_evaluate(world: World) -> None:
    a_channel()
    case = a_customers_case(S.ANSWERED, world, at=timezone.now() - HOUR)
    actions.send_anew(case.pk, sent=0, by=world.actor("0101"), at=timezone.now())
    assert Delivery.objects.get(subject_id=case.pk).kind == EVALUATE


def test_what_cannot_be_sent_leaves_the_old_link_alive(world: World) -> None:
    channel = a_channel()
    began = timezone.now() - HOUR
    case = a_customers_case(S.IN_PROGRESS, world, at=began)
    link = a_link(case, at=began)
    type(channel).objects.update(enabled=False)
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        actions.send_anew(case.pk, sent=1, by=world.actor("0101"), at=timezone.now())
    assert refused.value.code == "link_not_sendable"
    link.refresh_from_db()
    assert (link.revoked_at, Entry.objects.count()) == (None, before)


def test_a_link_taken_back_opens_nothing(world: World, signed_in: SignedIn, client: Client) -> None:
    a_channel()
    began = timezone.now() - HOUR
    case = a_customers_case(S.IN_PROGRESS, world, at=began)
    link = a_link(case, at=began)
    assert signed_in("0112").post(f"/links/{link.pk}/revoke").status_code == 403
    assert signed_in("0304").post(f"/links/{link.pk}/revoke").status_code == 404
    assert signed_in("0101").post(f"/links/{link.pk}/revoke", headers=HX).status_code == 204
    entered = client.post(f"/s/{opened_by(link)}/enter/", {"digits": "5678"})
    assert entered.status_code == 422


def test_rules_hold_from_a_day_ahead_and_rewrite_nothing(world: World, signed_in: SignedIn) -> None:
    manager, today = signed_in("0106"), timezone.localdate()
    tomorrow, later = today + timedelta(days=1), timezone.now() + timedelta(days=2)
    assert signed_in("0101").get("/links/terms").status_code == 403
    assert manager.post("/links/terms", RULES | {"since": today.isoformat()}).status_code == 409
    assert manager.post("/links/terms", {"since": tomorrow.isoformat()}).status_code == 422
    said = RULES | {"since": tomorrow.isoformat(), "on_invitation": "on"}
    assert manager.post("/links/terms", said).status_code == 302
    assert manager.post("/links/terms", said).status_code == 409
    assert manager.get("/links/terms").status_code == 200
    assert Terms.objects.count() == 1
    now_in_force, then = queries.terms(at=timezone.now()), queries.terms(at=later)
    assert (now_in_force.link_days, then.link_days, then.on_opening) == (30, 10, False)
    assert (now_in_force.call_off_hours, then.call_off_hours, then.on_offer) == (2, 4, False)
    handling = cases.terms(at=later)
    assert (handling.urge_window_minutes, handling.evaluation_days) == (45, 7)
    assert (handling.reopen_days, cases.terms(at=timezone.now()).evaluation_days) == (30, 14)
