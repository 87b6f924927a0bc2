"""Why a verb on a case is refused; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseState
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed


class NotPossibleNow(MoveNotAllowed):
    """The lifecycle table has no such move from this state."""

    message = _("Not possible while the case is “%(label)s”")

    def __init__(self, move: str, state: str) -> None:
        super().__init__(move, state)
        self.params["label"] = CaseState(state).label


class Stale(Refused):
    """Somebody else changed the case since it was read."""

    code = "stale"
    message = _("Somebody changed this case meanwhile; look at it again before you decide")


class OwnerUnknown(Refused):
    """首问负责: without a unit that answers for it a case is not opened."""

    code = "owner_unknown"
    message = _("A case needs a unit that answers for it")


class NothingToEscalate(Refused):
    """The clock in front is another one by now, or the case has none."""

    code = "nothing_to_escalate"
    message = _("Another clock of the case comes first now; look at it again")


class UnitNotActive(Refused):
    code = "unit_not_active"
    message = _("This unit takes no work now")


class PersonElsewhere(Refused):
    code = "person_elsewhere"
    message = _("This person has no post at the chosen unit")


class AlreadyThere(Refused):
    code = "already_there"
    message = _("The case is already there")


class ReturnInstead(Refused):
    """踢皮球: whoever was given the case does not pass it on past the desk, nor drop it back unsaid."""

    code = "return_instead"
    message = _("It is for the desk to say whose this is; return the case and name the unit")


class TooLateToReopen(Refused):
    code = "too_late_to_reopen"
    details = ("days", "instead")
    message = _("A case can be reopened within %(days)s days; open a new one")


class NotToArchive(Refused):
    """归档闭环: one of the six principles is not kept, and nobody wrote down why it is archived anyway."""

    code = "not_to_archive"
    message = _("Not archived: %(why)s. Write down why it is archived all the same.")
    details = ("failed",)


class OverrideNotYours(Refused):
    """一票放行: a failed principle is passed over by whoever answers for the service, by nobody else."""

    code = "archive_override_not_yours"
    message = _("Not archived: %(why)s. A service manager or duty manager can decide otherwise.")
    details = ("failed",)


class MergedWithItself(Refused):
    code = "merged_with_itself"
    message = _("A case cannot be merged into itself")


class OlderSurvives(Refused):
    """并单: the customer's first contact counts, so the older case stays."""

    code = "older_survives"
    message = _("The older case survives: open %(number)s and merge it into this one")


class SurvivorNotInWork(Refused):
    code = "survivor_not_in_work"
    message = _("%(number)s is no longer being worked on; reopen it before you merge into it")


class OtherCustomersCase(Refused):
    code = "other_customers_case"
    message = _("%(number)s is another customer's case; only one customer's cases can be merged")


class NotTheOwnersUnit(Refused):
    code = "not_the_owners_unit"
    message = _("Only the owner's unit can urge in its own name")


class NotWaiting(Refused):
    code = "not_waiting"
    message = _("The case does not wait")


class UntilNotAhead(Refused):
    code = "until_not_ahead"
    message = _("The wait has to end later than now")


class TextMissing(Refused):
    code = "text_missing"
    message = _("Write what happened")


class ColumnUnknown(Refused):
    """The export has no such column."""

    code = "column_unknown"
    message = _("there is no column “%(column)s”; there are %(known)s and extra.NAME")


class FilterUnreadable(Refused):
    """A filter names an unknown field or a value that cannot be."""

    code = "filter_unreadable"
    message = _("the filter %(filter)s cannot be used: %(why)s")


class FileElsewhere(Refused):
    """The case has no such file, or not any more."""

    code = "file_elsewhere"
    message = _("The case has no such file any more")


class SelfRating(Refused):
    """自评: nobody judges the own work."""

    code = "self_rating"
    message = _("Whoever handled the case cannot give or record its evaluation")


class EvaluationOver(Refused):
    code = "evaluation_over"
    message = _("The evaluation closed %(days)s days after the answer")


class EvaluationFinal(Refused):
    code = "evaluation_final"
    message = _("An evaluation can be changed within %(hours)s hours")
