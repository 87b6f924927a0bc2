"""体征: how the installation is doing; the same for the page of administrators, ``doctor`` and readiness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from shouwen.domains.privacy.queries.nights import nights, wrong
from shouwen.platform.access import vault
from shouwen.platform.calendars.queries import title as titled
from shouwen.platform.clocks import sweeper
from shouwen.platform.notify import queries as notify
from shouwen.platform.notify.choices import Circuit
from shouwen.platform.notify.models import Channel
from shouwen.platform.notify.reasons import why

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PATIENCE = timedelta(seconds=60)
SLOW = timedelta(minutes=10)
NOTICE = timedelta(days=31)
"""So long before a year begins its holidays must be known."""


@dataclass(frozen=True, slots=True)
class Vital:
    """One figure; ``code`` is its stable name, ``warning`` says what is wrong and what to do."""

    code: str
    label: StrOrPromise
    value: int | str
    warning: StrOrPromise = ""


def vitals(*, at: datetime) -> list[Vital]:
    return [
        *jobs(),
        *clocks(at),
        *calendars(at),
        *outbox(at),
        *channels(at),
        *secrets(),
        nightly(at),
    ]


def jobs() -> Iterator[Vital]:
    """Jobs that wait, since when, and jobs that failed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo'),"
            " count(*) FILTER (WHERE status = 'failed'),"
            " coalesce(extract(epoch FROM now() - min(e.at) FILTER (WHERE status = 'todo')"
            " ), 0)::int"
            " FROM procrastinate_jobs j LEFT JOIN LATERAL (SELECT min(at) AS at FROM"
            " procrastinate_events WHERE job_id = j.id) e ON true"
            " WHERE status IN ('todo', 'failed') AND coalesce(scheduled_at, now()) <= now()"
        )
        waiting, failed, lag = cursor.fetchone()
    late = _("the oldest waits %(n)d s; is a worker up?") % {"n": lag}
    yield Vital("jobs waiting", _("Jobs waiting"), waiting, late if lag > 60 else "")
    yield Vital(
        "jobs failed", _("Jobs failed"), failed, _("see the worker's log") if failed else ""
    )


def clocks(at: datetime) -> Iterator[Vital]:
    """How far the sweeper is behind."""
    lag = sweeper.lag(at)
    seconds = int(lag.total_seconds())
    late = _("the oldest step is %(n)d s late; is the sweeper up?") % {"n": seconds}
    yield Vital(
        "clock lag seconds", _("Clock steps late (s)"), seconds, late if lag > PATIENCE else ""
    )


def calendars(at: datetime) -> Iterator[Vital]:
    """Which years each calendar knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (c.code) c.code, lower(r.years), upper(r.years) - 1"
            " FROM clocks_revision r JOIN clocks_calendar c ON c.id = r.calendar_id"
            " ORDER BY c.code, r.n DESC"
        )
        years = cursor.fetchall()
    for code, first, last in years:
        wanted = localdate(at + NOTICE).year
        unknown = _("%(year)d is unknown: due times in it are provisional") % {"year": wanted}
        known = last is None or last >= wanted
        yield Vital(
            f"calendar {code}",
            _("Calendar %(code)s") % {"code": titled(code)},
            f"{first}–{last}" if last is not None else "—",
            "" if known else unknown,
        )


def outbox(at: datetime) -> Iterator[Vital]:
    """How long the oldest message waits, and how many did not arrive in seven days."""
    waited = notify.oldest_undelivered(at=at)
    seconds = int(waited.total_seconds())
    late = _("messages wait %(n)d s; is the courier up, are the channels in order?")
    yield Vital(
        "oldest undelivered seconds",
        _("Oldest message to be sent (s)"),
        seconds,
        late % {"n": seconds} if waited > SLOW else "",
    )
    lost = notify.unresolved(at=at)
    told = _("see the deliveries that failed or are uncertain")
    yield Vital("deliveries lost", _("Not arrived in 7 days"), lost, told if lost else "")


def channels(at: datetime) -> Iterator[Vital]:
    """The breaker of every channel in use."""
    for row in notify.channels(at=at):
        if row.channel.enabled:
            broken = row.circuit is not Circuit.CLOSED
            yield Vital(
                f"channel {row.channel.code}",
                _("Channel %(name)s") % {"name": row.channel.name},
                str(row.circuit.label),
                why(row.channel.health.last_code) if broken else "",
            )


def secrets() -> Iterator[Vital]:
    """Whether what is sealed can be opened with the keys at hand."""
    closed = []
    for code, secret in Channel.objects.exclude(secret="").values_list("code", "secret"):
        try:
            vault.unseal(secret)
        except vault.Unreadable:
            closed.append(code)
    told = _("no key opens the secrets of: %(names)s") % {"names": ", ".join(closed)}
    yield Vital(
        "sealed secrets", _("Secrets that cannot be opened"), len(closed), told if closed else ""
    )


def nightly(at: datetime) -> Vital:
    """夜间清除: when it last ran, and what went wrong."""
    last = nights(1)
    when = f"{localtime(last[0].at):%Y-%m-%d %H:%M}" if last else "—"
    return Vital("retention night", _("Erasing by night"), when, wrong(at=at))
