"""职责清单导入: drafts by a table as the export writes it; good rows are drafted, the others named."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shouwen.domains.duties import actions
from shouwen.domains.duties.actions import Terms
from shouwen.domains.duties.choices import Counting
from shouwen.domains.duties.forms import LONGEST_LIMIT, LONGEST_WAITING
from shouwen.domains.duties.models import Duty
from shouwen.domains.duties.tables import COLUMNS
from shouwen.domains.duties.words import amount_words
from shouwen.kernel.actor import Actor
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange import named, problems
from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.named import Kind, Left
from shouwen.platform.exchange.problems import Sentence
from shouwen.platform.exchange.profiles import Field, Reading, Shape
from shouwen.platform.org.models import Unit

SHAPE = Shape(
    "duty",
    {
        "unit": Field(required=True, limit=40),
        "name": Field(required=True, limit=60),
        "purpose": Field(limit=300),
        "topic": Field(limit=40),
        "within": Field(required=True, limit=40),
        "waiting": Field(limit=40),
        "valid_from": Field(type="day"),
        "remark": Field(limit=300),
    },
)
MOST = 5_000
_LIMIT = re.compile(r"(\d{1,5})\s*(.+)")
_MEND = _("Write it as the export does: 30 minutes, 4 working hours, 2 working days.")

problems.register(
    {
        "duty_limit": Sentence(_("“%(value)s” is no time limit."), _MEND),
        "duty_waiting": Sentence(
            _("“%(value)s” are no minutes of a waiting customer."),
            _("Write minutes, at most a day of them, or nothing."),
        ),
        "duty_unit": Sentence(
            _("there is no department with the code “%(value)s” in your units."),
            _("Mend the code; it stands on the page of units."),
        ),
        "duty_twice": Sentence(
            _("the duty stands in the file a second time."), _("Keep one row of it.")
        ),
        "duties_many": Sentence(
            _("the file has more than %(limit)s rows."), _("Divide it into several files.")
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file: new drafts, drafts changed, duties that say so already, rows that stayed out."""

    rows: int
    drafted: int
    changed: int
    same: int
    left: tuple[Left, ...]
    units: dict[int, str]


@transaction.atomic
def bring(path: Path, *, zone: str, scope: Scope, by: Actor, at: datetime) -> Brought:
    """职责导入: every good row is a draft; it binds nobody before the department publishes.

    What a draft or a published duty says already stays as it is, so that a file can come twice.
    Raises FileRefused before anything is written.
    """
    binding = named.bound(_kind(), path, zone=zone)
    if binding.survey() > MOST:
        raise FileRefused("duties_many", params={"limit": MOST})
    readings = named.readings_of(binding)
    units, seen, words = _units(readings, scope), set[tuple[int, str]](), _limit_words()
    said = {"drafted": 0, "changed": 0, "same": 0}
    touched: dict[int, str] = {}
    for reading in readings:
        terms = _terms(reading, words, localdate(at))
        unit = units.get(reading.values.get("unit", ""))
        if unit is None:
            reading.problems.append(reading.problem("duty_unit", "unit"))
        elif terms is not None and (unit.pk, terms.name) in seen:
            reading.problems.append(reading.problem("duty_twice", "name"))
        if unit is None or terms is None or reading.problems:
            continue
        seen.add((unit.pk, terms.name))
        said[_kept(unit.pk, terms, by=by, at=at)] += 1
        touched[unit.pk] = unit.name
    return Brought(len(readings), **said, left=named.left(readings), units=touched)


def _kind() -> Kind:
    """Columns as the export calls them, in every language of ours."""
    headers = {name: tuple(_in_every_language(COLUMNS[name])) for name in SHAPE.fields}
    needed = [(name,) for name, field in SHAPE.fields.items() if field.required]
    return Kind(SHAPE, headers, needed, key=("unit", "name"))


def _in_every_language(label: object) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(label))
    return list(dict.fromkeys(found))


def _limit_words() -> dict[str, Counting]:
    """工时, 个工作日, 分钟, working hours …: how each counting is spelled behind its number."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for counting in Counting:
                for n in (1, 2):
                    found[amount_words(n, counting).removeprefix(str(n)).strip()] = counting
    return found


def _units(readings: list[Reading], scope: Scope) -> dict[str, Unit]:
    codes = {reading.values.get("unit") for reading in readings} - {None}
    found = Unit.objects.filter(code__in=codes, valid_to=None)
    return {unit.code: unit for unit in found if scope.covers(unit.pk)}


def _terms(reading: Reading, words: dict[str, Counting], today: date) -> Terms | None:
    """What a row promises; None where it cannot be read."""
    values = reading.values
    limit = _counted(values.get("within") or "", words)
    if limit is None or not 1 <= limit[0] <= LONGEST_LIMIT:
        limit = None
        if values.get("within"):
            reading.problems.append(reading.problem("duty_limit", "within"))
    waiting = _counted(values.get("waiting") or "", words)
    if values.get("waiting") and (
        waiting is None or waiting[1] != Counting.MINUTES or not 1 <= waiting[0] <= LONGEST_WAITING
    ):
        reading.problems.append(reading.problem("duty_waiting", "waiting"))
    if limit is None or reading.problems:
        return None
    return Terms(
        name=values["name"],
        amount=limit[0],
        counted_in=limit[1].value,
        valid_from=values.get("valid_from") or today,
        waiting_minutes=waiting[0] if waiting else None,
        **{name: values.get(name) or "" for name in ("purpose", "topic", "remark")},
    )


def _counted(text: str, words: dict[str, Counting]) -> tuple[int, Counting] | None:
    found = _LIMIT.fullmatch(text.strip())
    counting = words.get(found[2].strip()) if found else None
    return (int(found[1]), counting) if found and counting else None


def _kept(unit_id: int, terms: Terms, *, by: Actor, at: datetime) -> str:
    """What became of a row: a new draft, a draft changed, or nothing, where it is said already."""
    known = Duty.objects.filter(unit_id=unit_id, name=terms.name)
    draft = known.drafts().first()
    if draft is not None:
        if _says(draft) == asdict(terms):
            return "same"
        actions.change(draft.pk, terms, by=by, at=at)
        return "changed"
    stands = known.published().filter(valid_to=None).order_by("-valid_from").first()
    if stands is not None and _says(stands) | {"valid_from": terms.valid_from} == asdict(terms):
        return "same"
    actions.draft(unit_id, terms, by=by, at=at)
    return "drafted"


def _says(duty: Duty) -> dict[str, object]:
    return {name: getattr(duty, name) for name in Terms.__dataclass_fields__}
