"""The verbs of access and who holds them from the start."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

SIGNED_IN = Permission("access.signed_in", _("Be signed in"))
MANAGE_ACCOUNTS = Permission("access.manage_accounts", _("Create, reset and deactivate accounts"))
VIEW_ROLES = Permission("access.view_roles", _("See roles and their permissions"))
EDIT_ROLES = Permission("access.edit_roles", _("Change what roles may do"))
UNMASK = Permission("access.unmask", _("See full personal data after giving a reason"))

SHARE_VIEWS = Permission("access.share_views", _("Save views for a role"))

VIEW_LOOKS = Permission("access.view_looks", _("See who looked at full personal data, and why"))

PERMISSIONS = [MANAGE_ACCOUNTS, VIEW_ROLES, EDIT_ROLES, UNMASK, SHARE_VIEWS, VIEW_LOOKS]

PRESETS: dict[str, list[Permission]] = {
    R.AGENT: [UNMASK],
    R.HALL_CLERK: [UNMASK],
    R.SHIFT_LEADER: [UNMASK, SHARE_VIEWS],
    R.DUTY_MANAGER: [UNMASK, SHARE_VIEWS],
    R.EXPERT: [UNMASK],
    R.DISPATCHER: [UNMASK],
    R.FIELD_TECHNICIAN: [UNMASK],
    R.CALLBACK_AGENT: [UNMASK],
    R.SERVICE_MANAGER: [UNMASK, SHARE_VIEWS],
    R.SYSTEM_ADMIN: [MANAGE_ACCOUNTS, VIEW_ROLES],
    R.ORG_ADMIN: [MANAGE_ACCOUNTS, VIEW_ROLES, EDIT_ROLES, SHARE_VIEWS],
    R.AUDITOR: [VIEW_ROLES, VIEW_LOOKS],
}
