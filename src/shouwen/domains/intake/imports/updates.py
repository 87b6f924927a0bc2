"""A row that changed since it was imported: only the fields that moved move, as one correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouwen.domains.intake.imports.writing import Incoming, Writer


def correct(writer: Writer, changed: Sequence[Incoming]) -> None:
    raise NotImplementedError
