"""Registers of matters, customers and units by other systems: sent, tried, imported, taken back, as in the wizard."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import AfterValidator, StringConstraints

from shouwen.domains.imports import rules, uploads
from shouwen.domains.imports.models import Upload, UploadState
from shouwen.platform.access.api_types import REFUSALS, no_nul, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

router = Router(tags=["imports"])
Short = Annotated[str, StringConstraints(max_length=120), AfterValidator(no_nul)]
Profile = Annotated[str, StringConstraints(max_length=200_000), AfterValidator(no_nul)]


class Manner(Schema):
    """How the file is to be read. ``profile``: code of a profile that is here; ``toml``: one sent along."""

    profile: Short = ""
    toml: Profile = ""
    encoding: Annotated[Short, StringConstraints(max_length=40)] = ""
    sheet: Short = ""


class CountsOut(Schema):
    """Rows of the file, and what became of them."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    warned: int = 0
    conflicts: int = 0


class ImportOut(Schema):
    """One file on its way. ``state``: choosing, checking, checked, importing, done, undoing, undone, failed."""

    id: int
    file_name: str
    profile: str
    state: str
    running: bool
    done: int
    total: int
    counts: CountsOut
    rejects: bool
    batch: int | None
    error: str
    at: datetime
    moved_at: datetime


def told(upload: Upload) -> ImportOut:
    counts = {k: v for k, v in upload.outcome.items() if k in CountsOut.model_fields}
    return ImportOut(
        id=upload.pk,
        file_name=upload.file_name,
        profile=upload.profile,
        state=upload.state,
        running=upload.is_running,
        done=upload.done,
        total=upload.total,
        counts=CountsOut(**counts),
        rejects=uploads.rejects_path(upload) is not None,
        batch=upload.batch_id,
        error=upload.error,
        at=upload.at,
        moved_at=upload.moved_at,
    )


@router.post("", response={201: ImportOut, **REFUSALS}, operation_id="send_import")
@requires(rules.FILES)
def send_import(
    request: StaffRequest, file: File[UploadedFile], manner: Form[Manner]
) -> HttpResponse:
    """Send a file (field ``file`` of a form, at most 200 MB) with its profile; it is tried at once.

    Nothing is written yet: ask for it until it is ``checked``, look at the counts and the rejects, then commit.
    """
    digest = hashlib.sha256(manner.model_dump_json().encode())
    for chunk in file.chunks():
        digest.update(chunk)

    def write() -> ImportOut:
        at = timezone.now()
        one = uploads.bring(
            file.chunks(),
            name=file.name or "table",
            key=manner.profile,
            toml=manner.toml,
            encoding=manner.encoding,
            sheet=manner.sheet,
            acting=request.acting,
            at=at,
        )
        return told(one)

    return once(request, ImportOut, write, status=201, body=digest.digest())


@router.get("/{int:pk}", response={200: ImportOut, **REFUSALS}, operation_id="get_import")
@requires(rules.FILES)
def get_import(request: StaffRequest, pk: int) -> ImportOut:
    """How far a file has come; of one's own files only."""
    return told(_mine(request, pk))


@router.get(
    "/{int:pk}/rejects", response={200: None, **REFUSALS}, operation_id="get_import_rejects"
)
@requires(rules.FILES)
def get_rejects(request: StaffRequest, pk: int) -> FileResponse:
    """The rows that stay out as CSV, each with what is wrong and what mends it; to be mended and sent again."""
    path = uploads.rejects_path(_mine(request, pk))
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


@router.post(
    "/{int:pk}/commit", response={200: ImportOut, **REFUSALS}, operation_id="commit_import"
)
@requires(rules.FILES)
def commit_import(request: StaffRequest, pk: int) -> HttpResponse:
    """Import the rows that are fine. Possible once, when the file is ``checked``."""
    return _step(request, pk, UploadState.IMPORTING)


@router.post("/{int:pk}/undo", response={200: ImportOut, **REFUSALS}, operation_id="undo_import")
@requires(rules.FILES)
def undo_import(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the whole batch back. Possible once, when the file is ``done``."""
    return _step(request, pk, UploadState.UNDOING)


def _step(request: StaffRequest, pk: int, state: UploadState) -> HttpResponse:
    one = _mine(request, pk)

    def write() -> ImportOut:
        uploads.send(one.pk, state, at=timezone.now())
        one.refresh_from_db()
        return told(one)

    return once(request, ImportOut, write)


def _mine(request: StaffRequest, pk: int) -> Upload:
    """A file is its sender's alone."""
    own: Any = Upload.objects.filter(account=request.acting.account)
    found: Upload = get_object_or_404(own, pk=pk)
    return found
