"""Come in with a link and four digits; whoever tries too often waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import constant_time_compare

from shouwen.domains.portal.errors import DoesNotFit, TooOften
from shouwen.domains.portal.events import LinkEntered, LinkRevoked
from shouwen.domains.portal.models import Link, Try
from shouwen.domains.portal.tokens import bucket, digest
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import record

WINDOW = timedelta(minutes=15)
TRIES_OF_A_LINK = 5
TRIES_OF_AN_ADDRESS = 60
"""Within a quarter of an hour. Many customers may stand behind one address."""
KEPT = timedelta(days=1)
WRONG_IN_ALL = 20
"""So many wrong digits end a link for good."""

_COUNT = """
INSERT INTO portal_try (bucket, since, n) VALUES (%s, %s, 1)
ON CONFLICT (bucket, since) DO UPDATE SET n = portal_try.n + 1 RETURNING n
"""


def enter(
    token: str, digits: str, *, address: str, language: str = "", by: Actor, at: datetime
) -> Link:
    """验尾号: the link if the digits are those of the number; every try counts, also of unknown links.

    ``language``: the one the page was read in, for the messages to come.
    DoesNotFit for unknown, expired, revoked and wrong alike, TooOften before any of them is looked at.
    """
    for name, most in (
        (bucket("address", address), TRIES_OF_AN_ADDRESS),
        (bucket("link", token), TRIES_OF_A_LINK),
    ):
        if _counted(name, at) > most:  # by itself: counted whatever follows
            raise TooOften
    link = _entered(token, digits, language, by=by, at=at)
    if link is None:
        raise DoesNotFit
    return link


def forget_tries(*, at: datetime) -> int:
    """清除试探记录: those that limit nobody any more; how many."""
    gone, _of_each = Try.objects.filter(since__lt=at - KEPT).delete()
    return gone


@transaction.atomic
def _counted(name: str, at: datetime) -> int:
    seconds = int(WINDOW.total_seconds())
    since = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [name, since])
        return int(cursor.fetchone()[0])


@transaction.atomic
def _entered(token: str, digits: str, language: str, *, by: Actor, at: datetime) -> Link | None:
    found = Link.objects.filter(token_hash=digest(token))
    link = found.select_for_update(of=("self",)).select_related("case").first()
    fits = constant_time_compare(link.tail if link else "----", digits)
    if link is None or not link.lives(at):
        return None
    if not fits:
        _wrong(link, by=by, at=at)
        return None
    if language and link.language != language:
        link.language = language
        link.save(update_fields=["language"])
    if link.entered_at is None:
        link.entered_at = at
        link.save(update_fields=["entered_at"])
        record(LinkEntered(subject=link.case.subject, link_id=link.pk), by=by, at=at)
    return link


def _wrong(link: Link, *, by: Actor, at: datetime) -> None:
    link.wrong += 1
    if link.wrong >= WRONG_IN_ALL:
        link.revoked_at = at
        fact = LinkRevoked(subject=link.case.subject, link_id=link.pk, reason="guessed")
        record(fact, by=by, at=at)
    link.save(update_fields=["wrong", "revoked_at"])
