"""What the administration of limits refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class PresetUnknown(Refused):
    """Only shipped tables can be installed."""

    code = "policies_preset_unknown"
    message = _("There is no preset %(code)s; there are %(known)s.")


class TooEarly(Refused):
    """What already happened was judged by the limits of its day."""

    code = "policies_too_early"
    message = _("Not before tomorrow, %(day)s.")


class NoRoom(Refused):
    """Between two neighbouring ranks nothing can be put."""

    code = "policies_no_room"
    message = _("No rule can be put there; put it before another one.")


class UnusableDue(Refused):
    """A question about a due time that cannot be answered; the message says why and how to mend it."""

    code = "policies_unusable"
    message = _("%(what)s")
