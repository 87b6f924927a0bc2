"""The verbs an installation knows: each app declares its own and which shipped roles hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Permission:
    """One verb on one kind of thing, ``cases.dispatch``; held by roles, asked for by views."""

    code: str
    label: StrOrPromise

    @property
    def app(self) -> str:
        return self.code.partition(".")[0]


_known: dict[str, Permission] = {}
_presets: dict[str, dict[str, None]] = {}


def register(
    permissions: Iterable[Permission], presets: Mapping[str, Iterable[Permission]] | None = None
) -> None:
    """Make an app's verbs and role presets known; called in its AppConfig.ready, safe to repeat."""
    for permission in permissions:
        held = _known.setdefault(permission.code, permission)
        if held != permission:
            raise ValueError(f"permission declared twice: {permission.code}")
    for role, verbs in (presets or {}).items():
        _presets.setdefault(role, {}).update(dict.fromkeys(verb.code for verb in verbs))


def known() -> list[Permission]:
    """Every declared verb, in the order of the codes."""
    return [_known[code] for code in sorted(_known)]


def label(code: str) -> str:
    """What a verb is called; the code itself when no app has declared it."""
    return str(_known[code].label) if code in _known else code


def codes() -> frozenset[str]:
    return frozenset(_known)


def presets() -> dict[str, list[str]]:
    """Role code → the verbs it ships with."""
    return {role: sorted(verbs) for role, verbs in _presets.items()}
