"""What belongs to a matter, what its time is over for, and whether all of it is really there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouwen.kernel.problem import Problem
from shouwen.kernel.subject import Subject
from shouwen.platform.files import storage
from shouwen.platform.files.models import Attachment, Content


def of(subject: Subject) -> list[Attachment]:
    return list(Attachment.objects.here(subject).select_related("content"))


def over(kind: str, *, on: date, limit: int = 500) -> list[Attachment]:
    """到期附件 of such matters: kept as long as was said, oldest first."""
    due = Attachment.objects.filter(subject_kind=kind, removed_at=None, keep_until__lt=on)
    return list(due.order_by("keep_until", "pk")[:limit])


def stored() -> tuple[int, int]:
    """How many files the home holds, and their bytes."""
    sizes = list(Content.objects.values_list("size", flat=True))
    return len(sizes), sum(sizes)


def verify() -> Iterator[Problem]:
    """Every file that somebody may open lies in the home with the size it had."""
    used = Content.objects.filter(places__removed_at=None).distinct()
    for sha256, size in used.order_by("sha256").values_list("sha256", "size").iterator():
        path = storage.path_of(sha256)
        if not path.is_file():
            yield Problem(sha256[:12], "the file is not in the home; bring it back from its backup")
        elif path.stat().st_size != size:
            yield Problem(sha256[:12], f"{path.stat().st_size} bytes instead of {size}")
