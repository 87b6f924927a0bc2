"""Whose customers the reader may name: their own units', and whoever has a case there."""

from __future__ import annotations

from collections.abc import Iterable

from shouwen.domains.cases.models import Case
from shouwen.domains.customers.models import Customer
from shouwen.domains.customers.queries import visible
from shouwen.platform.access.scope import Scope


def acquainted(customers: Iterable[int], *, scope: Scope) -> frozenset[int]:
    """Of these customers the ones registered, with a line, or with a case in the scope.

    A case opened for anybody else would show a stranger's record to whoever guesses its id.
    """
    ids = list(customers)
    if scope.everything:
        return frozenset(Customer.objects.filter(pk__in=ids).values_list("pk", flat=True))
    near = visible(scope=scope).filter(pk__in=ids).values_list("pk", flat=True)
    met = Case.objects.visible_to(scope).filter(customer_id__in=ids)
    return frozenset(near) | frozenset(met.values_list("customer_id", flat=True))
