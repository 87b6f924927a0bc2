from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from shouwen.platform.policies.actions import install_presets
from tests.world import World, build


@pytest.fixture
def world(db: None) -> World:
    """The cast, with the shipped calendars and limits."""
    install_presets()
    return build()


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
