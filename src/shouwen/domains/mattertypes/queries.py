"""The types of matters in use: found by name or initials, with the fields they ask on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from shouwen.domains.cases.lists.queries.fields import Dynamic
from shouwen.domains.mattertypes.models import FieldSet, MatterType
from shouwen.domains.mattertypes.specs import FieldSpec, field_spec


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of one type as they hold on a day."""

    version: int
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A category with its sub-categories in use, and what it asks."""

    top: MatterType
    subs: tuple[MatterType, ...]
    asked: Asked | None
    coming: date | None


def choices(kind: str) -> list[MatterType]:
    """What may be chosen for this kind: sub-categories, and categories that have none."""
    rows = list(MatterType.objects.filter(kind=kind, active=True).order_by("position", "pk"))
    split = {row.name for row in rows if row.sub}
    return [row for row in rows if row.sub or row.name not in split]


def resolve(typed: str, *, types: Sequence[MatterType]) -> MatterType | None:
    """The type of this code, else the only one of these initials or with these characters."""
    typed = typed.strip()
    if not typed:
        return None
    for row in types:
        if typed in (row.code, row.sub):
            return row
    low = typed.lower()
    if low.isascii() and low.isalpha():
        found = [r for r in types if low in r.initials.split()] or [
            r for r in types if any(word.startswith(low) for word in r.initials.split())
        ]
    else:
        found = [row for row in types if typed in row.code]
    return found[0] if len(found) == 1 else None


def spoken(code: str) -> str:
    """分类 in words: 宽带 › 无法上网 for 宽带/无法上网."""
    return " › ".join(part.strip() for part in code.split("/", 1))


def code_of(kind: str, typed: str) -> str:
    """The code that words or initials mean among the types in use of this kind; what fits none stays as typed."""
    meant = "/".join(part.strip() for part in typed.split("›", 1))
    rows = MatterType.objects.filter(kind=kind, active=True).order_by("position", "pk")
    found = resolve(meant, types=list(rows))
    return found.code if found is not None else meant


def asked(kind: str, code: str, *, on: date) -> Asked | None:
    """What the type asks on that day."""
    name = code.partition("/")[0]
    held = FieldSet.objects.filter(
        Q(type__code=name) | Q(type__code=code), type__kind=kind, valid_from__lte=on
    )
    return _said(held.order_by("-valid_from", "-version").first())


def tree(*, on: date) -> list[Branch]:
    """Every category, resting ones too, with what it asks on that day; two statements."""
    rows = list(MatterType.objects.order_by("kind", "position", "pk"))
    held: dict[int, FieldSet] = {}
    coming: dict[int, date] = {}
    for version in FieldSet.objects.order_by("valid_from", "version"):
        if version.valid_from <= on:
            held[version.type_id] = version
        else:
            coming[version.type_id] = version.valid_from
    subs: dict[tuple[str, str], list[MatterType]] = {}
    for row in rows:
        if row.sub and row.active:
            subs.setdefault((row.kind, row.name), []).append(row)
    return [
        Branch(
            top,
            tuple(subs.get((top.kind, top.name), ())),
            _said(held.get(top.pk)),
            coming.get(top.pk),
        )
        for top in rows
        if not top.sub
    ]


def fields_of(version: FieldSet | None) -> tuple[FieldSpec, ...]:
    """The questions of one version."""
    return tuple(map(field_spec, version.fields)) if version else ()


def _said(version: FieldSet | None) -> Asked | None:
    return Asked(version.version, tuple(map(field_spec, version.fields))) if version else None


def described() -> dict[str, Dynamic]:
    """Every field that any type asks or has asked, as the last version that has it says it."""
    found: dict[str, Dynamic] = {}
    for version in FieldSet.objects.order_by("valid_from", "version", "pk"):
        for spec in map(field_spec, version.fields):
            before = found[spec.key].choices if spec.key in found else ()
            choices = tuple(dict.fromkeys((*spec.choices, *before)))
            found[spec.key] = Dynamic(spec.label, spec.type, choices)
    return found


def answers(kind: str, code: str, extra: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a case has answered, with the labels of the version it was asked by."""
    version = extra.get("type_version")
    if not version:
        return []
    held = FieldSet.objects.filter(
        type__kind=kind, type__code=code.partition("/")[0], version=version
    ).first()
    specs = map(field_spec, held.fields) if held else ()
    return [(s.label, str(extra[s.key])) for s in specs if extra.get(s.key) not in (None, "")]
