"""Who may do what with a case; the presets are what the shipped roles start with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

VIEW = Permission("cases.view", _("See cases of the own units"))
OPEN = Permission("cases.open", _("Open cases"))
WORK = Permission("cases.work", _("Accept, start and note cases"))
DISPATCH = Permission("cases.dispatch", _("Dispatch cases"))
ANSWER = Permission("cases.answer", _("Answer cases"))
EVALUATE = Permission("cases.evaluate", _("Record evaluations and close cases"))
REOPEN = Permission("cases.reopen", _("Reopen cases"))
URGE = Permission("cases.urge", _("Urge cases"))
WAIT = Permission("cases.wait", _("Let cases wait and resume them"))
WITHDRAW = Permission("cases.withdraw", _("Withdraw cases for the customer"))
ARCHIVE = Permission("cases.archive", _("Archive closed cases"))
OVERRIDE = Permission(
    "cases.archive_override", _("Archive cases that fail a check, with a written reason")
)
MERGE = Permission("cases.merge", _("Merge a case into an older one"))
VOID = Permission("cases.void", _("Void cases"))
HAND_OVER = Permission("cases.hand_over", _("Hand over the cases of somebody who leaves"))
LEAD = Permission("cases.lead", _("Urge as a leader, act on many cases at once"))

PERMISSIONS = [
    VIEW, OPEN, WORK, DISPATCH, ANSWER, EVALUATE, REOPEN, URGE, WAIT, WITHDRAW, ARCHIVE, VOID,
    MERGE, OVERRIDE,
    HAND_OVER, LEAD,
]  # fmt: skip

_FRONT = [VIEW, OPEN, WORK, DISPATCH, ANSWER, EVALUATE, REOPEN, URGE, WAIT, WITHDRAW]
_LEADER = [*_FRONT, ARCHIVE, MERGE, VOID, HAND_OVER, LEAD]
_MANAGER = [*_LEADER, OVERRIDE]
_BACK = [VIEW, WORK, DISPATCH, ANSWER, WAIT]

PRESETS: dict[str, list[Permission]] = {
    "agent": _FRONT,
    "hall_clerk": _FRONT,
    "shift_leader": _LEADER,
    "duty_manager": _MANAGER,
    "expert": [*_BACK, URGE],
    "dispatcher": [*_BACK, MERGE, URGE, REOPEN],
    "field_technician": [VIEW, WORK, ANSWER, WAIT],
    "department_clerk": _BACK,
    "department_head": [*_BACK, MERGE, URGE, REOPEN, HAND_OVER, LEAD],
    "callback_agent": [VIEW, WORK, EVALUATE, REOPEN, URGE],
    "service_manager": _MANAGER,
    "county_manager": _LEADER,
    "leader_in_charge": [VIEW, URGE, LEAD],
    "hr_clerk": [HAND_OVER],
    "org_admin": [HAND_OVER],
    "auditor": [VIEW],
}

NEEDS: dict[str, Permission] = {
    "accept": WORK,
    "start": WORK,
    "note": WORK,
    "dispatch": DISPATCH,
    "answer": ANSWER,
    "invite": EVALUATE,
    "evaluate": EVALUATE,
    "close": EVALUATE,
    "reopen": REOPEN,
    "urge": URGE,
    "declare": WORK,
    "wait": WAIT,
    "resume": WAIT,
    "withdraw": WITHDRAW,
    "archive": ARCHIVE,
    "merge": MERGE,
    "void": VOID,
    "hand_over": HAND_OVER,
}
