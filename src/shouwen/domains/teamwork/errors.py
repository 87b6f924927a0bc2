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


class UnitTakesNoWork(Refused):
    code = "unit_takes_no_work"
    message = _("This unit takes no work now")


class PersonNotThere(Refused):
    code = "person_not_there"
    message = _("This person holds no post at the unit")


class LeadUnit(Refused):
    code = "lead_unit"
    message = _("This unit leads the case already; name a person, or another unit")


class DueNotAhead(Refused):
    code = "due_not_ahead"
    message = _("The limit has to end later than now")


class TextMissing(Refused):
    code = "text_missing"
    message = _("Write what is to be done or what was done")


class TaskEnded(Refused):
    code = "task_ended"
    message = _("This work has ended: %(state)s")


class AlreadyAccepted(Refused):
    code = "already_accepted"
    message = _("Somebody has accepted this work already")
