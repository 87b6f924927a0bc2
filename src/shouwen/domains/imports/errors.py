"""Why a file cannot be brought in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class Unready(Refused):
    """This step is not possible now."""

    code = "upload_unready"
    message = _("This step has been taken already, or is not possible yet.")


class ShapeForbidden(Refused):
    """Whoever brings in units or people needs the verbs of the organisation."""

    code = "shape_forbidden"
    message = _(
        "Your post may not bring in rows of this shape (%(shape)s): it lacks “%(permission)s”."
    )


class FileTooLarge(Refused):
    """A file of another system has its limits."""

    code = "import_too_large"
    message = _("The file is larger than %(most)s MB; divide it.")


class ProfileUnknown(Refused):
    """There is no such profile here."""

    code = "profile_unknown"
    message = _("There is no profile “%(profile)s”; send one along, or choose one of the list.")
