"""The words of a bulletin."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BulletinState(models.TextChoices):
    """How far a bulletin has come; a frozen one never changes again."""

    DRAFT = "draft", _("Draft")
    FROZEN = "frozen", _("Frozen")


class Part(models.TextChoices):
    """Which stretch of time a line of the table tells of."""

    NOW = "now", _("This period")
    BEFORE = "before", _("Period before")
    MONTH = "month", _("Month to date")


class Column(models.TextChoices):
    """What is counted in the first table (表一); rows are cases unless ``ROWS_OF`` says otherwise."""

    INSTALL = "install", _("Installation")
    REPAIR = "repair", _("Repair")
    OTHER = "other", _("Other")
    CREATED = "created", _("Total")
    DUE = "due", _("Fell due")
    URGES = "urges", _("Urges")
    DECLARATIONS = "declarations", _("Declarations")
    DISSATISFIED = "dissatisfied", _("Dissatisfied")
    OVERDUE = "overdue", _("Overdue")
    COMPLAINTS = "complaints", _("Complaints")


class Rate(models.TextChoices):
    """The rates of the first table, each a column over another."""

    ON_TIME = "on_time_rate", _("On-time rate")
    URGE = "urge_rate", _("Urge rate")
    OVERDUE = "overdue_rate", _("Overdue rate")


ROWS_OF = {
    Column.URGES: "urge",
    Column.DECLARATIONS: "declaration",
    Column.DISSATISFIED: "rating",
}
STORED = tuple(column for column in Column if column is not Column.CREATED)
INSTALLATIONS = frozenset({"new_installation", "relocation"})
REPAIRS = frozenset({"fault_report"})
