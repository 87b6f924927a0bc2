"""What scripts may rely on: streams, exit status, one-line answers, homes that set themselves up."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from shouwen.config.cli import WORDS
from shouwen.config.postgres import Cluster, lease
from shouwen.config.postgres.cluster import ROOT
from tests.config.shell import begin, copy_home, shouwen

pytestmark = pytest.mark.slow

AN_ACCOUNT = """
from django.utils import timezone
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import create_account
create_account("li", password="a-long-password-7", by=SYSTEM, at=timezone.now())
"""


def test_help_lists_every_word_and_starts_nothing(tmp_path: Path) -> None:
    done = shouwen(tmp_path / "home", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f"  {word} " in done.stdout for word in WORDS)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("words", [["fly"], ["verify", "--jso"], ["--as", "li"], []])
def test_a_typing_error_is_unusable_input_and_starts_no_database(
    words: list[str], tmp_path: Path
) -> None:
    done = shouwen(tmp_path / "home", *words)
    assert done.returncode == 2
    assert not (tmp_path / "home" / "postgres").exists()


def test_a_second_command_finds_nothing_to_set_up(read: Path) -> None:
    done = shouwen(read, "verify", "--json")
    assert (done.returncode, done.stdout, done.stderr) == (0, '{"ok":true,"problems":[]}\n', "")


def test_two_first_commands_at_once_both_succeed(tmp_path: Path) -> None:
    both = [begin(tmp_path / "home", "verify", "--json") for _ in range(2)]
    answers = [one.communicate() for one in both]
    assert [one.returncode for one in both] == [0, 0], answers
    assert [json.loads(out)["ok"] for out, _ in answers] == [True, True]
    assert not Cluster(tmp_path / "home").running()


def test_an_unknown_log_in_is_unusable_input(read: Path) -> None:
    done = shouwen(read, "verify", "--as", "nobody")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--as nobody" in done.stderr


@pytest.mark.postgres
def test_the_first_command_makes_no_account_and_no_demo(read: Path) -> None:
    with lease(Cluster(read)) as cluster, psycopg.connect(cluster.url()) as link:
        assert link.execute("SELECT count(*) FROM access_account").fetchone() == (0,)
        roles = link.execute("SELECT count(*) FROM access_role").fetchone()
        assert roles is not None
        assert roles[0] > 0


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO journal_head SELECT * FROM journal_head",
        "UPDATE journal_entry SET at = now()",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "DELETE FROM journal_seal",
        "UPDATE setup_state SET stamp = ''",
    ],
)
def test_the_application_role_cannot_rewrite_the_journal(
    statement: str, served: psycopg.Connection
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), served.transaction():
        served.execute(statement)


@pytest.fixture(scope="module")
def read(first_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set-up home for the tests that change nothing in it."""
    return copy_home(first_home, tmp_path_factory.mktemp("read") / "home")


@pytest.fixture(scope="module")
def served(read: Path):
    """A connection of the application role."""
    with lease(Cluster(read)) as cluster, psycopg.connect(cluster.url()) as link:
        yield link


def test_doctor_says_what_is_there(read: Path) -> None:
    done = shouwen(read, "doctor", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == (1 if found["warnings"] else 0)
    assert found["pending migrations"] == 0
    assert found["set-up"] == "complete"
    assert found["roles"] == "owner and application"
    assert found["up"] == "no"


@pytest.fixture(scope="module")
def kept(first_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with one account, and its backup."""
    place = tmp_path_factory.mktemp("kept")
    home, file = place / "home", place / "kept.dump"
    copy_home(first_home, home)
    with lease(Cluster(home)):
        assert shouwen(home, "manage", "shell", "-c", AN_ACCOUNT).returncode == 0
        assert shouwen(home, "backup", file).returncode == 0
    return home, file


@pytest.mark.postgres
def test_a_backup_brings_back_what_was_there_and_nothing_else(kept: tuple[Path, Path]) -> None:
    home, file = kept
    assert file.stat().st_mode & 0o777 == 0o600
    with lease(Cluster(home)) as cluster, psycopg.connect(cluster.url()) as link:
        link.execute("UPDATE access_account SET login = 'wang'")

    done = shouwen(home, "restore", file, "--json")

    assert (done.returncode, done.stdout) == (0, '{"ok":true,"problems":[]}\n'), done.stderr
    with lease(Cluster(home)) as cluster, psycopg.connect(cluster.url()) as link:
        assert link.execute("SELECT login FROM access_account").fetchall() == [("li",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute("DELETE FROM journal_entry")


@pytest.mark.postgres
def test_an_edited_journal_row_is_found_by_verify(kept: tuple[Path, Path], tmp_path: Path) -> None:
    home = copy_home(kept[0], tmp_path / "home")
    with lease(Cluster(home)) as cluster:
        with psycopg.connect(cluster.url(ROOT, "shouwen")) as link:
            link.execute("SET session_replication_role = replica")
            link.execute("UPDATE journal_entry SET at = at - interval '1 hour'")
        done = shouwen(home, "verify", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[-1])["problems"] != []


@pytest.mark.postgres
def test_what_is_no_backup_changes_nothing(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    with lease(Cluster(home)) as cluster:
        file.write_text("PGDMP is not enough")
        torn = shouwen(home, "restore", file)
        file.write_text("hello")
        strange = shouwen(home, "restore", file)
        assert (torn.returncode, strange.returncode) == (2, 2)
        assert "nothing was changed" in torn.stderr
        with psycopg.connect(cluster.url()) as link:
            roles = link.execute("SELECT count(*) > 0 FROM access_role").fetchone()
            assert roles == (True,)
