"""How a file is told in JSON, whatever it belongs to."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from shouwen.platform.files.models import Attachment


class FileOut(Schema):
    """A file of a matter. ``sha256`` tells whether it is one you have."""

    id: int
    name: str
    media: str
    size: int
    sha256: str
    added_at: datetime


def told(file: Attachment, *, name: str) -> FileOut:
    """A file that is still there, by the name this reader may see."""
    content = file.content
    assert content is not None
    return FileOut(
        id=file.pk,
        name=name,
        media=content.media,
        size=content.size,
        sha256=content.sha256,
        added_at=file.added_at,
    )
