"""Why a note on staff care is not written, read or followed up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class NotYourTeam(Refused):
    """关怀记录 are about people one leads, never about oneself."""

    code = "care_not_your_team"
    message = _("Notes are written about people of the own team, not about oneself")


class NothingWritten(Refused):
    code = "care_nothing_written"
    message = _("A note needs words")


class FollowUpPast(Refused):
    code = "care_follow_up_past"
    message = _("A follow-up lies ahead")


class NoFollowUp(Refused):
    """Followed up once, or never asked for."""

    code = "care_no_follow_up"
    message = _("This note waits for no follow-up")


class NoteUnreadable(Refused):
    code = "care_note_unreadable"
    message = _("This note was sealed with a key that is no longer here")
