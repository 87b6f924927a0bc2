"""What the database itself refuses."""

from __future__ import annotations

import pgtrigger


def append_only(name: str) -> pgtrigger.Protect:
    """The database itself refuses to change or delete what was once written."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)
