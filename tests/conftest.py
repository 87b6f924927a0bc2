"""The database of the tests: SHOUWEN_DATABASE_URL, else a private cluster below var/, as its owner.

Only the controlling process starts it; parallel workers inherit its address.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests import template

pytest_plugins = ["tests.ground"]
ROOT = Path(__file__).resolve().parent.parent
running = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    # Argon2 is slow on purpose; hundreds of tests only need somebody who may log in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if "SHOUWEN_DATABASE_URL" in os.environ or config.option.collectonly:
        return
    from shouwen.config.cli import use_database
    from shouwen.config.postgres import Cluster, lease, programs
    from shouwen.config.postgres.cluster import OWNER

    home = ROOT / "var" / f"test-{programs().major}"
    cluster = running.enter_context(lease(Cluster(home, durable=False)))
    os.environ["SHOUWEN_DATABASE_URL"] = cluster.url()
    os.environ["SHOUWEN_DATABASE_OWNER_URL"] = cluster.url(OWNER)
    os.environ["SHOUWEN_ACT_AS"] = "owner"
    use_database()  # settings were read before the cluster was known


def pytest_unconfigure(config: pytest.Config) -> None:
    running.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,
    django_db_createdb: bool,
    django_db_keepdb: bool,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """A database that is made anew is a copy of one that was migrated once."""
    if django_db_createdb or not django_db_keepdb:
        with django_db_blocker.unblock():
            test = settings.DATABASES["default"]["TEST"]
            test |= {"TEMPLATE": template.migrated(), "MIGRATE": False}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Jobs of an earlier run go first (a flush leaves the queue's tables alone). At the end, sessions
    that threads of a test server left behind are ended with the database."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
