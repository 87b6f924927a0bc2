"""What notify refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class NotResendable(Refused):
    """Only what has ended without arriving, or is uncertain, can be sent again."""

    code = "not_resendable"
    message = _("This delivery is not one to send again; it is %(state)s.")


class NotCancellable(Refused):
    code = "not_cancellable"
    message = _("This delivery cannot be cancelled any more; it is %(state)s.")


class CodeTaken(Refused):
    code = "channel_code_taken"
    message = _("There is already a channel with the code “%(code)s”.")
