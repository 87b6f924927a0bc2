"""What a type of matter is and what it asks, as written in a preset; read strictly."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.mattertypes.errors import TypesUnreadable

PRESETS = ("cable", "telecom", "power")
FIELD_TYPES = ("text", "number", "date", "choice")
MOST_FIELDS = 12
ROOM = 60
"""Characters of ``Case.category``, which keeps the code."""
KEPT = frozenset({"mood", "area", "settled_at_counter", "type_version", "key"})
"""What ``Case.extra`` says otherwise; no field may be called so."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One question that a type asks."""

    key: str
    label: str
    type: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None

    def __post_init__(self) -> None:
        wrong = (
            not self.key.isidentifier()
            or self.key in KEPT
            or not self.label
            or self.type not in FIELD_TYPES
            or (self.type == "choice") != bool(self.choices)
        )
        if wrong:
            raise TypesUnreadable(what=_("field “%(key)s”") % {"key": self.key})

    def plain(self) -> dict[str, Any]:
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class TypeSpec:
    """One category with its sub-categories, and the fields all of them ask."""

    kind: str
    name: str
    subs: tuple[str, ...] = ()
    fields: tuple[FieldSpec, ...] = field(default=())


def shipped(preset: str) -> list[TypeSpec]:
    """The types of a preset that comes with Shouwen."""
    if preset not in PRESETS:
        raise TypesUnreadable(what=preset)
    text = (files(__package__) / "presets" / f"{preset}.toml").read_text(encoding="utf-8")
    return read(text)


def read(text: str) -> list[TypeSpec]:
    """TOML in the form of the presets; what is wrong is named."""
    try:
        rows = tomllib.loads(text)["type"]
        return [_type(row) for row in rows]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as wrong:
        raise TypesUnreadable(what=str(wrong)) from wrong


def _type(row: Mapping[str, Any]) -> TypeSpec:
    fields = tuple(field_spec(f) for f in row.get("field", ()))
    keys = [f.key for f in fields]
    name = row["name"]
    if row["kind"] not in CaseKind.values or len(keys) != len(set(keys)):
        raise TypesUnreadable(what=name)
    if len(fields) > MOST_FIELDS:
        raise TypesUnreadable(what=_("%(name)s asks more than twelve fields") % {"name": name})
    return TypeSpec(row["kind"], name, tuple(row.get("subs", ())), fields)


def field_spec(row: Mapping[str, Any]) -> FieldSpec:
    return FieldSpec(**{**row, "choices": tuple(row.get("choices", ()))})
