"""Files on their way in from a form: each by itself, and what became of it is said."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwen.kernel.errors import Refused
from shouwen.platform.files import storage
from shouwen.platform.files.storage import Incoming

AT_ONCE = 20


def take(request: HttpRequest, keep: Callable[[Incoming], object]) -> None:
    """``keep`` each file of the field ``files``; what cannot be taken is named, the others stay."""
    sent = request.FILES.getlist("files")
    if len(sent) > AT_ONCE:
        messages.error(request, _("At most %(most)s files at once") % {"most": AT_ONCE})
    elif not sent:
        messages.error(request, _("Choose a file first"))
    elif taken := sum(_kept(request, file, keep) for file in sent):
        said = ngettext("%(n)s file was added", "%(n)s files were added", taken)
        messages.success(request, said % {"n": taken})


def _kept(
    request: HttpRequest, file: UploadedFile[bytes], keep: Callable[[Incoming], object]
) -> bool:
    try:
        with storage.receive(file.chunks(), name=file.name or "") as incoming:
            keep(incoming)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True
