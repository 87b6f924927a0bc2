"""What the ledgers refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class MatterUnknown(Refused):
    """Nobody ever opened this matter in the ledger."""

    code = "clocks_matter_unknown"
    message = _("%(subject)s has no holds yet.")


class MatterIsOpen(Refused):
    """A matter is opened once."""

    code = "clocks_matter_is_open"
    message = _("%(subject)s is open already.")


class MatterHasEnded(Refused):
    """After its end nobody has the matter; only reopening brings it back."""

    code = "clocks_matter_has_ended"
    message = _("%(subject)s has ended.")


class BeforeLastEvent(Refused):
    """Live actions append; only imports write the past."""

    code = "clocks_before_last_event"
    message = _("%(subject)s has already moved on at %(last)s; %(at)s lies before that.")


class ClockRunsAlready(Refused):
    """A matter has one clock of a kind, basis and instance."""

    code = "clocks_clock_runs_already"
    message = _("%(subject)s already has a clock of the kind %(kind)s.")


class NoSuchClock(Refused):
    """There is no running clock of this kind."""

    code = "clocks_no_such_clock"
    message = _("%(subject)s has no running clock of the kind %(kind)s.")


class NotWaiting(Refused):
    """Only a matter that waits can be resumed."""

    code = "clocks_not_waiting"
    message = _("%(subject)s is not waiting for anything.")


class WaitTooLong(Refused):
    """A wait ends by itself at the policy's maximum at the latest."""

    code = "clocks_wait_too_long"
    message = _("A wait may last %(days)s days at most; it can be renewed.")


class WaitAlreadyOver(Refused):
    """A wait has to end after it began."""

    code = "clocks_wait_already_over"
    message = _("A wait has to end after it begins.")


class HistoryIsLive(Refused):
    """Imports write the past only of matters the ledger does not know yet."""

    code = "clocks_history_is_live"
    message = _("%(subject)s is in the ledger already.")


class StepNotFired(Refused):
    """Only what has been said can be acknowledged."""

    code = "clocks_step_not_fired"
    message = _("Step %(step)s has not come yet.")


class StepNotNext(Refused):
    """A step that has come, or that is not the next one, cannot be called for."""

    code = "clocks_step_not_next"
    message = _("It has been escalated to step %(step)s already, or another step comes first.")


class NoStepLeft(Refused):
    """At the top of the ladder there is nobody left to tell."""

    code = "clocks_no_step_left"
    message = _("The ladder of this clock has no further step.")


class LadderRefused(Refused):
    """A ladder that cannot be climbed; ``step`` is the one to mend."""

    code = "clocks_ladder_refused"


class LadderIsEmpty(LadderRefused):
    """A ladder without steps would tell nobody anything."""

    code = "clocks_ladder_is_empty"
    message = _("A ladder needs at least one step.")


class StepOutOfOrder(LadderRefused):
    """Steps stand in the order of time."""

    code = "clocks_step_out_of_order"
    message = _("Step %(step)s does not come after the step before it.")


class StepTimeWrong(LadderRefused):
    """When a step comes has to be said with a known word and a positive amount."""

    code = "clocks_step_time_wrong"
    message = _("Step %(step)s does not say when it comes.")


class TargetUnknown(LadderRefused):
    """The roster knows whom to look for by a few words only."""

    code = "clocks_target_unknown"
    message = _("Step %(step)s goes to %(target)s, which nobody knows.")


class ChannelUnknown(LadderRefused):
    """A step reaches people by the ways there are."""

    code = "clocks_channel_unknown"
    message = _("Step %(step)s uses the channel %(channel)s, which does not exist.")


class EffectUnknown(LadderRefused):
    """A step does one of a few things."""

    code = "clocks_effect_unknown"
    message = _("Step %(step)s is to do %(effect)s, which is not possible.")


class StepReachesNobody(LadderRefused):
    """Whoever is to be told needs a name and a way."""

    code = "clocks_step_reaches_nobody"
    message = _("Step %(step)s notifies, but nobody or by no channel.")


class ReassignmentIncomplete(LadderRefused):
    """To give a matter to somebody else one has to say to whom, and only then."""

    code = "clocks_reassignment_incomplete"
    message = _("Step %(step)s has to say to whom the matter goes, if it goes to somebody else.")


class AcknowledgementTimeWrong(LadderRefused):
    """Time to acknowledge is a positive length."""

    code = "clocks_acknowledgement_time_wrong"
    message = _("Step %(step)s needs more than no time to be acknowledged.")
