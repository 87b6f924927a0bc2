"""The whole unit tree in memory, fresh in every process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from shouwen.platform.org.choices import Area
from shouwen.platform.org.models import Unit


@dataclass(frozen=True, slots=True)
class Node:
    """One unit as the tree knows it today."""

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    path: tuple[int, ...]
    zone: str | None
    area: str
    valid_from: date
    valid_to: date | None

    @property
    def depth(self) -> int:
        return len(self.path) - 1

    @property
    def active(self) -> bool:
        return self.valid_to is None


@dataclass(frozen=True, slots=True)
class Tree:
    """All units by id, with the children of each in the order of their codes."""

    nodes: dict[int, Node] = field(default_factory=dict)
    children: dict[int | None, tuple[int, ...]] = field(default_factory=dict)

    def below(self, unit_id: int) -> Iterator[int]:
        """The unit itself, then everything under it, depth first."""
        if unit_id in self.nodes:
            yield unit_id
            for child in self.children.get(unit_id, ()):
                yield from self.below(child)

    def walk(self) -> Iterator[Node]:
        """Every unit, parents before children."""
        for root in self.children.get(None, ()):
            for unit_id in self.below(root):
                yield self.nodes[unit_id]

    def zone(self, unit_id: int) -> str | None:
        """The unit's own time zone, else that of the nearest unit above that has one."""
        node = self.nodes.get(unit_id)
        for ancestor in reversed(node.path if node else ()):
            if zone := self.nodes[ancestor].zone:
                return zone
        return None

    def area(self, unit_id: int | None) -> str:
        """The unit's own area, else that of the nearest unit above that has one, else urban."""
        node = self.nodes.get(unit_id) if unit_id is not None else None
        for ancestor in reversed(node.path if node else ()):
            if area := self.nodes[ancestor].area:
                return area
        return Area.URBAN.value


_cached: tuple[int | None, Tree] = (None, Tree())


@dataclass(slots=True)
class Reading:
    """What one page has read of the organisation so far."""

    tree: Tree | None = None
    staff: dict[int, str] = field(default_factory=dict)


_reading: ContextVar[Reading | None] = ContextVar("org_reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Inside, tree and names are asked for once: for what changes nothing in it."""
    token = _reading.set(Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def reading() -> Reading:
    """What has been read already: of this page inside ``one_reading``, else nothing."""
    return _reading.get() or Reading()


def tree() -> Tree:
    """Today's tree; costs one tiny query, and a full read only after units have changed.

    The version comes from a sequence by trigger: it never repeats, also not after a rollback.
    """
    known = reading()
    if known.tree is None:
        known.tree = _today()
    return known.tree


def _today() -> Tree:
    global _cached
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM org_tree_version")
        row = cursor.fetchone()
    version = row[0] if row else None
    if version is None or version != _cached[0]:
        _cached = (version, _read())
    return _cached[1]


def _read() -> Tree:
    fields = (
        *("id", "code", "name", "kind", "parent_id", "path"),
        *("zone", "area", "valid_from", "valid_to"),
    )
    nodes: dict[int, Node] = {}
    children: dict[int | None, list[int]] = {}
    for row in Unit.objects.order_by("code").values(*fields):
        node = Node(**{**row, "path": tuple(row["path"])})
        nodes[node.id] = node
        children.setdefault(node.parent_id, []).append(node.id)
    return Tree(nodes, {parent: tuple(ids) for parent, ids in children.items()})


def lock() -> None:
    """One change of the tree's shape at a time, so that no two moves can make a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('org_unit tree'))")
