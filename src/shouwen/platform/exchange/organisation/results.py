"""What a batch brought, for the page that shows its result."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange.models import Source
from shouwen.platform.org import queries


@dataclass(frozen=True, slots=True)
class Brought:
    """One unit or person that came with a batch."""

    id: int
    code: str
    name: str
    about: str


def brought(batch: int, kind: str, *, scope: Scope, limit: int) -> list[Brought]:
    """The first units or people of a batch that the reader may see."""
    rows = Source.objects.filter(batch_id=batch, subject_kind=kind).order_by("subject_id")
    ids = list(rows.values_list("subject_id", flat=True))
    if kind == "unit":
        tree = queries.tree()
        found = [tree.nodes[pk] for pk in ids if pk in tree.nodes and scope.covers(pk)]
        nodes = sorted(found, key=lambda node: (node.depth, node.code))[:limit]
        above = queries.names(n.parent_id for n in nodes if n.parent_id is not None)
        return [Brought(n.id, n.code, n.name, above.get(n.parent_id or 0, "")) for n in nodes]
    people = queries.visible_staff(scope).filter(pk__in=ids).select_related("account")
    return [
        Brought(p.pk, p.number, p.name, p.account.login if p.account else "")
        for p in people.order_by("number")[:limit]
    ]
