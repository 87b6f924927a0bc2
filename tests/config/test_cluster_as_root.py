"""Root cannot run PostgreSQL; the private database works all the same and touches nothing of others."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shouwen.config.postgres import Cluster, lease
from shouwen.config.postgres import cluster as module
from shouwen.config.postgres.cluster import APP
from shouwen.config.postgres.runner import in_namespace

ROOT = os.geteuid() == 0
pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.skipif(not ROOT, reason="needs to be root"),
]


def namespaces() -> bool:
    runner = in_namespace()
    return runner is not None and runner.run(["true"], check=False).returncode == 0


@pytest.fixture
def closed() -> Iterator[Path]:
    """A directory that only root may enter."""
    directory = Path(tempfile.mkdtemp(prefix="sw-"))
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stand-in for /var/lib/shouwen."""
    directory = Path(tempfile.mkdtemp(prefix="sw-shared-"))
    directory.chmod(0o755)
    monkeypatch.setattr(module, "SHARED_STATE", directory)
    yield directory
    shutil.rmtree(directory)


def whoami(cluster: Cluster) -> object:
    with psycopg.connect(cluster.url()) as link:
        row = link.execute("SELECT current_user").fetchone()
    return row and row[0]


@pytest.mark.skipif(ROOT and not namespaces(), reason="the kernel forbids user namespaces")
def test_a_home_that_only_root_may_enter_is_no_obstacle(closed: Path, shared: Path) -> None:
    before = closed.stat()
    cluster = Cluster(closed / "home", durable=False)
    with lease(cluster):
        assert whoami(cluster) == APP
    after = closed.stat()
    assert cluster.place == closed / "home" / "postgres"
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert {p.stat().st_uid for p in cluster.place.rglob("*")} == {0}
    assert list(shared.iterdir()) == []


def test_without_namespaces_an_account_of_its_own_serves(closed: Path, shared: Path) -> None:
    cluster = Cluster(closed / "home", durable=False, ways=("account",))
    try:
        with lease(cluster):
            assert whoami(cluster) == APP
            assert cluster.place.parent == shared
        again = Cluster(closed / "home", durable=False)
        with lease(again):
            assert (whoami(again), again.place) == (APP, cluster.place)
        assert {p.stat().st_uid for p in closed.rglob("*")} == {0}
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        subprocess.run(["userdel", cluster._account], check=False, capture_output=True)


def test_a_new_home_at_an_old_place_does_not_open_the_old_database(
    closed: Path, shared: Path
) -> None:
    first = Cluster(closed / "home", durable=False, ways=("account",))
    try:
        with lease(first):
            pass
        shutil.rmtree(closed / "home")
        second = Cluster(closed / "home", durable=False, ways=("account",))
        with lease(second):
            assert whoami(second) == APP
        assert len([p for p in shared.iterdir() if p.name.startswith(first.place.name)]) == 2
    finally:
        subprocess.run(["userdel", first._account], check=False, capture_output=True)
