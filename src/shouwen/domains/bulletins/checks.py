"""自动核对: what must hold before a bulletin is frozen, and still holds for what was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.domains.bulletins import named
from shouwen.domains.bulletins.choices import STORED, Column, Part, Rate
from shouwen.domains.bulletins.named import Entry
from shouwen.domains.bulletins.sheet import Sheet
from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.reach import Question


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    code: str
    label: Promise
    ok: bool


def all_of(sheet: Sheet, entries: Sequence[Entry]) -> list[Check]:
    """The checks of a draft: within the sheet, and against the figures computed another way."""
    return [*of_kept(sheet, entries), _sums(sheet), _rates(sheet)]


def of_kept(sheet: Sheet, entries: Sequence[Entry]) -> list[Check]:
    """The checks that need the sheet only; later facts cannot upset them."""
    return [
        Check("rows_once", _("No case counts twice in a column"), _once(sheet)),
        Check(
            "on_time_and_overdue", _("On time and overdue make up what fell due"), _halves(sheet)
        ),
        Check(
            "lists_complete",
            _("The lists name every urge, delay and complaint"),
            _listed(sheet, entries),
        ),
        Check(
            "lists_masked", _("The lists carry no names or numbers of customers"), _masked(entries)
        ),
    ]


def _once(sheet: Sheet) -> bool:
    return all(
        len(ids) == len(set(ids))
        for part in Part
        for ids in (sheet.total(part).ids(column) for column in STORED)
    )


def _halves(sheet: Sheet) -> bool:
    return all(
        sheet.line(unit).rate(Rate.ON_TIME).numerator + sheet.line(unit).value(Column.OVERDUE)
        == sheet.line(unit).value(Column.DUE)
        and set(sheet.line(unit).ids(Column.OVERDUE)) <= set(sheet.line(unit).ids(Column.DUE))
        for unit in sheet.units
    )


def _listed(sheet: Sheet, entries: Sequence[Entry]) -> bool:
    total = sheet.total()
    counted = {table: sum(e.table == table for e in entries) for table in named.TABLES}
    return counted == {
        named.UNHAPPY: sum(total.value(column) for column in named.MARKS),
        named.LATE: total.value(Column.OVERDUE),
        named.COMPLAINTS: total.value(Column.COMPLAINTS),
    }


_PERSONAL = frozenset({"name", "phone", "address", "title", "customer", "text"})


def _masked(entries: Sequence[Entry]) -> bool:
    return not any(_PERSONAL & e.facts.keys() for e in entries)


def _sums(sheet: Sheet) -> Check:
    """各行之和等于合计: the lines together are what one sum over the whole unit finds."""
    where = reach.whole(sheet.unit)
    question = Question(reach=where, span=reach.over(sheet.period, as_of=sheet.as_of))
    total = sheet.total()
    expected = {
        "cases_created": total.value(Column.CREATED),
        "cases_due": total.value(Column.DUE),
        "urges": total.value(Column.URGES),
        "declarations": total.value(Column.DECLARATIONS),
        "dissatisfied": total.value(Column.DISSATISFIED),
        "complaints": total.value(Column.COMPLAINTS),
    }
    ok = all(_measured(code, question) == {sheet.unit: n} for code, n in expected.items())
    return Check("sums", _("The lines sum to the total"), ok)


def _rates(sheet: Sheet) -> Check:
    """与日监控一致: overdue by unit as the monitor and the figures page compute it."""
    span = reach.over(sheet.period, as_of=sheet.as_of)
    question = Question(reach=reach.by_unit(sheet.unit), span=span)
    expected = {unit: sheet.line(unit).value(Column.OVERDUE) for unit in sheet.units}
    measured = _measured("overdue_rate", question)
    ok = {u: n for u, n in measured.items() if n} == {u: n for u, n in expected.items() if n}
    return Check("figures", _("Agrees with the figures page and the daily monitor"), ok)


def _measured(code: str, question: Question) -> dict[int, int | float]:
    found = definitions.find(code)
    assert found is not None, code
    return {f.unit: f.ratio.numerator for f in queries.measure(found, question)}
