"""The process that lets clocks fire: sweeps due steps every few seconds, for ever."""

from __future__ import annotations

import logging
import threading

from django.db import Error, connections
from django.utils import timezone

from shouwen.config import environment as env
from shouwen.config.lifeline import begin_child, told_to_stop

BATCH = 1000
log = logging.getLogger(__name__)


def main() -> None:
    begin_child()
    stopping = told_to_stop()
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
