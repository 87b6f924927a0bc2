"""The fixed words of access: languages, densities, the roles that ship."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ViewKind(models.TextChoices):
    """For whom a saved view is (视图范围)."""

    GLOBAL = "global", _("All roles")
    ROLE = "role", _("A role")
    PERSONAL = "personal", _("Only me")


class Density(models.TextChoices):
    """How tightly rows are set on a person's screen."""

    COMPACT = "compact", _("Compact")
    ROOMY = "roomy", _("Roomy")


class ShippedRole(models.TextChoices):
    """The roles every installation starts with; an organisation may add its own."""

    AGENT = "agent", _("Hotline agent")
    HALL_CLERK = "hall_clerk", _("Hall clerk")
    SHIFT_LEADER = "shift_leader", _("Shift leader")
    DUTY_MANAGER = "duty_manager", _("Duty manager")
    EXPERT = "expert", _("Expert")
    DISPATCHER = "dispatcher", _("Dispatcher")
    FIELD_TECHNICIAN = "field_technician", _("Field technician")
    DEPARTMENT_CLERK = "department_clerk", _("Department clerk")
    DEPARTMENT_HEAD = "department_head", _("Department head")
    CALLBACK_AGENT = "callback_agent", _("Callback agent")
    SERVICE_MANAGER = "service_manager", _("Service manager")
    COUNTY_MANAGER = "county_manager", _("County manager")
    LEADER_IN_CHARGE = "leader_in_charge", _("Leader in charge")
    HR_CLERK = "hr_clerk", _("HR clerk")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    ORG_ADMIN = "org_admin", _("Organisation administrator")
    AUDITOR = "auditor", _("Auditor")
