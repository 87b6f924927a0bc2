"""How rosters say why somebody was passed over, and what people see of days and duties."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shouwen.platform.rosters.queries import Standing

_WEEKDAYS = (
    pgettext_lazy("roster", "Mon"),
    pgettext_lazy("roster", "Tue"),
    pgettext_lazy("roster", "Wed"),
    pgettext_lazy("roster", "Thu"),
    pgettext_lazy("roster", "Fri"),
    pgettext_lazy("roster", "Sat"),
    pgettext_lazy("roster", "Sun"),
)


def weekday(on: date) -> str:
    """周三."""
    return str(_WEEKDAYS[on.weekday()])


_WHO = {
    "handler": _("the handler"),
    "owner": _("the first-contact owner"),
    "a": _("the A contact"),
    "b": _("the B contact"),
    "deputy": _("the deputy"),
    "role": _("whoever holds the role"),
    "level_1": _("the shift leader"),
    "level_2": _("the head"),
    "level_3": _("the leader in charge"),
}
_WHY = {
    "gone": _("%(who)s has left"),
    "absent": _("%(who)s is away"),
    "checked_out": _("%(who)s has checked out"),
    "off_shift": _("%(who)s is off shift"),
    "out_of_hours": _("%(who)s is out of office hours"),
    "vacant": _("%(who)s is not appointed"),
}
_WHOLE = {
    "no_handler": _("nobody has it yet"),
    "no_owner": _("nobody took it in"),
    "nobody_on_duty": _("nobody is on duty"),
    "no_duty_manager": _("no duty manager is on duty"),
    "nobody_reachable": _("nobody is on duty now: told off shift"),
    "role_vacant": _("nobody holds the role"),
    "unknown_target": _("the target is unknown"),
}


def said(code: str) -> str:
    """One code of ``Resolution.said`` in words: 经办人不在班."""
    if code in _WHOLE:
        return str(_WHOLE[code])
    for why, sentence in _WHY.items():
        if code.endswith(f"_{why}"):
            who = code.removesuffix(f"_{why}")
            words = _WHO.get(who) or gettext("level %(n)s") % {"n": who.removeprefix("level_")}
            return str(sentence) % {"who": words}
    return code


def standing_words(person: Standing) -> tuple[str, str]:
    """How somebody stands now, in a word, with its tone."""
    if person.gone:
        return gettext("left"), "late"
    if person.absent:
        return gettext("away"), "warn"
    if person.presence == "break":
        return gettext("on a break"), "hold"
    if person.on_shift or person.presence == "on":
        return gettext("there"), "ok"
    if person.kind is not None:
        return gettext("checked out"), "warn"
    return (gettext("off shift"), "hold") if person.rostered else (gettext("office hours"), "")
