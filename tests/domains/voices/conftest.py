from __future__ import annotations

from tests.domains.cases.conftest import signed_in, world

__all__ = ["signed_in", "world"]
