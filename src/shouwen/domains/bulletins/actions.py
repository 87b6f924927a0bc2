"""Drafting and freezing bulletins."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from shouwen.domains.bulletins import checks, named
from shouwen.domains.bulletins import queries as read
from shouwen.domains.bulletins import sheet as sheets
from shouwen.domains.bulletins.choices import STORED, BulletinState
from shouwen.domains.bulletins.errors import (
    AlreadyFrozen,
    PeriodNotOver,
    SumsDisagree,
)
from shouwen.domains.bulletins.events import BulletinDrafted, BulletinFrozen
from shouwen.domains.bulletins.models import Bulletin, BulletinCell, BulletinEntry
from shouwen.domains.bulletins.named import Entry
from shouwen.domains.bulletins.sheet import Sheet
from shouwen.domains.kpi import definitions
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import record
from shouwen.platform.journal.queries import position
from shouwen.platform.org import queries as org


@transaction.atomic
def draft(unit_id: int, period: str, *, by: Actor, at: datetime) -> Bulletin:
    """拟稿: open the bulletin of a unit and period; a second time finds the one there is."""
    days = read.ten_days(period)
    bulletin, fresh = Bulletin.objects.get_or_create(
        unit_id=unit_id,
        period=days.id,
        defaults={
            "first": days.first,
            "last": days.last,
            "serial": read.serial_of(days),
            "drafted_at": at,
            "drafted_by": by.account,
        },
    )
    if fresh:
        drafted = BulletinDrafted(subject=bulletin.subject, unit_id=unit_id, period=days.id)
        record(drafted, by=by, at=at)
    return bulletin


@transaction.atomic
def freeze(bulletin_id: int, *, by: Actor, at: datetime) -> Bulletin:
    """数据冻结: keep the figures with their rows, the journal position and the definitions.

    Only after the period is over in the unit's zone, and only when every check holds.
    """
    _one_view_of_the_facts()
    bulletin = Bulletin.objects.lock(bulletin_id)
    if bulletin.is_frozen:
        raise AlreadyFrozen
    if at < bulletin.days.end(org.zone_of(bulletin.unit_id)):
        raise PeriodNotOver(last=bulletin.last)
    known = position()
    sheet = sheets.reckon(bulletin.unit_id, bulletin.days, as_of=at)
    entries = named.entries(sheet)
    for check in checks.all_of(sheet, entries):
        if not check.ok:
            raise SumsDisagree(check=check.label)
    _keep(bulletin, sheet, entries)
    bulletin.state = BulletinState.FROZEN
    bulletin.frozen_at = bulletin.as_of = at
    bulletin.frozen_by = by.account
    bulletin.definitions = definitions.VERSION
    bulletin.journal_position = known
    bulletin.digest = read.digest(sheet, entries, definitions.VERSION)
    bulletin.save(
        update_fields=[
            "state",
            "frozen_at",
            "as_of",
            "frozen_by",
            "definitions",
            "journal_position",
            "digest",
        ]
    )
    _tell(bulletin, by=by, at=at)
    return bulletin


def _one_view_of_the_facts() -> None:
    """All figures of a freeze see the same instant of the database, whatever is written meanwhile."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _keep(bulletin: Bulletin, sheet: Sheet, entries: list[Entry]) -> None:
    BulletinCell.objects.bulk_create(
        BulletinCell(
            bulletin=bulletin,
            part=part,
            position=position_,
            unit_id=unit,
            column=column,
            value=line.value(column),
            rows=list(line.ids(column)),
        )
        for part, lines in sheet.lines.items()
        for position_, (unit, line) in enumerate(lines.items())
        for column in STORED
    )
    BulletinEntry.objects.bulk_create(
        BulletinEntry(
            bulletin=bulletin,
            table=entry.table,
            position=number,
            case_id=entry.case,
            facts={"unit": entry.unit, **entry.facts},
        )
        for number, entry in enumerate(entries, start=1)
    )


def _tell(bulletin: Bulletin, *, by: Actor, at: datetime) -> None:
    record(
        BulletinFrozen(
            subject=bulletin.subject,
            unit_id=bulletin.unit_id,
            period=bulletin.period,
            as_of=at,
            definitions=bulletin.definitions,
            journal_position=bulletin.journal_position or 0,
            digest=bulletin.digest,
        ),
        by=by,
        at=at,
    )
