"""The small rules of ``up``: when to back up, what to keep, where the demo may be seen."""

from __future__ import annotations

import socket
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shouwen.config import dumps
from shouwen.config.commands.up import backup_due, loopback, refuse_a_taken_port, shown
from shouwen.config.supervisor import Supervisor, bytecode
from shouwen.kernel.command import UnusableInput


@pytest.mark.parametrize(
    ("hour", "last", "due"),
    [(2, None, False), (3, None, True), (3, date(2026, 11, 22), False), (4, None, False)],
)
def test_the_backup_is_due_once_in_the_hour_after_three(
    hour: int, last: date | None, due: bool
) -> None:
    assert backup_due(datetime(2026, 11, 22, hour, 30, tzinfo=UTC), last) is due


def test_fourteen_nightly_backups_are_kept_the_new_one_included(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    for day in range(1, 17):
        (tmp_path / f"backups/shouwen-202611{day:02}.dump").touch()
    (tmp_path / "backups/mine.dump").touch()
    target = dumps.nightly(tmp_path, date(2026, 11, 17))
    left = sorted(p.name for p in target.parent.glob("shouwen-*"))
    assert (target.name, len(left), left[0]) == (
        "shouwen-20261117.dump",
        dumps.KEPT - 1,
        "shouwen-20261104.dump",
    )
    assert (tmp_path / "backups/mine.dump").exists()


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.0.0.9", "localhost", "::1", "[::1]"])
def test_this_machines_own_addresses_are_loopback(bind: str) -> None:
    assert loopback(bind)


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.7", "shouwen.example.cn"])
def test_everything_else_is_not(bind: str) -> None:
    assert not loopback(bind)


def test_the_address_shown_can_be_opened_here() -> None:
    assert [shown(b) for b in ("0.0.0.0", "::1", "10.0.0.1")] == ["127.0.0.1", "[::1]", "10.0.0.1"]


def test_a_taken_port_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UnusableInput, match=f"127.0.0.1:{port}"):
            refuse_a_taken_port("127.0.0.1", port)


def test_where_python_may_write_no_bytecode_children_keep_theirs_in_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    env = Supervisor([], tmp_path / "log").env
    assert env["PYTHONPYCACHEPREFIX"] == str(tmp_path / "bytecode")
    assert env["PYTHONDONTWRITEBYTECODE"] == ""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert bytecode(tmp_path) == {}
