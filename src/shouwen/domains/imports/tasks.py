"""The jobs of imports, on the queue ``imports``."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from shouwen.domains.imports import uploads


@jobs.task(name="intake.work_off", queue=uploads.QUEUE)
def work_off(*, upload_id: int) -> None:
    """Try, import or take back one uploaded file."""
    uploads.work_off(upload_id, at=timezone.now())
