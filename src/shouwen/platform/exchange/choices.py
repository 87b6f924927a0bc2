"""The words of a batch."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """How an import takes its matters over: silently, or with the steps still to come (导入方式)."""

    HISTORY = "history", _("History (silent)")
    LIVE = "live", _("Live (coming steps fire)")


class BatchState(models.TextChoices):
    """How far a batch has come (批次状态)."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped; start it again")
    UNDONE = "undone", _("Undone")


class Weight(models.TextChoices):
    """What a problem did to its row: kept it out, let it in with a remark, or left a field alone."""

    REJECT = "reject", _("Rejected")
    WARN = "warn", _("Warning")
    CONFLICT = "conflict", _("Left as people changed it")
