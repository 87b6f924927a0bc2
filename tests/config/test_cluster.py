"""The private database: made, shared, stopped, and brought back after a crash."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shouwen.config.postgres import Cluster, lease, programs, revive
from shouwen.config.postgres.cluster import APP, OWNER

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

USE_ONCE = """
import sys
from pathlib import Path
import psycopg
from shouwen.config.postgres import Cluster, lease, revive
with lease(Cluster(Path(sys.argv[1]), durable=False)) as cluster:
    with psycopg.connect(cluster.url()) as link:
        print(link.execute("SELECT current_user").fetchone()[0])
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    one = Cluster(home, durable=False)
    yield one
    one.stop("immediate")


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as link:
        answer = link.execute(question)
        row = answer.fetchone() if answer.description else None
        return row[0] if row else None


def user_of(home: Path) -> subprocess.Popen[str]:
    """Another process that uses the database of a home once."""
    return subprocess.Popen(
        [sys.executable, "-c", USE_ONCE, str(home)], stdout=subprocess.PIPE, text=True
    )


def test_the_last_one_out_stops_the_server(cluster: Cluster) -> None:
    with lease(cluster):
        with lease(Cluster(cluster.home, durable=False)):
            assert ask(cluster.url(), "SELECT current_user") == APP
        assert cluster.running()
    assert not cluster.running()


def test_the_owner_owns_the_database_and_the_application_may_not_create_tables(
    cluster: Cluster,
) -> None:
    with lease(cluster):
        ask(cluster.url(OWNER), "CREATE TABLE kept (n int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(cluster.url(), "CREATE TABLE other (n int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(cluster.url(), "SELECT * FROM kept")


def test_a_password_is_asked_for_and_kept_from_others(cluster: Cluster) -> None:
    with lease(cluster):
        wrong = cluster.url().replace(cluster.password(APP), "guess")
        with pytest.raises(psycopg.OperationalError):
            ask(wrong, "SELECT 1")
        kept = cluster.keys / "passwords.json"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert ask(cluster.url(), "SHOW password_encryption") == "scram-sha-256"


def test_two_commands_at_once_make_one_database_and_leave_none_running(
    home: Path, cluster: Cluster
) -> None:
    both = [user_of(home), user_of(home)]
    assert [(one.communicate()[0].strip(), one.returncode) for one in both] == [(APP, 0)] * 2
    assert not cluster.running()


def test_a_command_while_another_holds_the_database_leaves_it_running(
    home: Path, cluster: Cluster
) -> None:
    with lease(cluster):
        before = cluster.pid()
        assert user_of(home).communicate()[0].strip() == APP
        assert cluster.pid() == before
        assert cluster.running()


def test_two_homes_stand_side_by_side(cluster: Cluster, tmp_path: Path) -> None:
    other = Cluster(tmp_path / "other home's", durable=False)
    with lease(cluster):
        with lease(other):
            ask(other.url(OWNER), "CREATE TABLE only_here (n int)")
            assert ask(cluster.url(), "SELECT to_regclass('only_here')") is None
        assert cluster.running()


def test_committed_rows_survive_kill_9_of_the_server(home: Path) -> None:
    cluster = Cluster(home)
    with lease(cluster):
        ask(cluster.url(OWNER), "CREATE TABLE kept AS SELECT 42 AS n")
        backend = psycopg.connect(cluster.url())  # an old backend that lingers
        pid = cluster.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        with lease(Cluster(home)) as again:
            assert again.pid() != pid
            assert ask(again.url(OWNER), "SELECT n FROM kept") == 42
        backend.close()
    assert not cluster.running()


def test_a_server_that_dies_under_its_users_is_revived_once(cluster: Cluster) -> None:
    with lease(cluster):
        pid = cluster.pid()
        assert pid is not None
        assert not revive(cluster)
        os.kill(pid, signal.SIGKILL)
        wait_gone(pid)
        assert revive(cluster)
        assert not revive(cluster)
        assert ask(cluster.url(), "SELECT 1") == 1


def wait_gone(pid: int) -> None:
    """Until the kernel has taken the process away, or a minute has passed."""
    for _ in range(6000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        threading.Event().wait(0.01)


def test_a_killed_user_keeps_nobody_from_using_or_stopping_the_server(
    home: Path, cluster: Cluster
) -> None:
    hold = USE_ONCE.replace("        print(", "        print('in', flush=True); input(); print(")
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "in\n"
    holder.kill()
    holder.communicate()
    assert cluster.running()
    with lease(cluster):
        assert ask(cluster.url(), "SELECT 1") == 1
    assert not cluster.running()


def test_a_process_number_that_now_belongs_to_a_stranger_is_no_obstacle(cluster: Cluster) -> None:
    with lease(cluster):
        kept = (cluster.data / "postmaster.pid").read_text()
    lines = [str(os.getpid()), *kept.splitlines()[1:]]
    (cluster.data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with lease(cluster):
        assert ask(cluster.url(), "SELECT 1") == 1


def test_an_interrupted_creation_is_begun_anew(cluster: Cluster) -> None:
    half = cluster.place / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    with lease(cluster):
        assert ask(cluster.url(), "SELECT 1") == 1
    assert not half.exists()


def test_a_path_too_long_for_a_socket_uses_a_loopback_port(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path.joinpath(*["a-rather-long-name"] * 6), durable=False)
    with lease(cluster):
        assert cluster.socket_directory is None
        assert "@127.0.0.1:" in cluster.url()
        assert ask(cluster.url(), "SHOW listen_addresses") == "127.0.0.1"


def test_the_server_of_an_existing_cluster_is_of_the_version_that_made_it(cluster: Cluster) -> None:
    with lease(cluster):
        assert Cluster(cluster.home).tools.major == programs().major == cluster.tools.major
