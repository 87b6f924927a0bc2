"""One home is set up per run; tests get copies of it."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

import pytest

from tests.config.shell import copy_home, shouwen


@pytest.fixture(scope="session")
def first_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home after its first command; parallel processes of one run share it."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    shared = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    home = shared / "first" / "home"
    home.parent.mkdir(exist_ok=True)
    with (home.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home.parent / "done").exists():
            _set_up(home)
            (home.parent / "done").touch()
    return home


def _set_up(home: Path) -> None:
    done = shouwen(home, "verify", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ok"]
    assert "Setting up the database" in done.stderr


@pytest.fixture
def home(first_home: Path, tmp_path: Path) -> Path:
    """A set-up home of one's own."""
    return copy_home(first_home, tmp_path / "home")
