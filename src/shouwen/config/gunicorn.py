"""Gunicorn's settings: two processes of two threads serve pages well on two cores."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
from importlib import import_module
from typing import Any

from shouwen.config import environment as env
from shouwen.config.lifeline import end_with_parent

bind = (
    f"{env.text('SHOUWEN_BIND', default='127.0.0.1')}:{env.integer('SHOUWEN_PORT', default=8000)}"
)
workers = env.integer("SHOUWEN_WEB_WORKERS", default=max(2, multiprocessing.cpu_count()))
threads = env.integer("SHOUWEN_WEB_THREADS", default=2)
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
worker_tmp_dir = "/dev/shm"  # noqa: S108  # heartbeat only; a slow disk must not kill workers
accesslog = "-" if env.flag("SHOUWEN_ACCESS_LOG", default=False) else None
errorlog = "-"
control_socket_disable = True
forwarded_allow_ips = ",".join(env.words("SHOUWEN_PROXIES", default=["127.0.0.1"]))

_MMAP_THRESHOLD = -3  # of glibc's mallopt
_LARGE = 256 * 1024


def on_starting(server: Any) -> None:
    end_with_parent()


def when_ready(server: Any) -> None:
    """What the first figure would load is loaded once for all workers, who share it; callers queue already."""
    import_module("shouwen.domains.kpi.compiler")
    give_back_large_memory()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """No connection of the master is shared with its workers."""
    from django.db import connections

    connections.close_all()


def give_back_large_memory() -> None:
    """The columns of a figure return to the system once it is shown; glibc would by and by keep them for later."""
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):  # other C libraries have none
        mallopt(_MMAP_THRESHOLD, _LARGE)
