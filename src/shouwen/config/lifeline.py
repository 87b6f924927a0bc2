"""How a child of the supervisor begins and ends: with it, even when that is killed outright."""

from __future__ import annotations

import ctypes
import os
import signal
import threading

import django

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent dies (Linux; elsewhere nothing happens)."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        return
    if os.getppid() == 1 and os.environ.get("SHOUWEN_SUPERVISED") == "1":
        os.kill(os.getpid(), signal.SIGTERM)


def begin_child() -> None:
    """What every child that works with the database does first."""
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.config.settings")
    django.setup()


def told_to_stop() -> threading.Event:
    """Set once somebody asks this process to end."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping
