"""Why a file stays outside."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class FileEmpty(Refused):
    code = "file_empty"
    message = _("“%(name)s” is empty")


class FileTooLarge(Refused):
    code = "file_too_large"
    message = _("“%(name)s” is larger than %(most)s MB")


class FileKindRefused(Refused):
    """Not a kind that is taken, or its content is not what its name says."""

    code = "file_kind_refused"
    message = _(
        "“%(name)s” cannot be taken: pictures, PDF, Office documents, plain text and ZIP can, "
        "when the content is what the name says"
    )


class TooManyFiles(Refused):
    code = "too_many_files"
    message = _("There are %(most)s files already; remove one first")


class NoRoom(Refused):
    code = "no_room"
    message = _("“%(name)s” could not be stored: the disk of the installation is full")


class FileGone(Refused):
    """Removed by somebody else, or its time is over."""

    code = "file_gone"
    message = _("This file has been removed already")
