"""编辑页: what the page of the editor shows, column by column, with its choices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwen.domains.cases.choices import IN_WORK, CaseState
from shouwen.domains.imports import covering
from shouwen.domains.imports.fields import word
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.domains.profiles import editing, queries, suggesting
from shouwen.domains.profiles.columns import Column, mark
from shouwen.domains.profiles.draft import JOINED, MARKED, Entry, columns_named, fields_of
from shouwen.domains.profiles.looks import FORMATS
from shouwen.domains.profiles.vocabulary import (
    CLEANING,
    EXTRA,
    SHAPE_WORDS,
    WORDED,
    options,
    targets,
)
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.masking import mask_within
from shouwen.platform.exchange.choices import Mode
from shouwen.platform.exchange.profiles import Shape
from shouwen.platform.exchange.profiles.parsing import DELIMITERS
from shouwen.platform.org.fields import unit_choices

Options = list[tuple[str, str]]
BETWEEN = ("、", "，", "-", "/", ",")
NAMED_ONCE = ("unit", "category", "role")
"""Texts that are often the same for a whole file."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the file and what it means for us."""

    name: str
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Line:
    """One column of the file on the page."""

    column: Column
    entry: Entry
    samples: tuple[str, ...]
    key: bool
    likely: str
    timed: bool
    may_lead: bool
    options: Options
    words: tuple[Word, ...]
    cleaning: Options
    several: Options
    """How the columns of one field make one value; asked at the first of them."""
    beside: tuple[str, ...]
    """What it becomes as well, by rules that the editor leaves alone."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A field that may say the same for every row, or what an empty cell means."""

    field: str
    label: str
    said: str
    options: Options
    has_column: bool


def context(work: editing.Work, *, acting: Acting, at: datetime) -> dict[str, Any]:
    """All that the template asks for."""
    draft, shape = work.draft, SHAPES.get(work.draft.shape)
    return {
        "draft": draft,
        "code": work.code,
        "base": work.base,
        "preview": work.preview(at=at),
        "gone": work.gone(),
        "lines": _lines(work, shape) if shape else [],
        "constants": _constants(work, shape) if shape else [],
        "targets": targets(shape) if shape else [],
        "sections": shape.sections if shape else (),
        "shapes": [(name, str(SHAPE_WORDS[name])) for name in editing.allowed(acting)],
        "modes": Mode.choices,
        "delimiters": list(DELIMITERS),
        "open_states": [(s.value, str(s.label)) for s in CaseState if s in IN_WORK],
        "formats": FORMATS,
        "units": unit_choices(),
        "versions": queries.versions(work.code)[:5] if work.code else [],
    }


def _lines(work: editing.Work, shape: Shape) -> list[Line]:
    likely = suggesting.fields(work.columns, shape)
    labels = dict(targets(shape))
    return [
        _line(work, column, shape, labels.get(likely.get(column.name, ""), ""))
        for column in work.columns
    ]


def _line(work: editing.Work, column: Column, shape: Shape, likely: str) -> Line:
    entry = work.draft.entry(column.name)
    cover = covering.fields_covered(shape.name).get(entry.field, mask_within)
    described = shape.fields.get(entry.field)
    choices = options(shape, entry.field) if entry.field else []
    may_lead = entry.field in WORDED and bool(column.words or entry.words)
    listed = dict.fromkeys([*column.words, *entry.words]) if choices or entry.led else ()
    cleaning = {entry.clean: entry.clean} | {step: str(said) for step, said in CLEANING.items()}
    return Line(
        column=column,
        entry=entry,
        samples=tuple(cover(sample) for sample in column.samples),
        key=column.name in work.draft.key,
        likely=likely if likely != dict(targets(shape)).get(entry.field) else "",
        timed=described is not None and described.type in ("moment", "day"),
        may_lead=may_lead,
        options=choices,
        words=tuple(
            Word(f"w-{column.id}-{mark(theirs)}", cover(theirs), entry.words.get(theirs, ""))
            for theirs in listed
        ),
        cleaning=list(cleaning.items()),
        several=_several(work, column.name, entry),
        beside=_beside(work, column.name),
    )


def _several(work: editing.Work, column: str, entry: Entry) -> Options:
    together = work.draft.columns_of(entry.field) if entry.field not in ("", EXTRA) else []
    if column not in together[:1] or (len(together) == 1 and entry.several != MARKED):
        return []
    known = {JOINED: _("joined with a blank"), "j": _("joined with nothing between")}
    known |= {f"j{sign}": _("joined with “%(mark)s”") % {"mark": sign} for sign in BETWEEN}
    known.setdefault(entry.several, _("joined with “%(mark)s”") % {"mark": entry.several[1:]})
    return list((known | {MARKED: _("the name of the first that is filled")}).items())


def _beside(work: editing.Work, column: str) -> tuple[str, ...]:
    rules = fields_of(work.began())
    return tuple(
        word(name.removeprefix(EXTRA))
        for name in work.draft.beside
        if column in columns_named(rules.get(name, {}))
    )


def _constants(work: editing.Work, shape: Shape) -> list[Constant]:
    """Choices, what is needed, and what the profile says for every row already."""
    said = work.draft.constants
    asked = [
        name
        for name, field in shape.fields.items()
        if field.type not in ("moment", "day")
        and (field.choices or field.required or name in NAMED_ONCE or name in said)
        and not (name == "state" and shape.name == "event_log")
    ]
    return [
        Constant(
            name, word(name), said.get(name, ""), options(shape, name) if shape.fields[name].choices else [],
            bool(work.draft.columns_of(name)),
        )
        for name in asked
    ]  # fmt: skip
