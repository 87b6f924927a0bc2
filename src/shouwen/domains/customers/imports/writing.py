"""A set of corrected rows into the database in one statement; what they were stays with the batch."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from shouwen.domains.customers.models import Customer, ServiceAccount

_CUSTOMERS = """
UPDATE customers_customer c
   SET name = n.name, phone = n.phone, phone_tail = right(n.phone, 4), id_no = n.id_no, tier = n.tier,
       address = n.address, unit_id = n.unit_id
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])
       AS n (id, name, phone, id_no, tier, address, unit_id)
 WHERE c.id = n.id
"""
_ACCOUNTS = """
UPDATE customers_serviceaccount a
   SET customer_id = n.customer_id, address = n.address, product = n.product,
       grid_unit_id = n.grid_unit_id, active = n.active
  FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::boolean[])
       AS n (id, customer_id, address, product, grid_unit_id, active)
 WHERE a.id = n.id
"""


def customers(rows: Sequence[Customer]) -> None:
    """更正一组客户."""
    _write(
        _CUSTOMERS,
        [(c.pk, c.name, c.phone, c.id_no, c.tier, c.address, c.unit_id) for c in rows],
    )


def accounts(rows: Sequence[ServiceAccount]) -> None:
    """更正一组用户号."""
    _write(
        _ACCOUNTS,
        [(a.pk, a.customer_id, a.address, a.product, a.grid_unit_id, a.active) for a in rows],
    )


def _write(sql: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
