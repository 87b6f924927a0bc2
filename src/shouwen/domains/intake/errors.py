"""Why intake refuses."""

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


class SecondMatter(Refused):
    """A second matter of the same kind on the same account needs a word that it is meant."""

    code = "second_matter"
    message = _(
        "%(number)s of the same kind is being worked on for this account: urge it (Alt+1), or say"
        " that this is a new matter (Alt+2)"
    )


class AlreadyCalledBack(Refused):
    """One person calls a missed caller back."""

    code = "already_called_back"
    message = _("A colleague is calling back already")


class TypesUnreadable(Refused):
    """A file of types says something that cannot be meant."""

    code = "types_unreadable"
    message = _("the types of matters cannot be read: %(what)s")


class FileTooLarge(Refused):
    """A file of another system has its limits."""

    code = "import_too_large"
    message = _("The file is larger than %(most)s MB; divide it.")


class ProfileUnknown(Refused):
    """There is no such profile here."""

    code = "profile_unknown"
    message = _("There is no profile “%(profile)s”; send one along, or choose one of the list.")


class TypeChanged(Refused):
    """Somebody else was quicker, or the new category is there already."""

    code = "type_changed"
    message = _("This type was changed meanwhile, or is there already; look at it anew.")


class TypeLiesBehind(Refused):
    """Fields hold from today on at the earliest, and not before the version that is to come."""

    code = "type_lies_behind"
    message = _("Fields change from today on, and not before the version that is already planned.")
