"""建议: what each column of a file most likely becomes, by its header and by the look of its values."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.domains.profiles import headers
from shouwen.domains.profiles.choices import Look
from shouwen.domains.profiles.columns import Column
from shouwen.domains.profiles.draft import BETWEEN, REJECT, Draft, Entry
from shouwen.domains.profiles.vocabulary import meant, options
from shouwen.platform.exchange.profiles import Field, Shape
from shouwen.platform.org.tree import tree

LEAST = 1.2
"""A likeness below this is no suggestion."""
BY_LOOK = {
    Look.PHONE: ("customer_phone", "phone", "work_phone"),
    Look.IDENTITY: ("customer_id_no", "id_no"),
    Look.TIME: ("opened_at", "valid_from", "active_from"),
    Look.TEXT: ("text",),
}
"""What a column may be whose header says nothing."""
UNITS = frozenset({"unit", "owner_unit", "parent", "grid"})
FITS, SUITS = 1.0, 1.5
LEANING = 0.75
"""Cases are what files hold most often."""


def shape_for(columns: Sequence[Column], allowed: Collection[str]) -> str:
    """What one row most likely is: the shape most of whose fields are found."""

    def worth(name: str) -> float:
        shape = SHAPES[name]
        found = fields(columns, shape)
        needed = [field for field, described in shape.fields.items() if described.required]
        missing = sum(field not in found.values() for field in needed)
        return len(found) - missing / 2 + (LEANING if name == "case" else 0)

    return max(allowed, key=worth, default="")


def suggested(columns: Sequence[Column], *, shape: str, zone: str, root: str) -> Draft:
    """A whole draft for a file that no profile fits."""
    found = fields(columns, SHAPES[shape])
    draft = Draft(shape=shape, zone=zone, root=root, key=_key(columns))
    for column in columns:
        draft.entries[column.name] = entry(column, found.get(column.name, ""), SHAPES[shape])
    spellings = (spelling for column in columns for spelling in column.formats)
    draft.dates = BETWEEN.join(dict.fromkeys(spellings)) or "iso"
    return draft


def entry(column: Column, field: str, shape: Shape) -> Entry:
    """How a column is read that becomes this field."""
    choices = options(shape, field)
    made = Entry(field=field)
    if choices:
        made.words = {word: meant(word, choices) for word in column.words}
    if field in UNITS:
        made.words = _codes_of(column.words)
        made.led = bool(made.words)
    if field in BY_LOOK[Look.PHONE]:
        made.clean = "half_width"
    if column.formats and field in shape.fields and shape.fields[field].type in ("moment", "day"):
        made.dates = BETWEEN.join(column.formats)
    return made


def _codes_of(words: Sequence[str]) -> dict[str, str]:
    """Where a file names units by their names: each name with our code; none where it has our codes."""
    active = [node for node in tree().nodes.values() if node.active]
    codes, by_name = {node.code for node in active}, {node.name: node.code for node in active}
    if not any(word in by_name and word not in codes for word in words):
        return {}
    return {word: "" if word in codes else by_name.get(word, "") for word in words}


def complete(draft: Draft, columns: Sequence[Column]) -> None:
    """Suggest the words of columns whose target was chosen just now; what was said stays."""
    shape = SHAPES.get(draft.shape)
    for column in columns if shape else ():
        said = draft.entries[column.name]
        if said.field and not said.words and said.otherwise == REJECT and shape:
            fresh = entry(column, said.field, shape)
            said.words, said.led = fresh.words, said.led or fresh.led
            said.dates = said.dates or fresh.dates


def fields(columns: Sequence[Column], shape: Shape) -> dict[str, str]:
    """Column → the field it most likely becomes; the likeliest pairs first, no field twice."""
    pairs = sorted(
        (
            (-_likeness(column, name, described, shape), place, name)
            for place, column in enumerate(columns)
            for name, described in shape.fields.items()
        ),
    )
    found: dict[str, str] = {}
    for likeness, place, name in pairs:
        column = columns[place].name
        if -likeness >= LEAST and column not in found and name not in found.values():
            found[column] = name
    return found


def _likeness(column: Column, name: str, described: Field, shape: Shape) -> float:
    """By header, then by look: times only to time fields, a look of its own counts a little."""
    header = headers.likeness(column.name, headers.BY_SHAPE[shape.name].get(name, ()))
    timed = described.type in ("moment", "day")
    if timed != (column.look == Look.TIME):
        return header if header == headers.EXACT and column.look == Look.EMPTY else 0.0
    if described.type == "whole" and column.look not in (Look.NUMBER, Look.CODE, Look.WORD):
        return 0.0
    suits = name in BY_LOOK.get(column.look, ())
    return header + FITS if header and suits else header or (SUITS if suits else 0.0)


def _key(columns: Sequence[Column]) -> tuple[str, ...]:
    """The column that names a row: by its header, else the first whose values are codes; none else."""
    named = [
        (headers.likeness(column.name, headers.KEYS), -place, column.name)
        for place, column in enumerate(columns)
        if column.names_rows and column.look in (Look.CODE, Look.NUMBER, Look.TEXT)
    ]
    likely = max((one for one in named if one[0]), default=None)
    if likely:
        return (likely[2],)
    return next(((c.name,) for c in columns if c.names_rows and c.look == Look.CODE), ())
