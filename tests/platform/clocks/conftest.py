from __future__ import annotations

import pytest

from shouwen.platform.clocks.models import Limit
from shouwen.platform.policies import actions


@pytest.fixture
def presets(db: None) -> None:
    """The shipped calendars and limits."""
    actions.install_presets()


@pytest.fixture
def plain_ladder(presets: None) -> None:
    """Every limit climbs the ordinary ladder: 80 % and the due time."""
    Limit.objects.update(ladder=None)
