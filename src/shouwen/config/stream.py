"""The process that holds the open streams of all pages: see ``web.live``."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

from django.conf import settings

from shouwen.config.lifeline import begin_child


def main() -> None:
    begin_child()
    with suppress(asyncio.CancelledError):
        asyncio.run(serve())


async def serve() -> None:
    from shouwen.web.live.hub import Hub, conninfo

    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await Hub(conninfo=conninfo(), home=settings.HOME).run()


if __name__ == "__main__":
    main()
