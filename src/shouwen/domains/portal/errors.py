"""Why somebody does not get in, or a wish is not fulfilled."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class DoesNotFit(Refused):
    """One answer for unknown, expired, revoked and wrong: who tries learns nothing."""

    code = "does_not_fit"
    message = _("The link and the four digits do not belong together, or the link has expired")


class TooOften(Refused):
    code = "too_often"
    message = _("Too many tries; please wait a quarter of an hour or call us")


class AppointmentMoved(Refused):
    """Somebody was quicker; what holds now is shown."""

    code = "appointment_moved"
    message = _("The appointment was changed meanwhile; please look again")


class NoAppointment(Refused):
    code = "no_appointment"
    message = _("No appointment has been made")


class TooCloseToChange(Refused):
    """Somebody is on the way, or about to be; only a voice reaches them in time."""

    code = "appointment_too_close"
    message = _("The visit is too close to be changed or called off here; please telephone us")


class WindowNotOffered(Refused):
    code = "window_not_offered"
    message = _("This window is not offered; please choose one of those shown")


class NotSendable(Refused):
    """Without a number, a channel, or against the customer's word no link goes out."""

    code = "link_not_sendable"
    message = _(
        "No link can be sent: no mobile number, no channel for text messages, or the customer wants none"
    )


class SentMeanwhile(Refused):
    """A second press, or a colleague was quicker."""

    code = "link_sent_meanwhile"
    message = _("A link was sent meanwhile")


class TermsLieBehind(Refused):
    """Rules hold from a day ahead, so that what was promised today stays."""

    code = "portal_terms_lie_behind"
    message = _("Rules hold from tomorrow on at the earliest, and are set once a day")


class UrgedLately(Refused):
    """A further urge inside the window would not count; the page says from when it does."""

    code = "urged_lately"
    message = _("Your reminder has been passed on already")
