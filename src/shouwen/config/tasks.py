"""Upkeep of the job queue and of short-lived rows, as periodic jobs on the queue ``upkeep``."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from shouwen.platform.access import idempotency

QUEUE = "upkeep"
KEPT_HOURS = 24 * 30


@app.periodic(cron="* * * * *")
@app.task(name="config.retry_stalled", queue=QUEUE, queueing_lock="stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """A job whose worker was killed goes back into the queue within a minute."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)


@app.periodic(cron="17 2 * * *")
@app.task(name="config.clear_old", queue=QUEUE, queueing_lock="clear", pass_context=True)
async def clear_old(context: JobContext, timestamp: int) -> None:
    """Jobs long done, sessions long over and keys of old writes are removed each night."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
    await sync_to_async(SessionStore.clear_expired)()
    await sync_to_async(idempotency.purge)(at=timezone.now())
