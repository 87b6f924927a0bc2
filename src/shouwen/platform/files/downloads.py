"""A stored file on its way out: it is saved, never run inside a page of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from shouwen.platform.files import kinds, storage
from shouwen.platform.files.models import Attachment

POLICY = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"
CHUNK = 65_536


def answer(attachment: Attachment, *, name: str, shown: bool = False) -> StreamingHttpResponse:
    """The file to be saved under this name; pictures may be ``shown``. Whether the reader may see it is asked before."""
    content = attachment.content
    path = storage.path_of(content.sha256) if content else None
    if content is None or path is None or not path.is_file():
        raise Http404
    inline = shown and content.media in kinds.SHOWN
    found = StreamingHttpResponse(_chunks(path), content_type=content.media)
    found["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    found["Content-Length"] = str(content.size)
    found["Content-Security-Policy"] = POLICY
    found["X-Content-Type-Options"] = "nosniff"
    found["Cache-Control"] = "private, no-store"
    return found


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
