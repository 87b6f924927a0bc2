"""What macros refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class MacroNotYours(Refused):
    code = "macro_not_yours"
    message = _("This macro is not yours to change")


class MacroGone(Refused):
    code = "macro_gone"
    message = _("This macro was removed")


class TooManyMacros(Refused):
    code = "too_many_macros"
    message = _("You have %(most)d macros of your own already; remove one you no longer use")


class StepNotYours(Refused):
    code = "step_not_yours"
    message = _("The macro does something your post may not do: %(verb)s")
