"""维护事项类型: the tree of types and what each asks, installed from presets and changed by people who say why.

A type asks what its newest version in force asks; versions are never edited. What cases have answered
keeps the labels of the version they were asked by.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from shouwen.domains.cases.errors import TextMissing
from shouwen.domains.customers.words import readings
from shouwen.domains.mattertypes.errors import TypeChanged, TypeLiesBehind, TypesUnreadable
from shouwen.domains.mattertypes.events import TypeKept, TypeRested
from shouwen.domains.mattertypes.models import FieldSet, MatterType
from shouwen.domains.mattertypes.specs import MOST_FIELDS, ROOM, TypeSpec
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import Text, record

OWN = "own"
"""The preset of types that no preset brought."""


@transaction.atomic
def install(types: Sequence[TypeSpec], *, preset: str, at: datetime) -> int:
    """装入事项类型: new types are added, changed fields become a new version, absent types rest.

    Quick and safe to run again; the number of types in use. What a case has answered stays as it was.
    """
    on = localdate(at)
    kept: list[int] = []
    for nth, spec in enumerate(types):
        top = _row(spec, "", nth, preset)
        kept += [top.pk, *(_row(spec, sub, nth, preset).pk for sub in spec.subs)]
        _ask(top, [f.plain() for f in spec.fields], on)
    MatterType.objects.filter(preset=preset).exclude(pk__in=kept).update(active=False)
    return len(kept)


@transaction.atomic
def keep(
    spec: TypeSpec, *, seen: int, since: date, why: str, by: Actor, at: datetime
) -> MatterType:
    """Add a category, or change its sub-categories at once and its fields from a day on.

    ``seen`` is the version that was looked at, 0 for a new category. Sub-categories that are not
    named rest; they come back when they are named again.
    """
    if not why.strip():
        raise TextMissing
    _lock(spec.kind)
    _sound(spec)
    old = MatterType.objects.filter(kind=spec.kind, code=spec.name).first()
    last = FieldSet.objects.filter(type=old).order_by("-version").first() if old else None
    if (last.version if last else 0) != seen or (old and not seen and last is None):
        raise TypeChanged
    fields = [field.plain() for field in spec.fields]
    if _from_when(last, fields, localdate(at)) > since:
        raise TypeLiesBehind
    top = _put(spec, old)
    _ask(top, fields, since)
    event = TypeKept(
        subject=Subject("matter_type", top.pk),
        since=since.isoformat(),
        subs=len(spec.subs),
        fields=len(fields),
    )
    record(event, by=by, at=at, text=Text(why.strip(), purpose="reason"))
    return top


def _from_when(last: FieldSet | None, fields: list[dict[str, Any]], today: date) -> date:
    """The first day on which these fields may hold; any day where they are as they were."""
    if last is None:
        return today
    return date.min if last.fields == fields else max(today, last.valid_from)


def _put(spec: TypeSpec, old: MatterType | None) -> MatterType:
    """The category and what is below it in use, what is not named any more at rest."""
    preset, nth = (old.preset, old.position) if old else (OWN, _after(spec.kind))
    top = _row(spec, "", nth, preset)
    kept = [top.pk, *(_row(spec, sub, nth, preset).pk for sub in spec.subs)]
    others = MatterType.objects.filter(kind=spec.kind, name=spec.name).exclude(pk__in=kept)
    others.update(active=False)
    return top


def _row(spec: TypeSpec, sub: str, nth: int, preset: str) -> MatterType:
    """The row of a category, or of a sub-category of it, in use."""
    code = f"{spec.name}/{sub}" if sub else spec.name
    spelt = [a + b for a in readings(spec.name) for b in (readings(sub) or [""])]
    words = {
        "initials": " ".join(dict.fromkeys([*spelt, *readings(sub)]))[:200],
        "position": nth,
        "preset": preset,
        "active": True,
    }
    made, _new = MatterType.objects.update_or_create(
        kind=spec.kind, code=code[:ROOM], defaults={**words, "name": spec.name, "sub": sub}
    )
    return made


def _ask(top: MatterType, fields: list[dict[str, Any]], on: date) -> None:
    """The next version, where the fields differ from the last."""
    last = FieldSet.objects.filter(type=top).order_by("-version").first()
    if last is None or last.fields != fields:
        version = last.version + 1 if last else 1
        FieldSet.objects.create(type=top, version=version, valid_from=on, fields=fields)


@transaction.atomic
def rest(type_id: int, *, resting: bool, why: str, by: Actor, at: datetime) -> MatterType:
    """停用、启用: the category with its sub-categories is no longer offered, or is again; cases keep theirs."""
    if not why.strip():
        raise TextMissing
    top = MatterType.objects.get(pk=type_id, sub="")
    _lock(top.kind)
    changed = MatterType.objects.filter(kind=top.kind, name=top.name, active=resting)
    if not changed.update(active=not resting):
        raise TypeChanged
    event = TypeRested(subject=Subject("matter_type", top.pk), resting=resting)
    record(event, by=by, at=at, text=Text(why.strip(), purpose="reason"))
    top.refresh_from_db()
    return top


def _lock(kind: str) -> None:
    """One change of a kind's tree at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"matter_type:{kind}"])


def _sound(spec: TypeSpec) -> None:
    """What the desk and the case can hold: room for the code, twelve fields, nothing twice."""
    codes = [spec.name, *(f"{spec.name}/{sub}" for sub in spec.subs)]
    too_long = next((code for code in codes if len(code) > ROOM), "")
    twice = _twice(spec.subs) or _twice([field.key for field in spec.fields])
    wrong = too_long or twice or next((c for c in (spec.name, *spec.subs) if "/" in c), "")
    if wrong or len(spec.fields) > MOST_FIELDS:
        raise TypesUnreadable(what=wrong or spec.name)


def _twice(words: Sequence[str]) -> str:
    return next((word for n, word in enumerate(words) if word in words[:n]), "")


def _after(kind: str) -> int:
    last = MatterType.objects.filter(kind=kind).order_by("-position").first()
    return last.position + 1 if last else 0
