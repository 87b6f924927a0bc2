"""Who acts, read in one statement: account, post in use, verbs and visible units."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from shouwen.kernel.actor import Via
from shouwen.platform.access.acting import Acting, HeldPost
from shouwen.platform.access.models import Account
from shouwen.platform.access.scope import EVERYTHING, Scope

_ACCOUNT_FIELDS = [f.attname for f in Account._meta.concrete_fields]

_SQL = f"""
SELECT {", ".join(f"a.{f}" for f in _ACCOUNT_FIELDS)},
       s.id, s.name, p.id, coalesce(nullif(p.title, ''), r.name), r.code, u.id, u.name,
       (SELECT z.zone FROM org_unit z WHERE z.id = ANY(u.path) AND z.zone IS NOT NULL
         ORDER BY cardinality(z.path) DESC LIMIT 1),
       (SELECT array_agg(rp.code) FROM access_role_permission rp WHERE rp.role_id = r.id),
       u.parent_id IS NULL AND (SELECT count(*) FROM org_unit WHERE parent_id IS NULL) = 1,
       (SELECT array_agg(ARRAY[np.id::text, coalesce(nullif(np.title, ''), nr.name), nu.name]
                         ORDER BY n.share DESC, n.since, n.id)
          FROM org_appointment n JOIN org_post np ON np.id = n.post_id
          JOIN access_role nr ON nr.id = np.role_id JOIN org_unit nu ON nu.id = np.unit_id
         WHERE n.staff_id = s.id
           AND n.since <= %(at)s AND (n.until IS NULL OR n.until > %(at)s)),
       CASE WHEN u.parent_id IS NOT NULL
              OR (SELECT count(*) FROM org_unit WHERE parent_id IS NULL) > 1
            THEN (SELECT array_agg(b.id) FROM org_unit b WHERE b.path @> ARRAY[u.id]) END
  FROM access_account a
  LEFT JOIN org_staff s ON s.account_id = a.id
  LEFT JOIN LATERAL (
       SELECT ap.post_id FROM org_appointment ap
        WHERE ap.staff_id = s.id AND ap.since <= %(at)s AND (ap.until IS NULL OR ap.until > %(at)s)
        ORDER BY (ap.post_id = %(post)s) DESC NULLS LAST, ap.share DESC, ap.since, ap.id
        LIMIT 1) held ON true
  LEFT JOIN org_post p ON p.id = held.post_id
  LEFT JOIN access_role r ON r.id = p.role_id
  LEFT JOIN org_unit u ON u.id = p.unit_id
 WHERE a.id = %(account)s AND a.is_active
"""


def acting_for(
    account_id: int, *, post_id: int | None, at: datetime, via: Via = "web"
) -> Acting | None:
    """The acting of an active account under the wanted post, else under its main one.

    A superuser without a post holds all verbs and sees everything; an account without a post sees nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"account": account_id, "post": post_id, "at": at})
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
