"""Why the organisation refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class UnitCodeTaken(Refused):
    code = "unit_code_taken"
    message = _("There is already a unit with the code “%(unit)s”.")


class UnitClosed(Refused):
    code = "unit_closed"
    message = _("“%(unit)s” is no longer active.")


class PostMayNot(Refused):
    code = "post_may_not"
    message = _("--as %(login)s: the post lacks the permission “%(permission)s”.")


class UnitOutOfSight(Refused):
    code = "unit_out_of_sight"
    message = _("--as %(login)s: the post does not see “%(unit)s”; name a unit of its own.")


class UnknownZone(Refused):
    code = "unknown_zone"
    message = _("“%(zone)s” is not a time zone; write one such as Asia/Shanghai.")


class UnderItself(Refused):
    code = "unit_under_itself"
    message = _("A unit cannot stand under itself or under one of its own units.")


class MoveTooEarly(Refused):
    code = "move_too_early"
    message = _("The unit has stood at its present place since %(since)s; choose a later day.")


class MovePlanned(Refused):
    code = "move_planned"
    message = _("Another move is already planned for %(on)s.")


class UnitHasChildren(Refused):
    code = "unit_has_children"
    message = _("%(count)s active units still stand under this one. Move or close them first.")


class UnitHasPeople(Refused):
    code = "unit_has_people"
    message = _("%(count)s people still hold a post here. End their appointments first.")


class UnitHasMatters(Refused):
    code = "unit_has_matters"
    message = _("%(count)s open matters are still with this unit. Hand them over first.")


class NumberTaken(Refused):
    code = "staff_number_taken"
    message = _("The staff number “%(number)s” is already in use.")


class StaffGone(Refused):
    code = "staff_gone"
    message = _("%(name)s has left.")


class AlreadyHasAccount(Refused):
    code = "already_has_account"
    message = _("%(name)s already has a login.")


class AlreadyAppointed(Refused):
    code = "already_appointed"
    message = _("%(name)s already holds this post in that time.")


class NotAPhone(Refused):
    code = "not_a_phone"
    message = _("“%(phone)s” is no telephone number: digits, spaces, - and + only.")


class AppointmentOver(Refused):
    code = "appointment_over"
    message = _("This appointment has already ended.")


class UnknownRole(Refused):
    code = "unknown_role"
    message = _("There is no role “%(role)s”.")


class UnknownUnit(Refused):
    code = "unknown_unit"
    message = _("There is no unit with the code “%(unit)s”.")


class SuccessorNeeded(Refused):
    code = "successor_needed"
    message = _("%(name)s still has %(count)s open matters. Choose who takes them over.")


class SuccessorSame(Refused):
    code = "successor_same"
    message = _("The successor must be somebody else who is still here.")
