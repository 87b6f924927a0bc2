"""What the staff sees of a case's links: to whom, when, opened, judged; and the dated rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from shouwen.domains.cases.models import Case, Rating
from shouwen.domains.cases.queries.judgements import of_instance
from shouwen.domains.portal.choices import MESSAGES
from shouwen.domains.portal.models import Link
from shouwen.platform.notify.models import Delivery


@dataclass(frozen=True, slots=True)
class Line:
    """One link with its messages, the newest first."""

    link: Link
    lives: bool
    messages: list[Delivery]


@dataclass(frozen=True, slots=True)
class Sent:
    """发出的链接 of a case, how often messages were sent, and what came of them."""

    lines: list[Line]
    times: int
    judged: Rating | None


def sent(case: Case, *, at: datetime) -> Sent:
    """The links of a case, the newest first; one statement where there are none."""
    links = list(Link.objects.filter(case=case).order_by("-pk"))
    if not links:
        return Sent([], 0, None)
    kind, pk = case.subject
    told: dict[int, list[Delivery]] = defaultdict(list)
    found = Delivery.objects.filter(subject_kind=kind, subject_id=pk, kind__in=MESSAGES)
    for delivery in found.order_by("-queued_at", "-pk"):
        told[int(delivery.params.get("link") or 0)].append(delivery)
    judged = of_instance(case)
    return Sent(
        [Line(link, link.lives(at), told[link.pk]) for link in links],
        sum(map(len, told.values())),
        judged[-1] if judged else None,
    )
