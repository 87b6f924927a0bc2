"""Why a roster refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class ShiftUnknown(Refused):
    code = "shift_unknown"
    message = _("There is no shift “%(shift)s” here.")


class ShiftInUse(Refused):
    code = "shift_in_use"
    message = _("The roster “%(roster)s” still uses this shift. Take it out there first.")


class RosterNameTaken(Refused):
    code = "roster_name_taken"
    message = _("The unit already has a roster called “%(name)s”.")


class RosterClosed(Refused):
    code = "roster_closed"
    message = _("The roster “%(name)s” is no longer kept.")


class NotOnRoster(Refused):
    code = "not_on_roster"
    message = _("%(name)s does not belong to this roster.")


class RoleMissing(Refused):
    code = "shift_role_missing"
    message = _("%(name)s may not take the shift “%(shift)s”: it needs another post.")


class OnLeave(Refused):
    code = "on_leave"
    message = _("%(name)s is away on %(on)s.")


class DutyBegun(Refused):
    code = "duty_begun"
    message = _("%(on)s has begun; what has begun is not changed any more.")


class NothingToPublish(Refused):
    code = "nothing_to_publish"
    message = _("There is nothing to publish in this week.")


class NotReady(Refused):
    code = "roster_not_ready"
    message = _(
        "%(gaps)s places are empty and %(rests)s rests are shorter than 11 hours. Mend them, or publish with a reason."
    )


class Overlap(Refused):
    code = "duty_overlap"
    message = _("%(name)s would have two duties at the same time on %(on)s.")


class ReasonNeeded(Refused):
    code = "reason_needed"
    message = _("Say in a few words why it is published all the same.")


class NotYourDuty(Refused):
    code = "not_your_duty"
    message = _("Only who has the duty can offer it.")


class NotYourSwap(Refused):
    code = "not_your_swap"
    message = _("This is for somebody else to answer.")


class OwnSwap(Refused):
    code = "own_swap"
    message = _("Nobody approves a swap of his own. Ask another leader.")


class SwapOver(Refused):
    code = "swap_over"
    message = _("This swap has already been answered: %(state)s.")


class SwapPending(Refused):
    code = "swap_pending"
    message = _("A swap is already asked for this duty.")


class SwapRestShort(Refused):
    code = "swap_rest_short"
    message = _("%(name)s would rest less than 11 hours around %(on)s.")


class DutyChanged(Refused):
    code = "duty_changed"
    message = _("The duty has changed hands meanwhile. Ask again.")


class AbsenceOverlaps(Refused):
    code = "absence_overlaps"
    message = _("%(name)s is already away in these days.")


class AbsenceBackwards(Refused):
    code = "absence_backwards"
    message = _("The last day lies before the first.")


class AbsenceOver(Refused):
    code = "absence_over"
    message = _("This absence is already over.")


class DeputySame(Refused):
    code = "deputy_same"
    message = _("Somebody else must stand in.")


class AlreadySo(Refused):
    code = "presence_unchanged"
    message = _("You are already marked so.")


class NotCheckedIn(Refused):
    code = "not_checked_in"
    message = _("Check in first.")
