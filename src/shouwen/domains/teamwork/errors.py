"""Why shared work is refused; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class LinksItself(Refused):
    code = "links_itself"
    message = _("A case cannot be linked to itself")


class AlreadyLinked(Refused):
    code = "already_linked"
    message = _("%(number)s is linked already")


class IsAChild(Refused):
    """Parents stand on one level: whoever is a child has no children."""

    code = "is_a_child"
    message = _("%(number)s stands under a parent itself; take that one")


class HasChildren(Refused):
    code = "has_children"
    message = _("%(number)s has cases under it and cannot stand under another")


class CaseHasEnded(Refused):
    code = "case_has_ended"
    message = _("%(number)s has ended")


class NotLinked(Refused):
    code = "not_linked"
    message = _("This link has been taken away already")
