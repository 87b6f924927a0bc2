"""What an import keeps of people, and when it goes (保存期限): fields by kind of subject, days by setting.

Every app whose rows can name people says which of their fields may. When the time is over these are
replaced by digests: an equal row is still recognised, a changed one too, but nobody can be read.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from shouwen.platform.exchange.remembered import MARK, masked

FOLDERS = ("uploads", "rejects")
"""Folders of the home in which files of imports lie."""
_personal: dict[str, tuple[frozenset[str], str]] = {}
_at_once: set[str] = set()


def personal(
    kind: str, fields: Collection[str], *, prefix: str = "", at_once: bool = False
) -> None:
    """The fields of remembered rows of this kind that may name people; ``prefix`` adds all such fields.

    ``at_once``: they are never kept readable with the row, not even until their time is over.
    """
    _personal[kind] = frozenset(fields), prefix
    if at_once:
        _at_once.add(kind)


def at_once_covered(row: dict[str, Any], kind: str) -> dict[str, Any]:
    """A row as it is to be remembered."""
    remembered: dict[str, Any] = covered(row, kind) if kind in _at_once else row
    return remembered


def border(at: datetime) -> datetime:
    """What is older than this has been kept long enough."""
    return at - timedelta(days=settings.IMPORT_RETENTION_DAYS)


def kinds() -> list[str]:
    return sorted(_personal)


def covered(row: Any, kind: str) -> Any:
    """A remembered row, or the rows of a log, with digests for what may name people."""
    if isinstance(row, list):
        return [covered(part, kind) for part in row]
    if not isinstance(row, dict):
        return row
    fields, prefix = _personal.get(kind, (frozenset(), ""))
    return {
        name: _covered(value) if name in fields or (prefix and name.startswith(prefix)) else value
        for name, value in row.items()
    }


def _covered(value: Any) -> Any:
    if value is None or (isinstance(value, str) and value.startswith(MARK)):
        return value
    return masked(value)


def old_files(at: datetime) -> list[Path]:
    """Uploaded files and rejects files that have been kept long enough."""
    oldest = border(at).timestamp()
    homes = [Path(settings.HOME) / name for name in FOLDERS]
    found = [path for home in homes if home.is_dir() for path in sorted(home.iterdir())]
    return [path for path in found if path.is_file() and path.stat().st_mtime < oldest]
