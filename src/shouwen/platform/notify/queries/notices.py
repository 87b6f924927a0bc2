"""What a person has been told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from shouwen.platform.notify.models import Notice
from shouwen.platform.notify.words import Sentence, present, said, sentence

PAGE = 50
MOST_OUTSTANDING = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as it is shown."""

    id: int
    at: datetime
    read_at: datetime | None
    title: str
    url: str
    words: Sentence
    needs_ack: bool
    said: list[str]


def unread_count(staff_id: int | None) -> int:
    """How many notices wait for the person; zero for accounts without staff."""
    if staff_id is None:
        return 0
    return Notice.objects.unread().filter(staff_id=staff_id).count()


def newest(staff_id: int, *, unread_only: bool, before: int | None = None) -> list[Line]:
    """The person's notices, newest first, one page and one row more."""
    found = Notice.objects.filter(staff_id=staff_id)
    if unread_only:
        found = found.unread()
    if before is not None:
        found = found.filter(pk__lt=before)
    notices = list(found.order_by("-pk")[: PAGE + 1])
    return _lines(notices)


@dataclass(frozen=True, slots=True)
class Told:
    """The last word about a matter, and how many unread ones before it say less."""

    line: Line
    earlier: int


def by_matter(staff_id: int, *, n: int) -> list[Told]:
    """The ``n`` matters the person was told of last and did not acknowledge, among the newest ``PAGE`` notices."""
    found = Notice.objects.unread().filter(staff_id=staff_id).order_by("-pk")[:PAGE]
    told: dict[tuple[str, int], list[Notice]] = {}
    for notice in found:
        told.setdefault((notice.subject_kind, notice.subject_id), []).append(notice)
    first = list(told.values())[:n]
    lines = _lines([notices[0] for notices in first])
    return [Told(line, len(of) - 1) for line, of in zip(lines, first, strict=True)]


def unread_about(staff_id: int, *, kind: str, since: datetime, n: int = PAGE) -> dict[int, int]:
    """What the person was told by notices of this kind and has not acknowledged: matter → notice, newest first."""
    found = Notice.objects.unread().filter(staff_id=staff_id, kind=kind, at__gte=since)
    return dict(found.order_by("-pk").values_list("subject_id", "pk")[:n])


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A reminder that waits for somebody else's acknowledgement."""

    staff_id: int
    name: str
    subject_id: int
    line: Line


def outstanding(staff_ids: Collection[int], *, kind: str, since: datetime) -> list[Outstanding]:
    """等签收: what these people have to acknowledge about matters of this kind, oldest first."""
    found = Notice.objects.unread().filter(
        staff_id__in=list(staff_ids), needs_ack=True, subject_kind=kind, at__gte=since
    )
    notices = list(found.select_related("staff").order_by("at", "pk")[:MOST_OUTSTANDING])
    return [
        Outstanding(notice.staff_id, notice.staff.name, notice.subject_id, line)
        for notice, line in zip(notices, _lines(notices), strict=True)
    ]


def by_token(staff_id: int, token: str) -> Line | None:
    """The notice a message leads to, for the one it was sent to only."""
    found = Notice.objects.filter(staff_id=staff_id, token=token)
    return next(iter(_lines(list(found))), None)


def _lines(notices: list[Notice]) -> list[Line]:
    wanted: dict[str, set[int]] = {}
    for notice in notices:
        wanted.setdefault(notice.subject_kind, set()).add(notice.subject_id)
    names = {kind: present(kind, ids) for kind, ids in wanted.items()}
    return [
        Line(
            id=notice.pk,
            at=notice.at,
            read_at=notice.read_at,
            title=names[notice.subject_kind][notice.subject_id].title,
            url=names[notice.subject_kind][notice.subject_id].url,
            words=sentence(notice.kind, notice.params),
            needs_ack=notice.needs_ack,
            said=said(notice.said),
        )
        for notice in notices
    ]
