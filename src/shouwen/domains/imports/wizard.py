"""导入向导: its five steps, and whose files one may go through them with."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shouwen.domains.imports.models import Upload, UploadState
from shouwen.platform.access.models import Account

STEPS = (
    _("Choose the file"),
    _("Look and choose the profile"),
    _("Try it"),
    _("Import"),
    _("Result"),
)
STEP_OF = {
    UploadState.CHOOSING: 2,
    UploadState.CHECKING: 3,
    UploadState.CHECKED: 3,
    UploadState.IMPORTING: 4,
    UploadState.DONE: 5,
    UploadState.UNDOING: 5,
    UploadState.UNDONE: 5,
    UploadState.FAILED: 3,
}


def files_of(account: Account) -> QuerySet[Upload]:
    """Uploads are seen by who brought them; administrators see all."""
    return Upload.objects.all() if account.is_superuser else Upload.objects.filter(account=account)


def steps(current: int) -> list[dict[str, Any]]:
    """The steps as the head of each page shows them."""
    return [
        {"n": n, "word": word, "done": n < current, "current": n == current}
        for n, word in enumerate(STEPS, 1)
    ]
