"""The files of a case in JSON: what there is, one more, one back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from shouwen.domains.cases import actions, rules
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.veiling import veil_of
from shouwen.platform.access.api_types import ErrorOut
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.reading import counted, within_quota
from shouwen.platform.files import downloads, queries, storage
from shouwen.platform.files.api_types import FileOut, told
from shouwen.platform.files.models import Attachment

router = Router(tags=["cases"])


class RefusalOut(Schema):
    code: str
    message: str = ""


_NO = {401: RefusalOut, 403: RefusalOut, 404: RefusalOut}
_READS = {**_NO, 429: ErrorOut}


@router.get("/{int:pk}/files", response={200: list[FileOut], **_READS}, operation_id="list_files")
@requires(rules.VIEW)
def list_files(request: StaffRequest, pk: int) -> list[FileOut]:
    """The files of a case the caller may see, in the order they came."""
    case = get_object_or_404(Case.objects.reachable_by(request.acting.scope), pk=pk)
    veil, there = veil_of(case), queries.of(case.subject)
    return [told(file, name=veil(file.name)) for file in within_quota(request, there)]


@router.get(
    "/{int:pk}/files/{int:file_id}", response={200: None, **_READS}, operation_id="get_file"
)
@requires(rules.VIEW)
def get_file(request: StaffRequest, pk: int, file_id: int) -> HttpResponse:
    """The bytes of one file."""
    case = get_object_or_404(Case.objects.reachable_by(request.acting.scope), pk=pk)
    file = (
        Attachment.objects.here(case.subject).filter(pk=file_id).select_related("content").first()
    )
    if file is None:
        raise Http404
    counted(request, 1)
    return downloads.answer(file, name=veil_of(case)(file.name))  # type: ignore[return-value]


@router.post(
    "/{int:pk}/files",
    response={201: FileOut, **_NO, 409: RefusalOut, 422: RefusalOut},
    operation_id="add_file",
)
@requires(rules.WORK)
def add_file(request: StaffRequest, pk: int, file: File[UploadedFile]) -> Status[FileOut]:
    """Add a file (field ``file`` of a form). The same file again is answered with the one there is."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    by, at = request.acting.actor("api"), timezone.now()
    with storage.receive(file.chunks(), name=file.name or "") as incoming:
        made = actions.add_file(case.pk, incoming, by=by, at=at)
    return Status(201, told(made, name=made.name))
