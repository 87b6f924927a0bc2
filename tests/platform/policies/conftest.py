from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from shouwen.platform.policies.actions import install_presets
from tests.world import World, build


@pytest.fixture
def presets(db: None) -> None:
    """The shipped calendars, ladders and the table a new installation begins with."""
    install_presets()


@pytest.fixture
def world(presets: None) -> World:
    return build()


@pytest.fixture
def signed_in(world: World) -> Callable[[str], Client]:
    """A browser of this person, or of the administrator: ``signed_in("")``."""

    def sign_in(number: str) -> Client:
        client = Client()
        account = world.account(number) if number else world.administrator
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
