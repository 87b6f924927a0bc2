"""The process that sends notices out of the house: one thread a channel, so that a slow one delays no other."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import Error, connections
from django.utils import timezone

from shouwen.config import environment as env
from shouwen.config.lifeline import begin_child, told_to_stop

AT_ONCE = 8
log = logging.getLogger(__name__)


def main() -> None:
    begin_child()
    stopping = told_to_stop()
    pause = env.integer("SHOUWEN_SEND_SECONDS", default=2)
    busy: dict[int, Future[None]] = {}
    with ThreadPoolExecutor(AT_ONCE, "courier") as pool:
        while not stopping.is_set():
            try:
                look(pool, busy)
            except Error:
                log.exception("the outbox cannot be read; it is tried again")
                connections.close_all()
            stopping.wait(pause)


def look(pool: ThreadPoolExecutor, busy: dict[int, Future[None]]) -> None:
    """Give every channel with something to do to a thread, unless one is at it."""
    from shouwen.platform.notify import courier

    for channel in courier.waiting_channels(timezone.now()):
        if channel not in busy or busy[channel].done():
            busy[channel] = pool.submit(serve, channel)


def serve(channel: int) -> None:
    """Everything one channel has to do now; at most some messages, so that a stop is heard."""
    from shouwen.platform.notify import courier

    try:
        courier.work(channel, now=timezone.now, most=20)
    except Exception:
        log.exception("the channel %s failed and is tried again", channel)
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
