"""Typed readers of the environment: the only place that looks at SHOUWEN_ variables for Django."""

from __future__ import annotations

import base64
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SECRETS_FILE = "secrets_key"


def text(name: str, *, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").strip().lower() in {
        "1",
        "true",
        "yes",
        "on",
    }


def integer(name: str, *, default: int) -> int:
    return int(os.environ.get(name, default))


def words(name: str, *, default: list[str]) -> list[str]:
    return os.environ[name].replace(",", " ").split() if name in os.environ else default


def home() -> Path:
    """Where an installation keeps its state: SHOUWEN_HOME, else ``var/`` of the checkout."""
    given = os.environ.get("SHOUWEN_HOME")
    return Path(given).resolve() if given else Path(__file__).resolve().parents[3] / "var"


def secret_key(where: Path) -> str:
    """The installation's own key, made at first use and readable by its owner only."""
    if given := os.environ.get("SHOUWEN_SECRET_KEY"):
        return given
    file = where / "secret_key"
    if not file.exists():
        where.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(50))
    return file.read_text().strip()


def secrets_keys(where: Path) -> list[str]:
    """The keys that seal secrets in the database, the current one first; one is made at first use.

    The file holds a key a line and appears complete or not at all, whoever else starts meanwhile.
    """
    if given := os.environ.get("SHOUWEN_SECRETS_KEY"):
        return given.replace(",", " ").split()
    file = where / SECRETS_FILE
    if not file.exists():
        where.mkdir(parents=True, exist_ok=True)
        write_secrets(file, [new_secrets_key()], replace=False)
    return file.read_text().split()


def new_secrets_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def write_secrets(file: Path, keys: list[str], *, replace: bool = True) -> None:
    """Write the key file, readable by its owner only; without ``replace`` the first writer wins."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write("\n".join(keys) + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        if replace:
            draft.replace(file)
        else:
            with suppress(FileExistsError):
                file.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def database() -> dict[str, Any]:
    """The connection of the application role, or of the owner while migrating (SHOUWEN_ACT_AS=owner)."""
    url = os.environ.get("SHOUWEN_DATABASE_URL", "postgresql:///shouwen")
    if os.environ.get("SHOUWEN_ACT_AS") == "owner":
        url = os.environ.get("SHOUWEN_DATABASE_OWNER_URL", url)
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**options, "pool": {"min_size": 0, "max_size": 8}},
        "TEST": {"NAME": os.environ.get("SHOUWEN_TEST_DATABASE") or None},
    }


def logging(where: Path) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
        "root": {"handlers": ["stderr"], "level": text("SHOUWEN_LOG_LEVEL", default="WARNING")},
    }
