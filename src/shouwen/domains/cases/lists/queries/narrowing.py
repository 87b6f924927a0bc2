"""What a reader narrows a list of cases to, and how that is said to the database."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shouwen.domains.cases.lists.queries.fields import Meant

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
    where: tuple[Meant, ...] = ()
    among: tuple[int, ...] | None = None  # the only cases that can fit, where they are known
    looked: bool = False  # whether they have been looked for
    open: tuple[int, ...] | None = None  # the open cases of the reader that fit, where they are few
    ended: tuple[int, ...] | None = None
    sought: frozenset[bool] = frozenset()  # the sides looked through: of ended ones, of open ones

    @property
    def rare(self) -> bool:
        """Whether few open cases fit: looked up and sorted, where a walk by due time would find few."""
        return bool(
            self.urged or self.to_escalate or self.angry or self.reopened or self.returned
            or self.declared
            or self.handlers or self.owners or self.categories or self.tiers or self.where
            or self.among is not None
        )  # fmt: skip

    def fitting(self, *, closed: bool) -> tuple[int, ...] | None:
        """All cases of this side that fit, where they have been looked for and are few."""
        return self.ended if closed else self.open

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

_CASELESS = re.compile(r"[0-9\u3007\u3400-\u9fff]+")
"""Han and digits are no small form of anything: to fold every title before comparing is a waste."""
_BLANK = ("empty", "set")
_COMPARED = {
    "is": "{0} = {1}",
    "not": "{0} IS DISTINCT FROM {1}",
    "has": "strpos(lower({0}), lower({1})) > 0",
    "holds": "strpos({0}, {1}) > 0",
    "starts": "starts_with({0}, {1})",
    "ge": "{0} >= {1}",
    "le": "{0} <= {1}",
    "from": "{0} >= {1}",
    "to": "{0} < {1}",
}
_TYPED = {
    "text": "{0}",
    "choice": "{0}",
    "number": "(CASE WHEN {0} ~ '^-?[0-9]+([.][0-9]+)?$' THEN {0}::numeric END)",
    "day": "(CASE WHEN {0} ~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}' THEN left({0}, 10) END) COLLATE \"C\"",
}
"""A dynamic value as what its field holds; what does not look like one is never compared."""


@dataclass(slots=True)
class Sql:
    """A statement in the making: its parameters, and the conditions on the case ``c``."""

    params: dict[str, Any] = field(default_factory=dict)

    def case_filters(self, f: Filters) -> str:
        parts = []
        if f.among is not None:
            self.params["among"] = list(f.among)
            parts.append("c.id = ANY(%(among)s::bigint[])")
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
        parts += [self._condition(f"where{n}", one) for n, one in enumerate(f.where)]
        return " AND ".join(parts)

    def _condition(self, name: str, one: Meant) -> str:
        """A comparison with one field, of the case, of its customer or line, or a dynamic one."""
        if one.field.key:
            return self._dynamic(name, one)
        if one.how in _BLANK:
            said = f"{one.field.sql} {one.field.blank}"
            return said if one.how == "empty" else f"NOT ({said})"
        self.params[name] = one.value
        how = "holds" if one.how == "has" and _CASELESS.fullmatch(one.value) else one.how
        return one.field.within.format(_COMPARED[how].format(one.field.sql, f"%({name})s"))

    def _dynamic(self, name: str, one: Meant) -> str:
        """A comparison inside ``extra``; being equal, having one and ranges are met by its index."""
        key, held = f"%({name}_key)s", f"(c.extra ->> %({name}_key)s)"
        self.params[f"{name}_key"] = one.field.key
        there = f"c.extra ? {key}"
        if one.how == "empty":
            return f"COALESCE({held}, '') = ''"
        if one.how == "set":
            return f"({there} AND {held} <> '')"
        if one.how in ("is", "not"):
            same = self._same(name, one)
            return same if one.how == "is" else f"NOT {same}"
        self.params[name] = one.value
        compared = _COMPARED[one.how].format(_TYPED[one.field.type].format(held), f"%({name})s")
        return f"({there} AND {compared})"

    def _same(self, name: str, one: Meant) -> str:
        """Equal as a word, as a number, as yes or no: imports keep words where forms keep numbers."""
        found = []
        for n, value in enumerate(_spellings(str(one.value))):
            self.params[f"{name}_{n}"] = json.dumps({one.field.key: value}, ensure_ascii=False)
            found.append(f"c.extra @> %({name}_{n})s::jsonb")
        return f"({' OR '.join(found)})"


def _spellings(value: str) -> list[object]:
    found: list[object] = [value]
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?", value):
        found.append(json.loads(value))
    if value in ("true", "false"):
        found.append(value == "true")
    return found
