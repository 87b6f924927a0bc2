from __future__ import annotations

import pytest

from shouwen.platform.clocks.actions import install_presets
from tests.world import World, build


@pytest.fixture
def world(db: None) -> World:
    """The cast, with the shipped calendars and limits."""
    install_presets()
    return build()
