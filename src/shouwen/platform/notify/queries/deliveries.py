"""What was sent to whom, and how the channels are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from shouwen.platform.access.scope import Scope
from shouwen.platform.notify import words
from shouwen.platform.notify.choices import WAITING, Circuit, State
from shouwen.platform.notify.models import Attempt, Channel, Delivery
from shouwen.platform.notify.reasons import standing
from shouwen.platform.org.queries import visible_staff

LOST = (State.FAILED, State.UNCERTAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters of the list of deliveries."""

    state: str = ""
    channel: str = ""
    text: str = ""
    kind: str = ""
    number: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery as the list shows it."""

    delivery: Delivery
    title: str
    url: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel with how it is doing."""

    channel: Channel
    circuit: Circuit
    waiting: int
    oldest: datetime | None
    lost: int


def visible(scope: Scope) -> QuerySet[Delivery]:
    """Deliveries to people in sight; those to groups and receivers for whoever sees everything."""
    if scope.everything:
        return Delivery.objects.all()
    return Delivery.objects.filter(staff__in=visible_staff(scope))


def page(wanted: Wanted, *, scope: Scope, at: datetime, size: int = 50) -> list[Row]:
    """The newest first, one more than a page."""
    found = _filtered(visible(scope), wanted)
    if wanted.before is not None:
        found = found.filter(pk__lt=wanted.before)
    return rows(found.order_by("-pk")[: size + 1], at=at)


def _filtered(found: QuerySet[Delivery], wanted: Wanted) -> QuerySet[Delivery]:
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.channel:
        found = found.filter(channel__code=wanted.channel)
    if wanted.text:
        found = found.filter(
            Q(staff__number=wanted.text)
            | Q(staff__name__icontains=wanted.text)
            | Q(staff__initials__startswith=wanted.text.lower())
        )
    if wanted.kind and wanted.number is not None:
        found = found.filter(subject_kind=wanted.kind, subject_id=wanted.number)
    return found


def counts(scope: Scope) -> Mapping[str, int]:
    """State → how many are in it; only the states in which something is open or wrong."""
    states = [*WAITING, *LOST, State.SENDING]
    found = visible(scope).filter(state__in=states).order_by()
    return dict(found.values_list("state").annotate(n=Count("pk")))


def rows(found: Iterable[Delivery] | QuerySet[Delivery], *, at: datetime) -> list[Row]:
    """Deliveries with the names of their matters, one query a kind."""
    if isinstance(found, QuerySet):
        found = found.select_related("channel", "staff", "notice")
    deliveries = list(found)
    wanted: dict[str, set[int]] = {}
    for d in deliveries:
        wanted.setdefault(d.subject_kind, set()).add(d.subject_id)
    names = {kind: words.present(kind, ids) for kind, ids in wanted.items()}
    return [
        Row(
            delivery=d,
            title=names[d.subject_kind][d.subject_id].title,
            url=names[d.subject_kind][d.subject_id].url,
            what=str(words.sentence(d.kind, d.params).text),
            why=standing(d, at=at),
        )
        for d in deliveries
    ]


def attempts_of(delivery: Delivery) -> list[Attempt]:
    return list(delivery.attempts.order_by("n"))


def channels(*, at: datetime) -> list[ChannelRow]:
    """Every channel, those in use first, with what waits and what did not arrive in seven days."""
    since = at - timedelta(days=7)
    waiting = Q(deliveries__state__in=[*WAITING, State.SENDING])
    lost = Q(deliveries__state__in=LOST, deliveries__queued_at__gte=since)
    found = (
        Channel.objects.select_related("health")
        .annotate(
            waiting=Count("deliveries", filter=waiting),
            oldest=Min("deliveries__queued_at", filter=waiting),
            lost=Count("deliveries", filter=lost),
        )
        .order_by("-enabled", "pk")
    )
    return [ChannelRow(c, c.health.circuit(at), c.waiting, c.oldest, c.lost) for c in found]


def ways(word: str) -> list[str]:
    """The channel in use with this code or of this kind, as ``tell`` takes it; nothing without one."""
    found = Channel.objects.filter(Q(code=word) | Q(kind=word), enabled=True)
    return [channel.code for channel in found.order_by("pk")[:1]]


def oldest_undelivered(*, at: datetime) -> timedelta:
    """How long the oldest message that is to go (not held back) has waited; zero when none does."""
    due = Delivery.objects.filter(state=State.QUEUED, queued_at__lte=at, channel__enabled=True)
    oldest = due.aggregate(at=Min("queued_at"))["at"]
    return at - oldest if oldest is not None else timedelta(0)


def unresolved(*, at: datetime) -> int:
    """Deliveries of the last seven days that failed or of which nobody knows."""
    since = at - timedelta(days=7)
    return Delivery.objects.filter(state__in=LOST, queued_at__gte=since).count()
