from __future__ import annotations

import pytest

from shouwen.platform.policies import actions


@pytest.fixture
def presets(db: None) -> None:
    """The shipped calendars and limits."""
    actions.install_presets()
