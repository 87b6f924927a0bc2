"""The fixed words of bulk runs."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

AT_ONCE = 200
"""So many cases are done while the person waits; more become a job."""
MOST = 5000
UNDO_WITHIN = timedelta(minutes=10)


class RunState(models.TextChoices):
    """Where a run stands; while it runs, rows are done one by one."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Result(models.TextChoices):
    """What became of one case of a run."""

    PENDING = "pending", _("Still to do")
    DONE = "done", _("Done")
    REFUSED = "refused", pgettext_lazy("bulk", "Refused")
    UNDONE = "undone", _("Undone")
    KEPT = "kept", _("Not undone")
