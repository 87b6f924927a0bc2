"""The words of shared work, as in the glossary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    """How two cases belong together: one cause for many (母单), or simply worth knowing of each other."""

    CHILD = "child", _("Under a parent case")
    RELATED = "related", _("Related")
