"""Reading runs ahead of writing: the next rows are read while the database is at work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Full, Queue
from threading import Event, Thread

from shouwen.platform.exchange.profiles import Reading

ROWS, SETS = 1_000, 2
"""At most so many rows wait to be written: memory stays flat."""
PATIENCE = 0.2


def ahead(readings: Iterable[Reading]) -> Iterator[Reading]:
    """The same readings, made by a thread of their own; it never touches the database.

    What goes wrong there is raised here; when the caller stops early, so does the thread.
    """
    line: Queue[list[Reading] | BaseException | None] = Queue(SETS)
    given_up = Event()

    def put(item: list[Reading] | BaseException | None) -> None:
        while not given_up.is_set():
            try:
                line.put(item, timeout=PATIENCE)
            except Full:
                continue
            return

    def read() -> None:
        try:
            rows: list[Reading] = []
            for reading in readings:
                rows.append(reading)
                if len(rows) >= ROWS:
                    put(rows)
                    rows = []
                    if given_up.is_set():
                        return
            put(rows)
            put(None)
        except BaseException as error:
            put(error)

    thread = Thread(target=read, name="import-reader", daemon=True)
    thread.start()
    try:
        while (item := line.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield from item
    finally:
        given_up.set()
        thread.join()
