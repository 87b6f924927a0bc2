"""Why a request about the own data or a hold is not possible now; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class NobodyKnown(Refused):
    code = "nobody_known"
    message = _("The case names no customer: find out whose data it is about first")


class AskedAlready(Refused):
    code = "asked_already"
    message = _("This request is registered already")


class DoneAlready(Refused):
    code = "done_already"
    message = _("This request has been answered")


class StillOpen(Refused):
    """Deletion waits for what the data are still needed for (PIPL art. 47)."""

    code = "still_open"
    message = _("Other matters of the customer are still open: %(numbers)s. Close them first.")


class HeldByLaw(Refused):
    code = "held_by_law"
    message = _("A legal hold stands on the customer or a case; lift it first")


class HoldReasonMissing(Refused):
    code = "hold_reason_missing"
    message = _("Say why this must be kept")


class NotSuchACase(Refused):
    code = "not_such_a_case"
    message = _("This case is not a request about personal data")


class NotVerified(Refused):
    """A person's data go to nobody else (身份核验)."""

    code = "not_verified"
    message = _("It is not known who asks: verify the person, or refuse the request")


class NotHandedOver(Refused):
    code = "not_handed_over"
    message = _("Make the copy first: it was not exported yet")


class GroundMissing(Refused):
    code = "ground_missing"
    message = _("Say on which ground it is refused; the person may go to court about it")


class OutcomeMissing(Refused):
    """答复 before 办结: a request ends with what became of it."""

    code = "outcome_missing"
    message = _(
        "A request about personal data is answered on its card: carry it out, or refuse it with a reason"
    )


class AnsweredItself(Refused):
    code = "answered_itself"
    message = _("A request about personal data is answered itself; relate the cases instead")


class RuleTooEarly(Refused):
    code = "rule_too_early"
    message = _("A rule of keeping holds from tomorrow at the earliest")


class ProposedAlready(Refused):
    code = "proposed_already"
    message = _("A change of this rule waits to be confirmed already")


class SamePerson(Refused):
    code = "same_person"
    message = _("Somebody else has to confirm what you proposed")


class DecidedAlready(Refused):
    code = "decided_already"
    message = _("This proposal was decided already")


class BasisMissing(Refused):
    code = "basis_missing"
    message = _("Name the norm, or say that it is the operator's own rule")
