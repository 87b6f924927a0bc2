"""方案草稿: a profile as it stands in the editor, read from a profile that is here or from the page."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from shouwen.domains.profiles.columns import Column, mark
from shouwen.domains.profiles.vocabulary import EXTRA, STATED, WAITS
from shouwen.platform.exchange.profiles.spec import NO_DATES, ROW_HASH

BETWEEN = " | "
"""Stands between several date formats, or several words for “missing”, in one input."""
REJECT = "!"
"""A word that is not in the value map keeps its row out."""
MARKED, JOINED = "m", "j "
SHORT, LONG = 200, 2_000


@dataclass(slots=True)
class Entry:
    """What one column becomes, and how its values are read."""

    field: str = ""
    clean: str = ""
    dates: str = ""
    end_of_day: bool = False
    words: dict[str, str] = dataclasses.field(default_factory=dict)
    otherwise: str = REJECT
    led: bool = False
    """Whether the words of a text are to be led to ours, which the page asks for choices anyway."""
    prefix: str = ""
    missing: str = ""
    several: str = JOINED
    """Of several columns of one field: ``MARKED``, or ``j`` and what stands between their cells."""


@dataclass(slots=True)
class Draft:
    """All that the editor shows of a profile."""

    shape: str
    zone: str
    code: str = ""
    title: str = ""
    source: str = ""
    mode: str = "history"
    header_row: int = 1
    delimiter: str = "auto"
    dates: str = ""
    missing: str = ""
    no_date: str = BETWEEN.join(NO_DATES)
    key: tuple[str, ...] = ()
    entries: dict[str, Entry] = dataclasses.field(default_factory=dict)
    constants: dict[str, str] = dataclasses.field(default_factory=dict)
    root: str = ""
    create: bool = False
    limits: str = "own"
    open_state: str = "dispatched"
    handler_unknown: str = "reject"
    updates: bool = True
    holders: str = ""
    beside: tuple[str, ...] = ()
    """Fields that read a column which becomes another field already; their rules stay as they are."""

    def entry(self, column: str) -> Entry:
        return self.entries.setdefault(column, Entry())

    def columns_of(self, name: str) -> list[str]:
        """The columns that lead to a field, in the order of the file."""
        return [column for column, entry in self.entries.items() if entry.field == name]


# -- of a profile that is here ---------------------------------------------------------------------


def of(document: Mapping[str, Any], columns: Iterable[str]) -> Draft:
    """A profile as the editor shows it beside the columns of a file."""
    key = document["key"]
    listed = [key] if isinstance(key, str) else list(key)
    file, read = document.get("file", {}), document.get("read", {})
    draft = Draft(
        shape=document["shape"],
        zone=document["zone"],
        code=document["profile"],
        title=document.get("title", document["profile"]),
        source=document.get("source", document["profile"]),
        mode=document.get("mode", "history"),
        header_row=file.get("header_row", 1),
        delimiter=file.get("delimiter", "auto"),
        dates=_listed(read.get("dates", "iso")),
        missing=_listed(read.get("missing", [])),
        no_date=_listed(read.get("no_date", NO_DATES)),
        key=() if listed == [ROW_HASH] else tuple(map(str, listed)),
        entries={column: Entry() for column in columns},
    )
    _sections_of(document, draft)
    for name, rule in fields_of(document).items():
        _rule_of(document, draft, name, rule)
    return draft


def fields_of(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The rules of a profile by their field, each as a table; those of further columns are under ``+name``.

    Value maps that stand elsewhere under a name stand in their rule.
    """
    fields = dict(document.get("fields", {}))
    extra = fields.pop("extra", {})
    rules = fields | {f"{EXTRA}{name}": rule for name, rule in extra.items()}
    return {name: _whole(rule, document.get("tables", {})) for name, rule in rules.items()}


def _whole(rule: Any, tables: Mapping[str, Any]) -> dict[str, Any]:
    words = dict(rule) if isinstance(rule, Mapping) else {"column": rule}
    if isinstance(table := words.get("table"), str):
        words["table"] = tables.get(table, {})
    return words


def columns_named(rule: Mapping[str, Any]) -> list[str]:
    """The columns a rule reads, none for a constant."""
    for way in ("column", "columns", "marked"):
        if way in rule:
            return [rule[way]] if isinstance(rule[way], str) else list(rule[way])
    return []


def _sections_of(document: Mapping[str, Any], draft: Draft) -> None:
    units, cases = document.get("units", {}), document.get("cases", {})
    draft.root = units.get("root", {}).get("code", "")
    draft.create = units.get("create", True)
    draft.limits = cases.get("limits", draft.limits)
    draft.open_state = cases.get("open_state", draft.open_state)
    draft.handler_unknown = cases.get("handler_unknown", draft.handler_unknown)
    draft.updates = cases.get("updates", draft.updates)
    draft.holders = document.get("customers", {}).get("source", "")


def _rule_of(document: Mapping[str, Any], draft: Draft, name: str, rule: Mapping[str, Any]) -> None:
    columns = columns_named(rule)
    if any(draft.entry(column).field for column in columns):
        draft.beside += (name,)
        columns = []
    for column in columns:
        entry = draft.entry(column)
        entry.field = EXTRA if name.startswith(EXTRA) else name
        entry.clean = ",".join(_texts(rule.get("clean", [])))
        entry.dates = _listed(rule.get("dates", []))
        entry.end_of_day = rule.get("end_of_day", False)
        entry.words = _words_of(document, name, rule)
        entry.led = "table" in rule
        entry.otherwise = rule.get("otherwise", REJECT)
        entry.prefix = rule.get("prefix", "")
        entry.missing = _listed(rule.get("missing", []))
        entry.several = MARKED if "marked" in rule else f"j{rule.get('join', ' ')}"
    said = rule.get("constant", rule.get("default"))
    if said is not None and not name.startswith(EXTRA):
        draft.constants[name] = str(said)


def _words_of(document: Mapping[str, Any], name: str, rule: Mapping[str, Any]) -> dict[str, str]:
    if name == "state" and document["shape"] in STATED:
        return {word: _state(means) for word, means in document.get("states", {}).items()}
    return {word: str(value) for word, value in rule.get("table", {}).items()}


def _state(means: Any) -> str:
    if not isinstance(means, Mapping):
        return str(means)
    waits = means.get("waiting_for", "none")
    return means["state"] if waits == "none" else f"{means['state']}{WAITS}{waits}"


def _texts(given: Any) -> list[str]:
    return [given] if isinstance(given, str) else [str(one) for one in given]


def _listed(given: Any) -> str:
    return BETWEEN.join(_texts(given))


def parts(listed: str) -> list[str]:
    """The texts of one input."""
    return [part.strip() for part in listed.split(BETWEEN.strip()) if part.strip()]


# -- of the page -----------------------------------------------------------------------------------


def read(post: QueryDict, columns: Sequence[Column], *, base: Draft | None) -> Draft:
    """What the page says; of words it did not show yet, ``base`` and then the suggestions speak."""

    def said(name: str, default: str = "", limit: int = SHORT) -> str:
        return post.get(name, default).replace("\0", "").strip()[:limit]

    names = [column.name for column in columns]
    ticked = set(post.getlist("key"))
    code = said("code") or said("title")
    return Draft(
        shape=said("shape"),
        zone=said("zone"),
        code=code,
        title=said("title") or code,
        source=said("source") or code,
        mode=said("mode", "history"),
        header_row=header_row(post),
        delimiter=said("delimiter", "auto"),
        dates=said("dates", limit=LONG),
        missing=said("missing", limit=LONG),
        no_date=said("no_date", limit=LONG),
        key=tuple(name for name in names if mark(name) in ticked),
        entries={column.name: _entry(said, post, column, base) for column in columns},
        constants={name.removeprefix("k-"): said(name) for name in post if name.startswith("k-")},
        root=said("root"),
        create="create" in post,
        limits=said("limits", "own"),
        open_state=said("open_state", "dispatched"),
        handler_unknown=said("handler_unknown", "reject"),
        updates=said("updates", "yes") == "yes",
        holders=said("holders"),
        beside=base.beside if base else (),
    )


def header_row(post: QueryDict) -> int:
    """In which row the page says the names of the columns are."""
    typed = post.get("header_row", "")
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 4 else 1


def _entry(said: Any, post: QueryDict, column: Column, base: Draft | None) -> Entry:
    at = column.id
    before = base.entries.get(column.name) if base else None
    known = [*column.words, *(word for word in (before.words if before else ()))]
    field = said(f"f-{at}")
    kept = (
        before if before and before.field == field else Entry()
    )  # of what the page did not show yet
    return Entry(
        field=field,
        clean=said(f"c-{at}"),
        dates=said(f"d-{at}", limit=LONG),
        end_of_day=f"e-{at}" in post,
        words={
            word: said(name)
            for word in dict.fromkeys(known)
            if (name := f"w-{at}-{mark(word)}") in post
        },
        otherwise=post.get(f"o-{at}", REJECT)[:SHORT],
        led=f"m-{at}" in post,
        prefix=post.get(f"p-{at}", kept.prefix).replace("\0", "")[:SHORT],
        missing=said(f"x-{at}", kept.missing, LONG),
        several=post.get(f"y-{at}", kept.several).replace("\0", "")[:SHORT],
    )
