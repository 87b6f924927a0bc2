"""A throw-away installation for a benchmark, and the habits all of them share.

Figures are ratios against a floor or a baseline measured beside them; each is one JSON line.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def installation() -> Iterator[Path]:
    """An empty, migrated home with its own database; gone afterwards. Django is set up inside."""
    home = Path(tempfile.mkdtemp(prefix="shouwen-bench-"))
    for name in ("SHOUWEN_DATABASE_URL", "SHOUWEN_DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    os.environ["SHOUWEN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "shouwen.config.settings"
    try:
        from shouwen.config import installation as shouwen

        with shouwen.database():
            shouwen.prepare(administrator=True)
            import django

            django.setup()
            yield home
            from django.db import connections

            for connection in connections.all():
                connection.close()
                connection.close_pool()  # type: ignore[attr-defined]  # newer than its stubs
    finally:
        shutil.rmtree(home, ignore_errors=True)


def figure(name: str, **values: Any) -> None:
    """Print one result."""
    print(json.dumps({"figure": name, **values}, ensure_ascii=False), flush=True)


def progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def milliseconds(work: Callable[[], object], *, times: int = 7) -> float:
    """The median of ``times`` runs after one to warm up, in milliseconds."""
    work()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def cpu(work: Callable[[], object], *, times: int = 7) -> float:
    """This process's own CPU time for one run, in milliseconds: steadier than the wall clock."""
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) * 1000 / times
