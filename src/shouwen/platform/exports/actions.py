"""A file is taken within the day's quota; a second person may grant more; the quota is dated data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from shouwen.kernel.actor import SYSTEM, Actor, Via
from shouwen.kernel.subject import Subject
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.masking import mask_within
from shouwen.platform.exports import queries
from shouwen.platform.exports.errors import (
    GrantReasonMissing,
    GrantsItself,
    QuotaForTwo,
    QuotaInThePast,
    QuotaSpent,
    ReadsSpent,
)
from shouwen.platform.exports.events import Exported, MoreGranted, QuotaSet, ReadRefused
from shouwen.platform.exports.models import Grant, Quota, ReadDay, Use
from shouwen.platform.journal.actions import Text, record

_COUNTED = """
INSERT INTO exports_readday AS r (account_id, day, rows) VALUES (%s, %s, %s)
ON CONFLICT (account_id, day) DO UPDATE SET rows = r.rows + excluded.rows
"""
USUAL = 20_000
"""Rows a person may export a day where an installation starts."""


LINE = gettext_noop("Exported by %(who)s · %(at)s · %(scope)s · export no. %(number)s")


def is_mark(text: str) -> bool:
    """Whether this is the line of a mark, in any language of ours: a file that comes back still has it."""
    return any(pattern.fullmatch(text) for pattern in _marks())


@cache
def _marks() -> list[re.Pattern[str]]:
    patterns = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            line = re.escape(gettext(LINE) % dict.fromkeys(("who", "at", "scope", "number"), "\0"))
        patterns.append(re.compile(line.replace(re.escape("\0"), ".*"), re.S))
    return patterns


@dataclass(frozen=True, slots=True)
class Mark:
    """水印: what a file says of itself: who took it, when, what it holds."""

    number: int
    who: str
    scope: str
    at: datetime
    zone: str

    def __str__(self) -> str:
        """The visible line."""
        return gettext(LINE) % {
            "who": self.who,
            "at": f"{self.at:%Y-%m-%d %H:%M:%S} ({self.zone})",
            "scope": self.scope,
            "number": self.number,
        }

    @property
    def properties(self) -> dict[str, str]:
        """The same in the properties of the document."""
        return {
            "title": self.scope[:250],
            "author": self.who[:250],
            "subject": f"export {self.number}",
            "comments": str(self),
        }


@transaction.atomic
def take(acting: Acting, what: str, form: str, *, rows: int, scope: str, at: datetime) -> Mark:
    """导出: counted before anything is written; refused when the day's quota does not hold it.

    One at a time for each account: two at once cannot both fit into what is left for one.
    """
    day = timezone.localdate(at)
    _read(acting.account.pk, day, 0)
    standing = queries.standing(acting.account.pk, acting.role_code, day=day)
    if standing.left is not None and rows > standing.left:
        raise QuotaSpent(rows=rows, left=standing.left, most=standing.most)
    use = Use(account=acting.account, post_id=acting.post_id, what=what, form=form, rows=rows)
    who = " ".join(filter(None, (acting.name, f"({acting.account.login})", acting.unit_name)))
    return _counted(use, who, scope=scope, by=acting.actor(), at=at)


def read(acting: Acting, *, rows: int, at: datetime, via: Via = "api") -> None:
    """接口读取: a page counts like a file, on one row a day; the first refusal of a day is on record."""
    try:
        _read_within(acting, rows, at)
    except ReadsSpent:
        _tell_refused(acting, at, via)
        raise


@transaction.atomic
def _read_within(acting: Acting, rows: int, at: datetime) -> None:
    day = timezone.localdate(at)
    _read(acting.account.pk, day, rows)
    standing = queries.standing(acting.account.pk, acting.role_code, day=day)
    if standing.most is not None and standing.taken > standing.most:
        left = max(standing.most - standing.taken + rows, 0)
        seconds = int((_midnight(at) - at).total_seconds()) + 1
        raise ReadsSpent(rows=rows, left=left, most=standing.most, seconds=seconds)


def _read(account_id: int, day: date, rows: int) -> None:
    """Count up, and keep everybody else of the account waiting until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [account_id, day, rows])


def _midnight(at: datetime) -> datetime:
    zone = timezone.get_current_timezone()
    return datetime.combine(timezone.localdate(at) + timedelta(days=1), time(), zone)


@transaction.atomic
def _tell_refused(acting: Acting, at: datetime, via: Via) -> None:
    day, account = timezone.localdate(at), acting.account.pk
    _read(account, day, 0)
    row = ReadDay.objects.get(account=account, day=day)
    if row.refused_at is None:
        ReadDay.objects.filter(pk=row.pk).update(refused_at=at)
        fact = ReadRefused(subject=Subject("account", account), day=day, rows=row.rows)
        record(fact, by=acting.actor(via), at=at)


@transaction.atomic
def take_unattended(what: str, form: str, *, rows: int, scope: str, at: datetime) -> Mark:
    """无人值守导出: a file of a scheduled command, on record and numbered, within nobody's quota."""
    use = Use(account=None, what=what, form=form, rows=rows)
    return _counted(use, _("command line"), scope=scope, by=SYSTEM, at=at)


def take_by_command(
    acting: Acting | None, what: str, form: str, *, rows: int, scope: str, at: datetime
) -> Mark:
    """命令行导出: a person named by ``--as`` has the same quota as on the pages; None is the system."""
    if acting is None:
        return take_unattended(what, form, rows=rows, scope=scope, at=at)
    return take(acting, what, form, rows=rows, scope=scope, at=at)


def _counted(use: Use, who: str, *, scope: str, by: Actor, at: datetime) -> Mark:
    """The use on record and in the journal; what its file says of itself."""
    use.day, use.at, use.scope = timezone.localdate(at), at, mask_within(scope)[:300]
    use.save(force_insert=True)
    subject = Subject("account", use.account_id) if use.account_id else Subject("export", use.pk)
    record(
        Exported(subject=subject, use_id=use.pk, what=use.what, form=use.form, rows=use.rows),
        by=by,
        at=at,
    )
    zone = timezone.get_current_timezone()
    return Mark(use.pk, who, use.scope, at.astimezone(zone), str(zone))


@transaction.atomic
def grant(account_id: int, *, rows: int, reason: str, by: Actor, at: datetime) -> Grant:
    """加额: so many rows more for this person, today only; never for oneself."""
    reason = reason.strip()
    if rows <= 0 or len(reason) < 2 or by.account is None:
        raise GrantReasonMissing
    if by.account == account_id:
        raise GrantsItself
    row = Grant.objects.create(
        account_id=account_id,
        day=timezone.localdate(at),
        rows=rows,
        reason=mask_within(reason)[:200],
        by_id=by.account,
        at=at,
    )
    fact = MoreGranted(
        subject=Subject("account", account_id), grant_id=row.pk, day=row.day, rows=rows
    )
    record(fact, by=by, at=at, text=Text(reason[:200], purpose="reason"))
    return row


@transaction.atomic
def set_quota(
    *,
    rows_a_day: int,
    since: date,
    role_code: str = "",
    account_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Quota:
    """定额度: holds from that day on for everybody, for one role, or for one account."""
    if since < timezone.localdate(at):
        raise QuotaInThePast
    if role_code and account_id:
        raise QuotaForTwo
    try:
        with transaction.atomic():
            row = Quota.objects.create(
                role_code=role_code,
                account_id=account_id,
                rows_a_day=rows_a_day,
                since=since,
                set_by_id=by.account,
                set_at=at,
            )
    except IntegrityError as error:
        raise QuotaInThePast from error
    fact = QuotaSet(
        subject=Subject("quota", row.pk),
        role=role_code,
        account=account_id,
        rows_a_day=rows_a_day,
        since=since,
    )
    record(fact, by=by, at=at)
    return row


@transaction.atomic
def install_presets(*, by: Actor, at: datetime) -> None:
    """An installation starts with one quota for everybody; who has set any keeps what was set."""
    if not Quota.objects.exists():
        set_quota(rows_a_day=USUAL, since=timezone.localdate(at), by=by, at=at)
