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
    message = _("A wait may last %(days)s days at most.")


class WaitAlreadyOver(Refused):
    """A wait has to end after it began."""

    code = "clocks_wait_already_over"
    message = _("A wait has to end after it begins.")


class HistoryIsLive(Refused):
    """Imports write the past only of matters the ledger does not know yet."""

    code = "clocks_history_is_live"
    message = _("%(subject)s is in the ledger already.")
