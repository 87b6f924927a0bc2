"""A bulletin as a file: JSON in which every number carries its rows, a page to print, a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from shouwen.domains.bulletins.choices import ROWS_OF, Column, Part, Rate
from shouwen.domains.bulletins.paper import lay_out
from shouwen.domains.bulletins.queries import Issue
from shouwen.domains.bulletins.sheet import Line
from shouwen.platform.exports.actions import Mark
from shouwen.platform.org import queries as org


def as_json(issue: Issue, mark: object = "") -> dict[str, Any]:
    """The bulletin as data: each number ``{"value", "rows"}``, rates with the rows of both numbers."""
    codes = org.codes([issue.unit, *issue.sheet.units])
    names = org.names([issue.unit, *issue.sheet.units])
    sheet = issue.sheet
    places = sheet.ranks()
    return ({"export": str(mark)} if mark else {}) | {
        "bulletin": _head(issue, codes[issue.unit], names[issue.unit]),
        "columns": [
            {"id": c.value, "label": str(c.label), "rows": ROWS_OF.get(c, "case")} for c in Column
        ],
        "rates": [{"id": r.value, "label": str(r.label)} for r in Rate],
        "units": [
            {
                "unit": codes[unit],
                "name": names[unit],
                **_line(sheet.line(unit)),
                "rank": places[unit],
                "change_pp": {r.value: _number(sheet.change(r, unit)) for r in Rate},
            }
            for unit in sheet.units
        ],
        "total": _line(sheet.total()),
        "before": {"period": issue.period.previous().id, **_line(sheet.total(Part.BEFORE))},
        "month": _line(sheet.total(Part.MONTH)),
        "change_pp": {r.value: _number(sheet.change(r)) for r in Rate},
        "lists": [
            {"table": e.table, "case": e.case, "unit": codes[e.unit], **e.facts}
            for e in issue.entries
        ],
        "checks": [{"code": c.code, "label": str(c.label), "ok": c.ok} for c in issue.checks],
        "corrections": [
            {
                "unit": org.codes([c.unit])[c.unit],
                "column": c.column.value,
                "was": c.was,
                "would_be": c.would_be,
                "came": list(c.came),
                "went": list(c.went),
            }
            for c in issue.corrections
        ],
    }


def _head(issue: Issue, code: str, name: str) -> dict[str, Any]:
    kept = issue.bulletin if issue.is_frozen else None
    zone = org.zone_of(issue.unit)
    return {
        "unit": code,
        "name": name,
        "period": issue.period.id,
        "from": issue.period.first.isoformat(),
        "to": issue.period.last.isoformat(),
        "serial": issue.serial,
        "state": issue.state,
        "as_of": issue.sheet.as_of.astimezone(zone).isoformat(),
        "definitions": issue.definitions,
        "journal_position": kept.journal_position if kept else None,
        "digest": kept.digest if kept else None,
    }


def _line(line: Line) -> dict[str, Any]:
    numbers: dict[str, Any] = {
        column.value: {"value": line.value(column), "rows": list(line.ids(column))}
        for column in Column
    }
    for rate in Rate:
        ratio, (over, under) = line.rate(rate), line.rate_ids(rate)
        numbers[rate.value] = {
            "value": ratio.value,
            "numerator": {"value": ratio.numerator, "rows": list(over)},
            "denominator": {"value": ratio.denominator, "rows": list(under)},
        }
    return {"numbers": numbers}


def _number(change: object) -> float | None:
    return None if change is None else float(str(change))


def as_html(issue: Issue, mark: object = "") -> str:
    """One self-contained page: every number leads to the list of its rows further down."""
    paper = lay_out(issue, link=_anchor, case_link=lambda *_: "", most=None)
    return render_to_string(
        "bulletins/file.html",
        {"paper": paper, "issue": issue, "behind": list(_behind(issue)), "mark": mark},
    )


def _anchor(part: Part, unit: int | None, column: str) -> str:
    return f"#{part.value}-{unit or 'total'}-{column}"


def _behind(issue: Issue) -> Iterable[Mapping[str, Any]]:
    """For each number its anchor, its name and its rows, the sums aside."""
    names = org.names(issue.sheet.units)
    lines: list[tuple[Part, int | None, str, Line]] = [
        (Part.NOW, unit, names[unit], issue.sheet.line(unit)) for unit in issue.sheet.units
    ]
    lines += [(part, None, str(part.label), issue.sheet.total(part)) for part in Part]
    for part, unit, name, line in lines:
        for column in Column:
            if ids := line.ids(column):
                yield {
                    "anchor": _anchor(part, unit, column)[1:],
                    "title": f"{name} · {column.label}",
                    "rows_of": ROWS_OF.get(column, "case"),
                    "ids": ids,
                }
        for rate in Rate:
            over, under = line.rate_ids(rate)
            if under:
                yield {
                    "anchor": _anchor(part, unit, rate)[1:],
                    "title": f"{name} · {rate.label}",
                    "rows_of": _("%(over)s out of %(under)s")
                    % {"over": len(over), "under": len(under)},
                    "ids": over,
                }


def as_xlsx(issue: Issue, properties: Mapping[str, str] | None = None) -> bytes:
    """The tables as a workbook, numbers as numbers, one sheet a table; its mark in the properties."""
    paper = lay_out(issue, link=lambda *_: "", case_link=lambda *_: "", most=None)
    into = BytesIO()
    import xlsxwriter  # as in platform.exchange.writers: not at every start

    with xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties(dict(properties or {}))
        bold = book.add_format({"bold": True})
        page = book.add_worksheet(_("Figures"))
        page.write_row(0, 0, [paper.organisation, paper.title], bold)
        page.write_row(1, 0, [paper.subtitle, *paper.footer])
        page.write_string(2, 0, (properties or {}).get("comments", ""))
        page.write_row(3, 0, [_("Unit"), *paper.heads], bold)
        for row, line in enumerate([*paper.lines, *paper.foot], start=4):
            page.write_row(row, 0, [line.name, *(_cell(n.text) for n in line.numbers)])
        for listed in paper.lists:
            page = book.add_worksheet(listed.title[:31])
            page.write_row(0, 0, listed.heads, bold)
            for row, numbers in enumerate(listed.lines, start=1):
                page.write_row(row, 0, [number.text for number in numbers])
    return into.getvalue()


def _cell(text: str) -> str | int:
    return int(text) if text.isdecimal() else text


def rows_of(issue: Issue) -> int:
    """How many rows it counts for the quota: a line for each unit, and the cases it names."""
    return len(issue.sheet.units) + len(issue.entries)


def written(issue: Issue, form: str, mark: Mark | None) -> bytes:
    """The issue in this form, with its mark where a person took it."""
    if form == "xlsx":
        return as_xlsx(issue, mark.properties if mark else None)
    if form == "html":
        return as_html(issue, mark or "").encode()
    return (json.dumps(as_json(issue, mark or ""), ensure_ascii=False) + "\n").encode()
