"""Why a delivery stands as it does, in words; the database keeps codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwen.platform.notify.choices import State
from shouwen.platform.notify.models import Delivery
from shouwen.platform.org import queries as org
from shouwen.platform.ui.components.words import clock_time, short_time

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_WORDS: dict[str, StrOrPromise] = {
    "no_channel": _("there is no such channel"),
    "channel_off": _("the channel is switched off"),
    "no_address": _("no number or address is known"),
    "no_template": _("no template for this kind of notice"),
    "acknowledged": _("was acknowledged before it was sent"),
    "ended": _("the clock had stopped before it was sent"),
    "nobody": _("nobody could be found to tell"),
    "killed": _("the process ended while sending"),
    "fault": _("a fault in the program; see the log"),
    "not_received": _("the gateway had not received it"),
    "no_receipt": _("the gateway knows nothing of it"),
    "not_delivered": _("the gateway reports that it did not arrive"),
    "not_accepted": _("the gateway did not accept it"),
    "timed_out": _("no answer in time"),
    "broken_off": _("the connection broke off"),
    "half_an_answer": _("the answer was incomplete"),
    "no_connection": _("no connection"),
    "name_not_found": _("the host name is not found"),
    "bad_address": _("the address cannot be used"),
    "odd_address": _("the address is written in an unusual way and refused"),
    "private_address": _("a private address, which this channel may not use"),
    "secret_unreadable": _("the sealed secret cannot be opened: the key is missing"),
    "not_written": _("the file cannot be written"),
    "not_a_number": _("not a number that can be reached"),
    "gone": _("the receiver has closed this address"),
}
_FAMILIES: dict[str, StrOrPromise] = {
    "http": _("the gateway answered %(code)s"),
    "smtp": _("the mail server answered %(code)s"),
    "wecom": _("the robot answered %(code)s"),
}


def why(code: str) -> str:
    """A code as a phrase; what a gateway itself said stays as it is."""
    if code in _WORDS:
        return str(_WORDS[code])
    family, _sep, detail = code.partition("_")
    if family in _FAMILIES and detail.lstrip("-").isdecimal():
        return str(_FAMILIES[family]) % {"code": detail}
    return code


def standing(row: Delivery, *, at: datetime) -> str:
    """The state's reason and what comes next, in one phrase; empty when there is nothing to say."""
    said = _SAYS.get(State(row.state))
    phrase = said(row, at) if said else why(row.reason)
    if row.delayed and row.sent_at is not None:
        late = gettext("sent late, at %(time)s") % {"time": short_time(row.sent_at)}
        phrase = f"{phrase}；{late}" if phrase else late
    return phrase


def _held(row: Delivery, at: datetime) -> str:
    """静默，07:00 补发."""
    zone = org.zone_of(None)
    time = clock_time(row.next_try_at, zone.key) if row.next_try_at else "—"
    return gettext("quiet hours, sent at %(time)s") % {"time": time}


def _queued(row: Delivery, at: datetime) -> str:
    if row.tries == 0 or row.next_try_at is None or row.next_try_at <= at:
        return why(row.reason)
    next_ = gettext("try %(n)d at %(time)s") % {
        "n": row.tries + 1,
        "time": clock_time(row.next_try_at),
    }
    return f"{why(row.reason)}；{next_}"


def _uncertain(row: Delivery, at: datetime) -> str:
    if row.next_try_at is not None:
        return gettext("%(why)s; the gateway is asked for the receipt") % {"why": why(row.reason)}
    return gettext("%(why)s; perhaps it was sent, a person decides") % {"why": why(row.reason)}


_SAYS: dict[State, Callable[[Delivery, datetime], str]] = {
    State.HELD: _held,
    State.QUEUED: _queued,
    State.UNCERTAIN: _uncertain,
}
