"""The verbs of rosters, who holds them from the start, and the numbers of labour law."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

VIEW = Permission("rosters.view", _("See rosters, swap own duties, check in and out"))
PLAN = Permission("rosters.plan", _("Draft and publish rosters, record absences, approve swaps"))
OVERRIDE = Permission(
    "rosters.override", _("Publish in spite of gaps and short rests, with a reason")
)
DEFINE = Permission("rosters.define", _("Define shifts, rosters and the chain of command"))

PERMISSIONS = [VIEW, PLAN, OVERRIDE, DEFINE]

_HEAD = [VIEW, PLAN, OVERRIDE, DEFINE]

PRESETS: dict[str, list[Permission]] = {
    **{role: [VIEW] for role in R.values},
    R.SHIFT_LEADER: [VIEW, PLAN],
    R.DUTY_MANAGER: [VIEW, PLAN, OVERRIDE],
    R.DEPARTMENT_HEAD: _HEAD,
    R.SERVICE_MANAGER: _HEAD,
    R.COUNTY_MANAGER: _HEAD,
    R.LEADER_IN_CHARGE: [VIEW, OVERRIDE],
    R.ORG_ADMIN: [VIEW, DEFINE],
}

REST = timedelta(hours=11)
"""Between two shifts; house rule, as the Labour Law only limits the hours (art. 36)."""

WEEK_HOURS = 44
"""Labour Law art. 36: at most 44 hours a week on average; filling by rule stays below."""

DAYS_IN_A_WEEK = 6
"""Labour Law art. 38: at least one day of rest in a week."""

LOOK_BACK = timedelta(days=90)
"""How far back "least served first" counts."""

HOLIDAY_AHEAD = 10
"""Gaps on a public holiday are told this many days before: then departments are still at work."""
