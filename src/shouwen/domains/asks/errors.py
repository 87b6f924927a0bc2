"""Why a verb on an internal request is refused; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.domains.asks.choices import RequestState
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed


class NotPossibleNow(MoveNotAllowed):
    """The lifecycle table has no such move from this state."""

    message = _("Not possible while the request is “%(label)s”")

    def __init__(self, move: str, state: str) -> None:
        super().__init__(move, state)
        self.params["label"] = RequestState(state).label


class AskerUnknown(Refused):
    """Somebody has to get the answer."""

    code = "asker_unknown"
    message = _("A request needs a unit that asks")


class AsksItself(Refused):
    code = "asks_itself"
    message = _("The case is with this unit already; ask another one")


class AsksOwnUnit(Refused):
    code = "asks_own_unit"
    message = _("This is your own unit; ask another one")


class DepartmentNotActive(Refused):
    code = "department_not_active"
    message = _("This unit takes no work now")


class AskedAlready(Refused):
    """The same department is asked about the same case; a second clock would only hide the first."""

    code = "asked_already"
    message = _("%(unit)s was asked about this case already and has not answered: %(number)s")


class HasCase(Refused):
    code = "has_case"
    message = _("The request has a case already")


class NotRateable(Refused):
    code = "not_rateable"
    message = _("Only an answer can be rated")


class OwnAnswer(Refused):
    code = "own_answer"
    message = _("Nobody rates the own answer")


class ScoreUnknown(Refused):
    code = "score_unknown"
    message = _("A rating is a number from 1 to 5")


class RatedLongAgo(Refused):
    code = "rated_long_ago"
    message = _("The rating is older than a day and stays as it is")


class TextMissing(Refused):
    code = "text_missing"
    message = _("Write what you want to know or what you found")
