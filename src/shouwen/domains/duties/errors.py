"""Why something is not done to the register of duties; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class UnitHasNoRegister(Refused):
    code = "unit_not_active"
    message = _("This unit takes no work now")


class DraftedAlready(Refused):
    code = "drafted_already"
    message = _("There is a draft of “%(name)s” already; change that one")


class NotADraft(Refused):
    code = "not_a_draft"
    message = _("“%(name)s” is published and stays as it is; draft what follows it, or end it")


class NotPublished(Refused):
    code = "not_published"
    message = _("“%(name)s” is a draft; discard it")


class EndedAlready(Refused):
    code = "ended_already"
    message = _("“%(name)s” has an end already")


class EndsInThePast(Refused):
    code = "ends_in_the_past"
    message = _("A duty ends today or later: what was asked under it stays as it is")


class FollowsTooEarly(Refused):
    """Two versions never hold on one day."""

    code = "follows_too_early"
    message = _("“%(name)s” already has a version that begins on that day or later")


class DutyNotOffered(Refused):
    code = "duty_not_offered"
    message = _("This unit has no such duty in force today")
