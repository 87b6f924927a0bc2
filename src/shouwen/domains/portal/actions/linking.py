"""Give a customer the link, take it back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import transaction

from shouwen.domains.cases.choices import SETTLED
from shouwen.domains.cases.models import Case
from shouwen.domains.portal import queries
from shouwen.domains.portal.choices import EVALUATE, PROGRESS
from shouwen.domains.portal.errors import NotSendable, SentMeanwhile
from shouwen.domains.portal.events import LinkMade, LinkRevoked, LinkSent
from shouwen.domains.portal.models import Link
from shouwen.domains.portal.queries.links import language_of, living, terms
from shouwen.domains.portal.queries.sending import TAIL, reachable
from shouwen.domains.portal.tokens import digest, token_of
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import record
from shouwen.platform.notify.actions import write_to

NOTHING: Mapping[str, object] = MappingProxyType({})


@transaction.atomic
def send_link(
    case_id: int,
    message: str,
    *,
    key: str,
    params: Mapping[str, object] = NOTHING,
    by: Actor,
    at: datetime,
) -> Link | None:
    """发链接: by text message to the customer's number, once per ``key``; the living link, else a new one.

    None, and no trace, without a customer's number, without a channel, or against the customer's word.
    """
    case = Case.objects.lock(case_id)
    if not (phone := reachable(case, message)):
        return None
    tail = phone[-TAIL:]
    link = living(case_id, at=at)
    if link is None or link.tail != tail:
        link = _make(case, tail, by=by, at=at)
    fresh = write_to(
        case.subject,
        message,
        key=key,
        phone=phone,
        params={**params, "link": link.pk},
        unit_id=case.owner_unit_id,
        at=at,
    )
    if fresh:
        record(LinkSent(subject=case.subject, link_id=link.pk, message=message), by=by, at=at)
    return link


@transaction.atomic
def send_anew(case_id: int, *, sent: int, by: Actor, at: datetime) -> Link:
    """重新发送: a new link in place of those before; ``sent``: how many messages the sender saw.

    Once for what was seen, so a second press sends nothing. What was sent before opens nothing any more.
    """
    case = Case.objects.lock(case_id)
    if queries.sent(case, at=at).times != sent:
        raise SentMeanwhile
    for pk in Link.objects.filter(case=case, revoked_at__isnull=True).values_list("pk", flat=True):
        revoke(pk, "sent_anew", by=by, at=at)
    message = EVALUATE if case.state in SETTLED else PROGRESS
    link = send_link(case_id, message, key=f"portal:{case_id}:anew:{sent}", by=by, at=at)
    if link is None:
        raise NotSendable
    return link


def _make(case: Case, tail: str, *, by: Actor, at: datetime) -> Link:
    nonce = secrets.token_hex(16)
    link = Link.objects.create(
        case=case,
        nonce=nonce,
        token_hash=digest(token_of(nonce)),
        tail=tail,
        made_at=at,
        expires_at=at + timedelta(days=terms(at=at).link_days),
        language=language_of(case.customer_id),
    )
    fact = LinkMade(subject=case.subject, link_id=link.pk, expires_at=link.expires_at)
    record(fact, by=by, at=at)
    return link


@transaction.atomic
def revoke(link_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """收回链接: opens nothing any more, at once. ``reason`` is a code."""
    link = Link.objects.select_for_update(of=("self",)).select_related("case").get(pk=link_id)
    if link.revoked_at is not None:
        return
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    fact = LinkRevoked(subject=link.case.subject, link_id=link.pk, reason=reason)
    record(fact, by=by, at=at)
