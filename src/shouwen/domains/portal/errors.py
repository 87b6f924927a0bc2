"""Why somebody does not get in, or a wish is not fulfilled."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class DoesNotFit(Refused):
    """One answer for unknown, expired, revoked and wrong: who tries learns nothing."""

    code = "does_not_fit"
    message = _("The link and the four digits do not belong together, or the link has expired")


class TooOften(Refused):
    code = "too_often"
    message = _("Too many tries; please wait a quarter of an hour or call us")


class UrgedLately(Refused):
    """A further urge inside the window would not count; the page says from when it does."""

    code = "urged_lately"
    message = _("Your reminder has been passed on already")
