"""Why a call cannot be taken on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class AlreadyCalledBack(Refused):
    """One person calls a missed caller back."""

    code = "already_called_back"
    message = _("A colleague is calling back already")
