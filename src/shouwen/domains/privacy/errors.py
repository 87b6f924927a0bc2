"""Why a request about the own data or a hold is not possible now; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class NobodyKnown(Refused):
    code = "nobody_known"
    message = _("The case names no customer: find out whose data it is about first")


class AskedAlready(Refused):
    code = "asked_already"
    message = _("This case is a request about personal data already")


class DoneAlready(Refused):
    code = "done_already"
    message = _("This request has been carried out")


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
