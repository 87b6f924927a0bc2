"""Why a call cannot be taken on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class AlreadyCalledBack(Refused):
    """One person calls a missed caller back."""

    code = "already_called_back"
    message = _("A colleague is calling back already")


class NotMissed(Refused):
    """It was answered, or it is ringing still."""

    code = "call_not_missed"
    message = _("This call was answered or is ringing still; there is nobody to call back")
