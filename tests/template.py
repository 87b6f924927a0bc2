"""A database with every migration applied, made once: each worker of a run copies it, and so do later
runs until a migration changes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

SOURCE = Path(__file__).resolve().parent.parent / "src"


def digest() -> str:
    """Of all that migrations are made from."""
    told = hashlib.sha256()
    for file in sorted([*SOURCE.rglob("migrations/*.py"), *SOURCE.rglob("*.sql")]):
        told.update(file.read_bytes())
    return told.hexdigest()[:12]


def migrated() -> str:
    """The name of the template for the migrations as they are now; whoever comes first makes it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    creation: Any = connection.creation
    family = creation._get_test_db_name().removesuffix(f"_{worker}") + "_migrated_"
    name = family + digest()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [family])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [family])
        there = {found for (found,) in cursor.fetchall()}
        if name not in there:
            for other in there:
                cursor.execute(f'DROP DATABASE "{other}"')
            _make(f"{family}new")
            cursor.execute(f'ALTER DATABASE "{family}new" RENAME TO "{name}"')
    return name


def _make(name: str) -> None:
    """As the runner makes a test database; afterwards the settings are as they were."""
    test = connection.settings_dict["TEST"]
    before, own = connection.settings_dict["NAME"], test["NAME"]
    test["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # newer than its stubs
    test["NAME"] = own
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = before
