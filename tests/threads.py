"""Several people at the same row at the same moment, each in a thread and a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from shouwen.kernel.errors import Refused


def at_once(*doings: Callable[[], object]) -> list[str]:
    """How each ended, sorted: ``done``, the code of its refusal, or what else it died of."""
    outcomes: list[str] = []
    ready = threading.Barrier(len(doings))

    def go(doing: Callable[[], object]) -> None:
        try:
            ready.wait()
            doing()
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(refusal.code)
        except Exception as failure:
            outcomes.append(repr(failure))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
