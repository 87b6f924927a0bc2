"""Why a run is not taken back; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class NotUndoable(Refused):
    """The verb leaves something that cannot be taken back honestly."""

    code = "bulk_not_undoable"
    message = _("This verb cannot be undone")


class TooLateToUndo(Refused):
    """Ten minutes have passed, or the run is not finished, or it was undone already."""

    code = "bulk_too_late"
    message = _("This run can no longer be undone")


class ChangedSince(Refused):
    """Somebody went on with the case after the run."""

    code = "bulk_changed_since"
    message = _("Somebody went on with this case since")


class NotYours(Refused):
    """The case lies outside the scope of the post, or the post has lost the verb."""

    code = "bulk_not_yours"
    message = _("Your post may no longer do this to the case")
