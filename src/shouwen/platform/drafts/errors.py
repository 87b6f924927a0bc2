"""Why a draft is refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class DraftTooLarge(Refused):
    """More than any form of ours holds."""

    code = "draft_too_large"
    message = _("A draft holds at most %(kilobytes)s kB")
