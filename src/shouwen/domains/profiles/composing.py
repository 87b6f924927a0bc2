"""成方案: from the editor's draft to the document of a profile; what the editor does not show stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shouwen.domains.imports.fields import word
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.domains.profiles.draft import (
    JOINED,
    MARKED,
    REJECT,
    Draft,
    Entry,
    columns_named,
    fields_of,
    parts,
)
from shouwen.domains.profiles.vocabulary import EXTRA, STATED, WAITS
from shouwen.platform.exchange.errors import ProfileRefused
from shouwen.platform.exchange.profiles import Shape
from shouwen.platform.exchange.profiles.spec import ROW_HASH
from shouwen.platform.org import queries as org

STAY = frozenset({"zone"})
"""Words of a rule that the editor does not show."""
Document = dict[str, Any]


def compose(draft: Draft, base: Mapping[str, Any]) -> Document:
    """The document of a draft that began as ``base``; raises ProfileRefused where it cannot be meant."""
    shape = SHAPES.get(draft.shape)
    if shape is None:
        raise ProfileRefused(profile=draft.code, where="shape", what=_("choose what one row is"))
    document: Document = {
        "profile": draft.code,
        "title": draft.title,
        "source": draft.source,
        "shape": draft.shape,
        "mode": draft.mode,
        "zone": draft.zone,
        "key": list(draft.key) or ROW_HASH,
        "file": {
            **base.get("file", {}),
            "header_row": draft.header_row,
            "delimiter": draft.delimiter,
        },
        "read": {
            **base.get("read", {}),
            "dates": parts(draft.dates) or ["iso"],
            "missing": parts(draft.missing),
            "no_date": parts(draft.no_date),
        },
    }
    return document | _sections(draft, base, shape) | {"fields": _fields(draft, base, shape)}


def _fields(draft: Draft, base: Mapping[str, Any], shape: Shape) -> Document:
    """One rule for each field that a column leads to or that says the same for every row."""
    before = fields_of(base) if base.get("shape") == draft.shape else {}
    fields: Document = {}
    for name in shape.fields:
        columns = draft.columns_of(name)
        if columns:
            fields[name] = _rule(draft, shape, name, columns, before.get(name, {}))
        elif name in draft.beside and _readable(draft, before.get(name, {})):
            fields[name] = dict(before[name])
        elif said := draft.constants.get(name):
            fields[name] = {"constant": said}
    if extra := _extra(draft, before) if shape.extra else {}:
        fields["extra"] = extra
    return fields


def _readable(draft: Draft, rule: Mapping[str, Any]) -> bool:
    """Whether a rule that stays as it is finds its columns."""
    return bool(rule) and all(column in draft.entries for column in columns_named(rule))


def _rule(
    draft: Draft, shape: Shape, name: str, columns: list[str], before: Mapping[str, Any]
) -> Document:
    rule: Document = {key: value for key, value in before.items() if key in STAY}
    rule |= _whence(draft, shape, name, columns, before)
    entry = draft.entries[columns[0]]
    if entry.clean:
        rule["clean"] = entry.clean.split(",")
    if entry.missing:
        rule["missing"] = parts(entry.missing)
    if entry.prefix:
        rule["prefix"] = entry.prefix
    if shape.fields[name].type in ("moment", "day"):
        rule |= {"dates": parts(entry.dates)} if parts(entry.dates) else {}
        return rule | ({"end_of_day": True} if entry.end_of_day else {})
    if default := draft.constants.get(name):
        rule["default"] = default
    if name == "state" and shape.name in STATED:
        return rule
    return rule | _map(entry, free=not shape.fields[name].choices)


def _whence(
    draft: Draft, shape: Shape, name: str, columns: list[str], before: Mapping[str, Any]
) -> Document:
    """One column, or several: joined, or the name of the first that is filled; in the order they had."""
    several = draft.entries[columns[0]].several
    if len(columns) == 1 and several != MARKED:
        return {"column": columns[0]}
    had = columns_named(before)
    ordered = had if set(had) == set(columns) else columns
    if several == MARKED:
        return {"marked": ordered}
    if shape.fields[name].type != "text" and ordered is not had:
        what = _("only one column can become “%(field)s”") % {"field": word(name)}
        raise ProfileRefused(profile=draft.code, where=f"fields.{name}", what=what)
    return {"columns": ordered} | ({} if several == JOINED else {"join": several[1:]})


def _map(entry: Entry, *, free: bool) -> Document:
    """The value map of a column, none where no word is led anywhere; in a ``free`` text the others stay."""
    if free and not entry.led:
        return {}
    led = {theirs: ours for theirs, ours in entry.words.items() if ours}
    rest = {} if entry.otherwise == REJECT else {"otherwise": entry.otherwise}
    if not led and (free or not rest):
        return {}
    stays = {theirs: theirs for theirs, ours in entry.words.items() if free and not ours}
    return {"table": led | stays, **rest}


def _extra(draft: Draft, before: Mapping[str, Mapping[str, Any]]) -> Document:
    """Further columns that are kept: under the name they had, else under their own."""
    kept = set(draft.columns_of(EXTRA))
    extra: Document = {}
    for name, rule in before.items():
        columns = columns_named(rule)
        stays = name in draft.beside and _readable(draft, rule)
        if name.startswith(EXTRA) and (stays or kept.issuperset(columns)):
            extra[name.removeprefix(EXTRA)] = dict(rule)
            kept -= set(columns)
    return extra | {column: column for column in draft.columns_of(EXTRA) if column in kept}


def _sections(draft: Draft, base: Mapping[str, Any], shape: Shape) -> Document:
    """The sections of this shape only: those of another would be refused."""
    made: Document = {}
    if "units" in shape.sections:
        made["units"] = _units(draft, base.get("units", {}))
    if "states" in shape.sections:
        made["states"] = base.get("states", {}) if "state" in draft.beside else _states(draft)
    if "cases" in shape.sections:
        made["cases"] = {
            **base.get("cases", {}),
            "limits": draft.limits,
            "open_state": draft.open_state,
            "handler_unknown": draft.handler_unknown,
            "updates": draft.updates,
        }
    if "customers" in shape.sections:
        made["customers"] = {"source": draft.holders}
    return made


def _units(draft: Draft, before: Mapping[str, Any]) -> Document:
    units = {key: value for key, value in before.items() if key != "root"}
    units["create"] = draft.create
    root = before.get("root", {})
    if draft.root and draft.root != root.get("code"):
        unit = org.unit_by_code(draft.root)
        if unit is None:
            what = _("there is no unit with the code “%(code)s”") % {"code": draft.root}
            raise ProfileRefused(profile=draft.code, where="units.root", what=what)
        root = {"code": unit.code, "name": unit.name, "kind": unit.kind}
    return units | ({"root": dict(root)} if draft.root else {})


def _states(draft: Draft) -> Document:
    """Foreign states in our words, with what the matter waits for where that is said."""
    states: Document = {}
    for column in draft.columns_of("state"):
        for theirs, ours in draft.entries[column].words.items():
            state, waits, whom = ours.partition(WAITS)
            if state:
                states[theirs] = {"state": state, "waiting_for": whom} if waits else state
    return states
