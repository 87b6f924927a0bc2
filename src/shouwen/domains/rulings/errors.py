"""Why a return or a ruling is refused; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class TextTooShort(Refused):
    """A return has to say on what it rests: the paragraph of the duty list, a screenshot, a number."""

    code = "text_too_short"
    message = _("At least %(least)s characters: say on what it rests")


class ProposalMissing(Refused):
    code = "proposal_missing"
    message = _("Name the unit whose duty it is")


class ProposesItself(Refused):
    code = "proposes_itself"
    message = _("The case is with this unit already; propose another one")


class UnitNotActive(Refused):
    code = "unit_not_active"
    message = _("This unit takes no work now")


class WithItsOwner(Refused):
    """Only what was dispatched can be returned; the first asked unit keeps the matter (首问负责)."""

    code = "with_its_owner"
    message = _("The case is with the unit that was asked first; there is nobody to return it to")


class AlreadyReturned(Refused):
    code = "already_returned"
    message = _("The case has been returned already and waits for the ruling")


class SecondReturn(Refused):
    """一案一退: the first return of this instance has been ruled on; only arbitration is left."""

    code = "second_return"
    message = _("The desk has ruled on a return of this case already; ask for arbitration")


class ReturnFirst(Refused):
    code = "return_first"
    message = _("Arbitration follows a ruling; return the case first")


class ArbitrationIsFinal(Refused):
    code = "arbitration_is_final"
    message = _("Arbitration has decided about this case; it stays where it is")


class AlreadyRuled(Refused):
    """Somebody else was faster."""

    code = "already_ruled"
    message = _("This has been ruled on already")


class Overtaken(Refused):
    """The case was dispatched, answered or ended meanwhile; there is nothing left to rule on."""

    code = "overtaken"
    message = _("The case has moved on meanwhile; there is nothing left to rule on")


class JudgeInOwnCase(Refused):
    code = "judge_in_own_case"
    message = _("Whoever returned the case cannot rule on the return")


class NotARuling(Refused):
    """The desk rules on returns, arbitration on what is asked of it; not the one for the other."""

    code = "not_a_ruling"
    message = _("This is decided by the other verb")
