from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.imports import Desk


@pytest.fixture
def desk(tmp_path: Path, db: None) -> Desk:
    return Desk(tmp_path)
