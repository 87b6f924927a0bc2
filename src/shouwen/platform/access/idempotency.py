"""A write asked for twice is done once: the first answer is given again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from ninja.errors import HttpError

from shouwen.platform.access import errors
from shouwen.platform.access.models import IdempotencyKey

KEPT_FOR = timedelta(days=7)
HEADER = "Idempotency-Key"
LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class Answer:
    """What a write was answered with; ``repeated`` when it had been done before."""

    status: int
    response: Any
    repeated: bool = False


def key_of(headers: Mapping[str, str]) -> str:
    """The caller's key, or nothing. A key is never cut: two long ones would become the same."""
    key = headers.get(HEADER, "")
    if len(key) > LONGEST_KEY or "\0" in key:
        said = _("An idempotency key has at most %(most)s characters.")
        raise HttpError(422, said % {"most": LONGEST_KEY})
    return key


def body_hash(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


@transaction.atomic
def once(
    scope: str,
    key: str,
    body: bytes,
    write: Callable[[], tuple[int, Any]],
    *,
    at: datetime,
) -> Answer:
    """Run ``write`` under a key of its scope (account and route), or give its first answer again.

    ``write`` returns (status, JSON-native response) and runs in this transaction: a refusal leaves
    neither row nor key. Of many callers at once one writes and the others wait for its answer.
    The same key with another body raises KeyReused (409).
    """
    if not _claim(scope, key, body_hash(body), at):
        held = IdempotencyKey.objects.get(scope=scope, key=key)
        if bytes(held.body_hash) != body_hash(body):
            raise errors.KeyReused
        return Answer(held.status or 200, held.response, repeated=True)
    status, response = write()
    _keep(scope, key, status, response)
    return Answer(status, response)


def _claim(scope: str, key: str, digest: bytes, at: datetime) -> bool:
    """Whether the key is ours; waits while another transaction holds it undecided."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_idempotency (scope, key, body_hash, at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [scope, key, digest, at],
        )
        return bool(cursor.rowcount == 1)


def _keep(scope: str, key: str, status: int, response: Any) -> None:
    """The answer, for whoever asks with this key again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE access_idempotency SET status = %s, response = %s::jsonb"
            " WHERE scope = %s AND key = %s",
            [status, json.dumps(response, ensure_ascii=False), scope, key],
        )


def purge(*, at: datetime) -> int:
    """Forget keys older than seven days; how many."""
    return IdempotencyKey.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
