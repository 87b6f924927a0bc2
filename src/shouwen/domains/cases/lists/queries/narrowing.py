"""What a reader narrows a list of cases to, and how that is said to the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_ANGRY = """(c.extra -> 'mood') = '"angry"'::jsonb"""  # as the condition of the index says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a reader has narrowed a list to; empty means everything."""

    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    handlers: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    handler_units: tuple[int, ...] = ()
    owner_units: tuple[int, ...] = ()
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    closed_from: datetime | None = None
    closed_before: datetime | None = None
    urged: bool = False
    reopened: bool = False
    returned: bool = False
    to_escalate: bool = False
    angry: bool = False
    declared: bool = False
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def rare(self) -> bool:
        """Whether few open cases fit: looked up and sorted, where a walk by due time would find few."""
        return bool(
            self.urged or self.to_escalate or self.angry or self.reopened or self.returned
            or self.declared
            or self.handlers or self.owners or self.categories or self.tiers or self.extra
        )  # fmt: skip

    @property
    def any(self) -> bool:
        return self != Filters()


_ANY_OF = {
    "kinds": "c.kind",
    "states": "c.state",
    "channels": "c.channel",
    "categories": "c.category",
    "handlers": "c.handler_id",
    "owners": "c.owner_id",
    "handler_units": "c.handler_unit_id",
    "owner_units": "c.owner_unit_id",
}
_SPANS = {
    "opened_from": "c.opened_at >=",
    "opened_before": "c.opened_at <",
    "closed_from": "c.closed_at >=",
    "closed_before": "c.closed_at <",
}
_FLAGS = {
    "urged": "c.urges > 0",
    "reopened": "c.reopens > 0",
    "returned": "c.returns > 0",
    "to_escalate": "c.to_escalate",
    "angry": _ANGRY,
    "declared": "EXISTS (SELECT FROM cases_declaration d WHERE d.case_id = c.id)",
}


@dataclass(slots=True)
class Sql:
    """A statement in the making: its parameters, and the conditions on the case ``c``."""

    params: dict[str, Any] = field(default_factory=dict)

    def case_filters(self, f: Filters) -> str:
        parts = []
        for name, column in _ANY_OF.items():
            if values := getattr(f, name):
                self.params[name] = list(values)
                parts.append(f"{column} = ANY(%({name})s)")
        for name, compared in _SPANS.items():
            if moment := getattr(f, name):
                self.params[name] = moment
                parts.append(f"{compared} %({name})s")
        parts += [condition for name, condition in _FLAGS.items() if getattr(f, name)]
        if f.tiers:
            self.params["tiers"] = list(f.tiers)
            parts.append(
                "EXISTS (SELECT 1 FROM customers_customer p"
                " WHERE p.id = c.customer_id AND p.tier = ANY(%(tiers)s))"
            )
        for n, (key, value) in enumerate(f.extra):
            self.params |= {f"extra{n}": key, f"value{n}": value}
            parts.append(f"c.extra ->> %(extra{n})s = %(value{n})s")
        return " AND ".join(parts)
