"""Who acts, read in one statement: account, post in use, verbs and visible units."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from shouwen.kernel.actor import Via
from shouwen.platform.access.acting import Acting, HeldPost
from shouwen.platform.access.models import Account
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.access.tokens import digest

_ACCOUNT_FIELDS = [f.attname for f in Account._meta.concrete_fields]

_SELECT = f"""
SELECT {", ".join(f"a.{f}" for f in _ACCOUNT_FIELDS)},
       w.staff, w.name, w.post, w.title, w.role, w.unit, w.unit_name, w.zone, w.verbs, w.is_top,
       w.posts, w.units
"""
_OF_ACCOUNT = f"""{_SELECT}
  FROM access_account a LEFT JOIN LATERAL org_who_acts(a.id, %(post)s, %(at)s) w ON true
 WHERE a.id = %(account)s AND a.is_active
"""
_OF_TOKEN = f"""{_SELECT}
  FROM access_api_token t JOIN access_account a ON a.id = t.account_id
  LEFT JOIN LATERAL org_who_acts(a.id, t.post_id, %(at)s) w ON true
 WHERE t.digest = %(digest)s AND t.revoked_at IS NULL
   AND (t.expires_at IS NULL OR t.expires_at > %(at)s) AND a.is_active
"""


def acting_for(
    account_id: int, *, post_id: int | None, at: datetime, via: Via = "web"
) -> Acting | None:
    """The acting of an active account under the wanted post, else under its main one.

    A superuser without a post holds all verbs and sees everything; an account without a post sees nothing.
    """
    return _read(_OF_ACCOUNT, {"account": account_id, "post": post_id, "at": at}, via)


def acting_by_token(secret: str, *, at: datetime) -> Acting | None:
    """The acting of an API token under the post it was issued for.

    None when it is unknown, revoked or expired, or the account is not active.
    """
    return _read(_OF_TOKEN, {"digest": digest(secret), "at": at}, "api")


def _read(statement: str, params: dict[str, Any], via: Via) -> Acting | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row = cursor.fetchone()
    if row is None:
        return None
    width = len(_ACCOUNT_FIELDS)
    account = Account.from_db("default", _ACCOUNT_FIELDS, row[:width])
    staff, name, post, title, role, unit, unit_name, zone, verbs, is_top, posts, units = row[width:]
    everything = account.is_superuser or bool(is_top)
    return Acting(
        account=account,
        staff_id=staff,
        staff_name=name or "",
        post_id=post,
        post_title=title or "",
        role_code=role or "",
        unit_id=unit,
        unit_name=unit_name or "",
        unit_zone=zone or "",
        permissions=frozenset(verbs or ()),
        scope=EVERYTHING if everything else Scope(units=frozenset(units or ())),
        posts=tuple(HeldPost(int(pk), title, at_unit) for pk, title, at_unit in posts or ()),
        via=via,
    )
