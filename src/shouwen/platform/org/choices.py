"""The fixed words of the organisation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What a unit is; decides its icon and which posts are usual there."""

    COMPANY = "company", _("Company")
    PROVINCE = "province", _("Province branch")
    CITY = "city", _("City branch")
    COUNTY = "county", _("County branch")
    BUSINESS_OFFICE = "business_office", _("Business office")
    HALL = "hall", _("Service hall")
    TEAM = "team", _("Team")
    GRID = "grid", _("Grid")
    DEPARTMENT = "department", _("Department")
    PARTNER = "partner", _("Partner")


class Area(models.TextChoices):
    """城区、农村、边远: where a unit works; many norms give the countryside more time."""

    URBAN = "urban", _("Urban")
    RURAL = "rural", _("Rural")
    REMOTE = "remote", _("Remote")


class ContactRole(models.TextChoices):
    """A is asked first, B when A is away."""

    A = "A", _("A contact")
    B = "B", _("B contact")
