"""The bulletin as it is laid out on paper: heads, lines, notes, lists; screen and file share it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from shouwen.domains.bulletins import named
from shouwen.domains.bulletins.choices import Column, Part, Rate
from shouwen.domains.bulletins.named import Entry
from shouwen.domains.bulletins.queries import Issue
from shouwen.domains.bulletins.sheet import RANKED_FROM, Line
from shouwen.domains.cases.choices import CaseKind, CaseState, Channel
from shouwen.domains.cases.models import Case
from shouwen.domains.kpi.words import MISSING, percent, period_name, points
from shouwen.platform.access.masking import mask_name
from shouwen.platform.org import queries as org
from shouwen.platform.ui.components.words import span

LinkTo = Callable[[Part, int | None, str], str]
"""Where a number leads: part of the time, unit (None: the sum), column or rate."""
CaseLink = Callable[[int, str], str]
_MARKS = {
    "urge": gettext_lazy("Urged"),
    "declaration": pgettext_lazy("mark", "Declared"),
    "dissatisfied": gettext_lazy("Dissatisfied"),
}
"""Why a customer stands in the second table (S000-61)."""


@dataclass(frozen=True)
class Number:
    """What stands in a field: text, and where it leads when there is something behind it."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class PaperLine:
    name: str
    numbers: Sequence[Number]
    tone: str = ""  # "sum" | "ref"


@dataclass(frozen=True)
class NamedList:
    title: str
    heads: Sequence[str]
    lines: Sequence[Sequence[Number]]
    hidden: int  # lines beyond what a page shows
    more: str = ""


@dataclass(frozen=True)
class Paper:
    """Everything the template prints."""

    organisation: str
    title: str
    subtitle: str
    heads: Sequence[str]
    lines: Sequence[PaperLine]
    foot: Sequence[PaperLine]
    notes: Sequence[str]
    lists: Sequence[NamedList]
    footer: Sequence[str]
    empty: bool = field(default=False)


def lay_out(issue: Issue, *, link: LinkTo, case_link: CaseLink, most: int | None = 20) -> Paper:
    """The paper of an issue; ``most`` lines a list on screen, None for all."""
    names = org.names([issue.unit, *issue.sheet.units])
    zone = org.zone_of(issue.unit)
    return Paper(
        organisation=names[issue.unit],
        title=_("Key service figures: bulletin and assessment"),
        subtitle=_subtitle(issue),
        heads=[*(str(c.label) for c in Column), *(str(r.label) for r in Rate), _("Rank")],
        lines=list(_unit_lines(issue, names, link)),
        foot=list(_foot_lines(issue, link)),
        notes=_notes(issue),
        lists=list(_lists(issue, names, zone, case_link, link, most)),
        footer=_footer(issue, zone),
        empty=not issue.sheet.total().value(Column.CREATED)
        and not issue.sheet.total().value(Column.DUE),
    )


def _subtitle(issue: Issue) -> str:
    return _(
        "Ten-day report %(year)s no. %(serial)s, %(first)s to %(last)s (%(period)s), definitions %(version)s"
    ) % {
        "year": issue.period.first.year,
        "serial": issue.serial,
        "first": issue.period.first.isoformat(),
        "last": issue.period.last.isoformat(),
        "period": period_name(issue.period),
        "version": issue.definitions,
    }


def _unit_lines(issue: Issue, names: dict[int, str], link: LinkTo) -> Iterable[PaperLine]:
    places = issue.sheet.ranks()
    shared = _shared(list(places.values()))
    for unit in issue.sheet.units:
        numbers = _numbers(issue.sheet.line(unit), lambda c, u=unit: link(Part.NOW, u, c))  # type: ignore[misc]
        yield PaperLine(names[unit], [*numbers, Number(_place(places[unit], shared))])


def _foot_lines(issue: Issue, link: LinkTo) -> Iterable[PaperLine]:
    sheet = issue.sheet
    labels = {
        Part.NOW: _("Total"),
        Part.BEFORE: _("Before (%(period)s)") % {"period": period_name(issue.period.previous())},
        Part.MONTH: _("Month to date"),
    }
    for part, tone in ((Part.NOW, "sum"), (Part.BEFORE, "ref"), (Part.MONTH, "ref")):
        numbers = _numbers(sheet.total(part), lambda c, p=part: link(p, None, c))  # type: ignore[misc]
        yield PaperLine(labels[part], [*numbers, Number("")], tone)
    changes = [Number(points(sheet.change(rate))) for rate in Rate]
    blank = [Number("")] * len(Column)
    yield PaperLine(_("Change, percentage points"), [*blank, *changes, Number("")], "ref")


def _counted(line: Line, column: Column) -> str:
    """The number; of a bulletin older than the column, that it was not counted."""
    return str(line.value(column)) if line.knows(column) else MISSING


def _numbers(line: Line, link: Callable[[str], str]) -> list[Number]:
    counts = [_linked(line.value(c), _counted(line, c), lambda c=c: link(c)) for c in Column]  # type: ignore[misc]
    rates = [
        _linked(line.rate(r).denominator, percent(line.rate(r)), lambda r=r: link(r))  # type: ignore[misc]
        for r in Rate
    ]
    return [*counts, *rates]


def _linked(behind: int, text: str, link: Callable[[], str]) -> Number:
    return Number(text, link() if behind else "")


def _shared(places: Sequence[int | None]) -> frozenset[int]:
    known = [place for place in places if place is not None]
    return frozenset(place for place in known if known.count(place) > 1)


def _place(place: int | None, shared: frozenset[int]) -> str:
    if place is None:
        return MISSING
    return _("%(place)s, shared") % {"place": place} if place in shared else str(place)


def _notes(issue: Issue) -> list[str]:
    total = issue.sheet.total()
    rate = total.rate(Rate.ON_TIME)
    notes = []
    if rate.denominator:
        notes.append(
            _(
                "The total on-time rate divides the sums: %(on_time)s ÷ %(due)s = %(rate)s; it is not the mean of the units' rates."
            )
            % {"on_time": rate.numerator, "due": rate.denominator, "rate": percent(rate)}
        )
    if None in issue.sheet.ranks().values():
        notes.append(
            _(
                "Ranked by on-time rate; units with fewer than %(floor)s cases fallen due have no rank."
            )
            % {"floor": RANKED_FROM}
        )
    return notes


def _lists(
    issue: Issue,
    names: dict[int, str],
    zone: tzinfo,
    case_link: CaseLink,
    link: LinkTo,
    most: int | None,
) -> Iterable[NamedList]:
    by_table: dict[str, list[Entry]] = defaultdict(list)
    for entry in issue.entries:
        by_table[entry.table].append(entry)
    writers = {
        named.UNHAPPY: (
            _("2. Urges, declarations and dissatisfied customers"),
            _UNHAPPY_HEADS,
            Column.URGES,
        ),
        named.LATE: (_("3. Overdue cases"), _LATE_HEADS, Column.OVERDUE),
        named.COMPLAINTS: (_("4. Complaints"), _COMPLAINT_HEADS, Column.COMPLAINTS),
    }
    for table, (title, heads, column) in writers.items():
        found = by_table[table]
        shown = found if most is None else found[:most]
        words = _Words(shown, names, zone, issue.sheet.as_of)
        yield NamedList(
            title=title,
            heads=[str(head) for head in heads()],
            lines=[
                [Number(str(n)), *words.line(entry, case_link)]
                for n, entry in enumerate(shown, start=1)
            ],
            hidden=len(found) - len(shown),
            more=link(Part.NOW, None, column) if found else "",
        )


def _UNHAPPY_HEADS() -> list[str]:
    return [
        _("No."),
        _("Unit"),
        _("Case"),
        _("Customer"),
        _("Mark"),
        _("Moment"),
        _("Matter"),
        _("In charge"),
        _("State"),
    ]


def _LATE_HEADS() -> list[str]:
    return [
        _("No."),
        _("Unit"),
        _("Case"),
        _("Taken in at"),
        _("Due"),
        _("Finished"),
        _("Late by"),
        _("Matter"),
        _("In charge"),
    ]


def _COMPLAINT_HEADS() -> list[str]:
    return [
        _("No."),
        _("Unit"),
        _("Case"),
        _("Channel"),
        _("Category"),
        _("Moment"),
        _("Matter"),
        _("In charge"),
        _("State"),
    ]


class _Words:
    """What the kept facts do not hold: titles, masked names, persons; read in three queries."""

    def __init__(
        self, entries: Sequence[Entry], units: dict[int, str], zone: tzinfo, as_of: datetime
    ) -> None:
        self.units, self.zone, self.as_of = units, zone, as_of
        rows = Case.objects.filter(pk__in={e.case for e in entries}).values_list(
            "pk", "title", "customer__name"
        )
        self.cases = {pk: (title, mask_name(name or "")) for pk, title, name in rows}
        self.people = org.staff_names({e.facts.get("charged_person_id") for e in entries})

    def line(self, entry: Entry, case_link: CaseLink) -> list[Number]:
        facts = entry.facts
        title, customer = self.cases.get(entry.case, ("", ""))
        head = [
            Number(self.units.get(entry.unit, MISSING)),
            Number(facts["number"], case_link(entry.case, facts["number"])),
        ]
        person = self.people.get(facts.get("charged_person_id", 0), MISSING)
        return [*head, *map(Number, self._rest(entry.table, facts, title, customer, person))]

    def _rest(
        self, table: str, facts: Any, title: str, customer: str, person: str
    ) -> Iterable[str]:
        state = str(CaseState(facts["state"]).label)
        match table:
            case named.UNHAPPY:
                mark = str(_MARKS.get(facts["mark"], ""))
                return [customer or MISSING, mark, self.time(facts["at"]), title, person, state]
            case named.LATE:
                finished = facts.get("finished_at")
                return [
                    self.time(facts["opened_at"]),
                    self.time(facts["due_at"]),
                    self.time(finished) if finished else _("not finished"),
                    self.late(facts["due_at"], finished),
                    title,
                    person,
                ]
            case _other:
                return [
                    str(Channel(facts["channel"]).label),
                    facts.get("category") or str(CaseKind(facts["kind"]).label),
                    self.time(facts["at"]),
                    title,
                    person,
                    state,
                ]

    def time(self, spelled: str) -> str:
        return f"{datetime.fromisoformat(spelled).astimezone(self.zone):%m-%d %H:%M}"

    def late(self, due: str, finished: str | None) -> str:
        end = datetime.fromisoformat(finished) if finished else self.as_of
        return span(end - datetime.fromisoformat(due))


def _footer(issue: Issue, zone: tzinfo) -> list[str]:
    as_of = f"{issue.sheet.as_of.astimezone(zone):%Y-%m-%d %H:%M}"
    if not issue.is_frozen:
        return [_("Draft; data as of %(as_of)s") % {"as_of": as_of}]
    number = len(issue.corrections)
    assert issue.bulletin is not None
    return [
        _("Data as of %(as_of)s; digest %(digest)s")
        % {"as_of": as_of, "digest": issue.bulletin.digest[:12]},
        ngettext(
            "%(number)s correction since the freeze",
            "%(number)s corrections since the freeze",
            number,
        )
        % {"number": number},
    ]
