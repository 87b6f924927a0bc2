"""Why an appeal or its decision is refused; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class NothingToAppeal(Refused):
    """Not late, not a bad evaluation, or no longer the one that counts."""

    code = "nothing_to_appeal"
    message = _("There is no such late verdict or bad evaluation that counts")


class NotCharged(Refused):
    """Only the unit that is charged speaks for itself, or the person."""

    code = "not_charged"
    message = _("Only the unit or the person that is charged can appeal")


class GroundDoesNotFit(Refused):
    code = "ground_does_not_fit"
    message = _("This ground cannot be given here")


class TextTooShort(Refused):
    code = "text_too_short"
    message = _("At least %(least)s characters: say on what it rests")


class TooLate(Refused):
    """申诉期限已过."""

    code = "appeal_too_late"
    message = _("It could be appealed until %(until)s")


class AlreadyAppealed(Refused):
    code = "already_appealed"
    message = _("It has been appealed already and waits for the decision")


class DecisionIsFinal(Refused):
    """一事不再理: upheld or rejected, it is not heard again."""

    code = "decision_is_final"
    message = _("An appeal about it has been decided; it is not heard again")


class AlreadyDecided(Refused):
    """Somebody else was faster."""

    code = "already_decided"
    message = _("This appeal has been decided already")


class JudgeInOwnCase(Refused):
    """回避: neither the charged unit, nor who handled the case, nor who appeals."""

    code = "judge_in_own_case"
    message = _("Whoever is charged, handles the case or made the appeal cannot decide it")


class NotTheAppellant(Refused):
    code = "not_the_appellant"
    message = _("Only the unit that appealed can withdraw the appeal")


class NotTheirEvidence(Refused):
    """Only who appeals says on what the appeal rests."""

    code = "not_their_evidence"
    message = _("Only the unit that appealed can present evidence")


class TermsLieBehind(Refused):
    code = "terms_lie_behind"
    message = _("Rules hold from a day ahead, and after those set last")
