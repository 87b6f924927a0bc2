"""A stream process beside a test, and the web's end of a connection that it is given."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from shouwen.web.live import doorway
from shouwen.web.live.hub import Hub, conninfo


@contextmanager
def streaming(home: Path) -> Iterator[tuple[Hub, asyncio.AbstractEventLoop]]:
    """The hub of ``home`` on a thread of its own, listening when the body begins."""
    hub, loop = Hub(conninfo=conninfo(), home=home), asyncio.new_event_loop()
    listening = threading.Event()
    heard = hub.heard

    def hear(payload: str) -> None:
        heard(payload)
        listening.set()

    hub.heard = hear  # type: ignore[method-assign]
    task = loop.create_task(hub.run())

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert listening.wait(10)
    assert doorway.answers(home)
    try:
        yield hub, loop
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)
        loop.close()
