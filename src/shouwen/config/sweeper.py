"""The process that lets clocks fire: sweeps due steps every few seconds, for ever."""

from __future__ import annotations

import logging
import os
import signal
import threading

import django
from django.db import Error, connections
from django.utils import timezone

from shouwen.config import environment as env
from shouwen.config.lifeline import end_with_parent

BATCH = 1000
log = logging.getLogger(__name__)


def main() -> None:
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.config.settings")
    django.setup()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    pause = env.integer("SHOUWEN_SWEEP_SECONDS", default=5)
    while not stopping.is_set():
        try:
            busy = round_of_sweeping(stopping)
        except Error:
            log.exception("the sweep failed and is tried again")
            connections.close_all()
            busy = False
        if not busy:
            stopping.wait(pause)


def round_of_sweeping(stopping: threading.Event) -> bool:
    """One batch of due steps; whether more may be waiting."""
    from shouwen.platform.clocks.sweeper import GRACE, sweep

    return not stopping.is_set() and sweep(timezone.now() - GRACE, limit=BATCH) >= BATCH


if __name__ == "__main__":
    main()
