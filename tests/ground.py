"""The cast, the shipped calendars and the shipped limits, made once for the tests of a module.

Making them takes longer than most tests. They stand in a transaction around the module; each test
works in a savepoint of it, as it would in a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from shouwen.platform.policies.actions import install_presets
from tests.world import World, build

COMMITS = pytest.StashKey[bool]()
"""Whether the test that is being set up needs a database that commits."""
_standing = ExitStack()
"""What is rolled back when a module ends, or when it comes to its tests that commit."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that commits comes after the module's others and never stands on their ground."""
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    commits = bool(fixtures or (marker and marker.kwargs.get("transaction")))
    if item.session.stash.get(COMMITS, False):
        _forget_jobs(item.config)
    item.session.stash[COMMITS] = commits
    if commits:
        _standing.close()


def _forget_jobs(config: pytest.Config) -> None:
    """A flush leaves the queue's tables alone: jobs of a test that committed would wait for the next one."""
    with config.stash[blocking_manager_key].unblock(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture(scope="module")
def ground(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World | None]:
    """The cast of the module; none for tests that commit."""
    if request.session.stash[COMMITS]:
        yield None
    else:
        yield _standing.enter_context(_rolled_back(django_db_blocker))
        _standing.close()


@pytest.fixture
def world(request: pytest.FixtureRequest, ground: World | None, db: None) -> World:
    """The cast, with the shipped calendars and limits."""
    return made() if ground is None or request.session.stash[COMMITS] else ground


@pytest.fixture
def signed_in(world: World) -> Callable[[str], Client]:
    """A browser of this person: ``signed_in("0102")``."""

    def sign_in(number: str) -> Client:
        client = Client()
        client.force_login(
            world.account(number), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock of the pages stands at noon of 10 October 2025 in Shanghai: what happened some hours
    ago, or is due in some, is of the same day and the same ten days at whatever hour this runs."""
    now = datetime(2025, 10, 10, 4, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def files_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own for what is uploaded."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path


@contextmanager
def _rolled_back(blocker: DjangoDbBlocker) -> Iterator[World]:
    with blocker.unblock(), transaction.atomic():
        yield made()
        transaction.set_rollback(True)


def made() -> World:
    """The cast, with the shipped calendars and limits, from nothing."""
    install_presets()
    return build()
