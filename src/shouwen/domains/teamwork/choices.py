"""The words of shared work, as in the glossary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LinkKind(models.TextChoices):
    """How two cases belong together: one cause for many (母单), the same trouble again (续单), or simply worth
    knowing of each other."""

    CHILD = "child", _("Under a parent case")
    FOLLOWS = "follows", _("Follow-up")
    RELATED = "related", _("Related")


class TaskRole(models.TextChoices):
    """What a unit is asked for: one piece of work, or to work on the whole matter with the lead unit."""

    TASK = "task", _("Sub-task")
    ASSIST = "assist", _("Co-handling")


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("task state", "Open")
    DONE = "done", pgettext_lazy("task state", "Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")
