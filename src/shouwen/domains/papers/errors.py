"""Why a list of papers is not taken, or a tick does not hold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class ListLiesBehind(Refused):
    """Lists hold from a day ahead, so that what a customer was told today stays."""

    code = "paper_list_lies_behind"
    message = _("A list holds from tomorrow on at the earliest, after those that were set before")


class PaperNotAsked(Refused):
    code = "paper_not_asked"
    message = _("This paper is not on the list of this case")


class TickedMeanwhile(Refused):
    """Somebody was quicker; what holds now is shown."""

    code = "paper_ticked_meanwhile"
    message = _("Somebody has noted this paper meanwhile; please look again")
