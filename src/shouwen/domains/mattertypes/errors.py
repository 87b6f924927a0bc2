"""Why a type of matters cannot be read or changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class TypesUnreadable(Refused):
    """A file of types says something that cannot be meant."""

    code = "types_unreadable"
    message = _("the types of matters cannot be read: %(what)s")


class TypeChanged(Refused):
    """Somebody else was quicker, or the new category is there already."""

    code = "type_changed"
    message = _("This type was changed meanwhile, or is there already; look at it anew.")


class TypeLiesBehind(Refused):
    """Fields hold from today on at the earliest, and not before the version that is to come."""

    code = "type_lies_behind"
    message = _("Fields change from today on, and not before the version that is already planned.")
