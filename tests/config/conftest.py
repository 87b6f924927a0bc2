"""One home is set up per test process; tests get copies of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.config.shell import copy_home, shouwen


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
    return copy_home(first_home, tmp_path / "home")
