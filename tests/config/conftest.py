"""One home is set up per test process; tests get copies of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.config.shell import shouwen


@pytest.fixture(scope="session")
def first_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home after its first command."""
    home = tmp_path_factory.mktemp("first") / "home"
    done = shouwen(home, "verify", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ok"]
    assert "Setting up the database" in done.stderr
    return home


@pytest.fixture
def home(first_home: Path, tmp_path: Path) -> Path:
    """A set-up home of one's own."""
    copy = tmp_path / "home"
    shutil.copytree(first_home, copy, symlinks=True, ignore=shutil.ignore_patterns(".s.*"))
    return copy
