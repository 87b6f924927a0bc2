"""Why a rule is not set or a follow-up not opened; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class RuleLiesBehind(Refused):
    """What was in force is never rewritten."""

    code = "reopening_rule_lies_behind"
    message = _(
        "Rules are set from tomorrow on, and after the last ones that were set for this kind"
    )


class CanBeReopened(Refused):
    """续单 is for what is over; the same matter goes on where it is."""

    code = "can_be_reopened"
    message = _("This case is open or can still be reopened; go on with it")


class FollowedAlready(Refused):
    code = "followed_already"
    message = _("%(number)s goes on with this case already")
    details = ("case_id",)
