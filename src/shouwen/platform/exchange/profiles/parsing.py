"""From the TOML of a profile to its specification, refusing anything that could be misread."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from shouwen.platform.exchange.errors import ProfileRefused
from shouwen.platform.exchange.profiles import dates
from shouwen.platform.exchange.profiles.cleaning import STEPS
from shouwen.platform.exchange.profiles.sections import Section
from shouwen.platform.exchange.profiles.spec import NO_DATES, ROW_HASH, Field, Profile, Rule, Shape
from shouwen.platform.exchange.reading.containers import reason

NAME = 60
"""So long the code of a profile and the name of its register may be."""
MODES = ("history", "live")
DELIMITERS = {"auto": None, "comma": ",", "tab": "\t", "semicolon": ";", "bar": "|"}


def load(path: Path, shapes: Mapping[str, Shape]) -> Profile:
    """The profile in a file; raises ProfileRefused naming the place of the first mistake."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as why:
        raise ProfileRefused(profile=path.name, where=_("the file"), what=reason(why)) from why
    except UnicodeDecodeError as why:
        what = _("it is not a UTF-8 text file")
        raise ProfileRefused(profile=path.name, where=_("the file"), what=what) from why
    return parse(text, shapes, name=path.name)


def parse(text: str, shapes: Mapping[str, Shape], *, name: str = "profile") -> Profile:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise ProfileRefused(profile=name, where=_("the TOML"), what=why) from why
    return build(document, shapes, name=name)


def build(document: Mapping[str, Any], shapes: Mapping[str, Shape], *, name: str) -> Profile:
    """The checked profile of a TOML document already read."""
    top = Section(name, "", document)
    _keepable(top, document)
    code = top.needed("profile", limit=NAME)
    shape = shapes[top.choice("shape", shapes)]
    mode = cast(Literal["history", "live"], top.choice("mode", MODES, "history"))
    zone = top.zone("zone")
    if zone is None:
        top.refuse("zone", _("this word is missing"))
    key, by_content = _key(top)
    file, read = top.section("file"), top.section("read")
    common = _common(read, zone)
    tables = _tables(top)
    rules, extra = _rules(top.section("fields"), shape, common, tables)
    profile = Profile(
        code=code,
        title=top.text("title", code) or code,
        source=top.text("source", code, limit=NAME) or code,
        shape=shape,
        mode=mode,
        zone=zone,
        key=key,
        by_content=by_content,
        encoding=_auto(file.text("encoding", "auto")),
        delimiter=DELIMITERS[file.choice("delimiter", DELIMITERS, "auto")],
        sheet=file.text("sheet") or None,
        header_row=file.number("header_row", 1, least=1),
        no_date=_markers(read),
        rules=rules,
        extra=extra,
        sections={s: top.section(s).words for s in sorted(shape.sections)},
        document=document,
    )
    for section in (file, read, top):
        section.done()
    return profile


def _keepable(top: Section, document: Mapping[str, Any]) -> None:
    """Refuse text that no database keeps: NUL, and halves of characters."""
    try:
        kept = b"\\u0000" not in json.dumps(document, default=str, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        kept = False
    if not kept:
        top.refuse("", _("a text holds a character that cannot be kept"))


def _auto(value: str | None) -> str | None:
    return None if value in (None, "", "auto") else value


def _key(top: Section) -> tuple[tuple[str, ...], bool]:
    columns = top.texts("key")
    if not columns:
        top.refuse("key", _('name the key column or columns, or write key = "row-hash"'))
    if columns == (ROW_HASH,):
        return (), True
    return columns, False


def _markers(read: Section) -> frozenset[str]:
    markers = read.texts("no_date", NO_DATES) or ()
    for marker in markers:
        if dates.reader("iso")(marker) is None:
            read.refuse("no_date", _("write the marker as a date such as 9999-01-01"))
    return frozenset(marker[:10] for marker in markers)


def _common(read: Section, zone: ZoneInfo) -> dict[str, Any]:
    """What [read] sets for every column unless its rule says otherwise."""
    return {
        "missing": frozenset(read.texts("missing") or ()),
        "dates": _formats(read, ("iso",)),
        "clean": _steps(read, ("strip",)),
        "zone": zone,
    }


def _formats(section: Section, default: tuple[str, ...]) -> tuple[str, ...]:
    formats = section.texts("dates", default) or default
    for spelling in formats:
        try:
            dates.reader(spelling)
        except dates.UnknownFormat as why:
            section.refuse(
                "dates",
                _(
                    "“%(value)s” is not a date format: use %%Y %%m %%d %%H %%M %%S …, "
                    "or one of iso, serial, epoch, epoch_ms"
                )
                % {"value": why},
            )
    return formats


def _steps(section: Section, default: tuple[str, ...]) -> tuple[str, ...]:
    steps = section.texts("clean", default) or default
    for step in steps:
        if step not in STEPS:
            section.refuse(
                "clean",
                _("“%(value)s” is not one of %(choices)s")
                % {"value": step, "choices": ", ".join(STEPS)},
            )
    return steps


def _tables(top: Section) -> dict[str, dict[str, str]]:
    section = top.section("tables")
    return {name: section.lookup(name) for name in list(section.words)}


def _rules(
    section: Section, shape: Shape, common: dict[str, Any], tables: dict[str, dict[str, str]]
) -> tuple[dict[str, Rule], dict[str, Rule]]:
    more = section.section("extra") if shape.extra else None
    rules = {}
    for name in list(section.words):
        if name not in shape.fields:
            section.refuse(
                name,
                _("rows of shape %(shape)s have no such field; they have %(known)s")
                % {"shape": shape.name, "known": ", ".join(sorted(shape.fields))},
            )
        rules[name] = _rule(section, name, shape.fields[name], common, tables)
    for name, described in shape.fields.items():
        if described.required and name not in rules:
            section.refuse(name, _("this field is needed and has no rule"))
    extra = {}
    if more is not None:
        for name in list(more.words):
            extra[name] = _rule(more, name, Field(limit=2_000), common, tables)
    return rules, extra


def _rule(
    parent: Section,
    name: str,
    described: Field,
    common: dict[str, Any],
    tables: dict[str, dict[str, str]],
) -> Rule:
    given = parent.take(name)
    words = given if isinstance(given, Mapping) else {"column": given}
    section = Section(parent.profile, f"{parent.path}.{name}", words)
    how, columns, constant = _where(section)
    table, table_name = _table(section, tables)
    rule = Rule(
        columns=columns,
        how=how,
        constant=constant,
        join=section.text("join", " ") or "",
        prefix=section.text("prefix", "") or "",
        clean=_steps(section, common["clean"]),
        missing=common["missing"] | frozenset(section.texts("missing") or ()),
        table=table,
        table_name=table_name,
        otherwise=section.text("otherwise"),
        default=section.text("default"),
        dates=_formats(section, common["dates"]),
        zone=section.zone("zone", common["zone"]),
        end_of_day=section.flag("end_of_day", default=False),
    )
    section.done()
    _check_choices(section, described, rule)
    return rule


def _where(
    section: Section,
) -> tuple[Literal["column", "joined", "marked", "constant"], tuple[str, ...], str]:
    column, columns = section.text("column"), section.texts("columns")
    marked, constant = section.texts("marked"), section.text("constant", limit=2_000)
    if sum(given is not None for given in (column, columns, marked, constant)) != 1:
        section.refuse("", _("name one of column, columns, marked and constant"))
    if constant is not None:
        return "constant", (), constant
    if marked is not None:
        return "marked", marked, ""
    if columns is not None:
        return "joined", columns, ""
    return "column", (column or "",), ""


def _table(
    section: Section, tables: dict[str, dict[str, str]]
) -> tuple[dict[str, str] | None, str]:
    given = section.words.get("table")
    if given is None:
        section.take("table")
        return None, ""
    if isinstance(given, Mapping):
        return section.lookup("table"), section.path
    name = section.needed("table")
    if name not in tables:
        section.refuse("table", _("there is no table [tables.%(value)s]") % {"value": name})
    return tables[name], name


def _check_choices(section: Section, described: Field, rule: Rule) -> None:
    if not described.choices:
        return
    led_to = [*(rule.table or {}).values(), *filter(None, (rule.otherwise, rule.default))]
    if rule.how == "constant":
        led_to.append(rule.constant)
    for value in led_to:
        if value and value not in described.choices:
            section.refuse(
                "",
                _("“%(value)s” is not one of %(choices)s")
                % {"value": value, "choices": ", ".join(sorted(described.choices))},
            )
