"""What is exported, in words; each app names what it lets out in AppConfig.ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_labels: dict[str, StrOrPromise] = {}


def register(**labels: StrOrPromise) -> None:
    """``what`` (dots as underscores) → what a reader calls it."""
    _labels.update(labels)


def label(what: str) -> str:
    """The word for it; its code where nobody has named it."""
    return str(_labels.get(what.replace(".", "_"), what))
