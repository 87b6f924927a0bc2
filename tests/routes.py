"""Every address the installation answers to, for the tests that must hold for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from shouwen.platform.access.permissions import Permission

NOWHERE = 999_999_999
"""An id that no row has."""

_DUMMIES = {"int": NOWHERE, "slug": "nowhere", "str": "nowhere", "path": "nowhere", "uuid": ""}


@dataclass(frozen=True, slots=True)
class Route:
    """One address with the view behind it; API operations are routes with a method of their own."""

    path: str
    view: Callable[..., Any]
    name: str = ""
    method: str = ""

    @property
    def permission(self) -> Permission | None:
        return getattr(self.view, "permission", None)

    @property
    def open_to_all(self) -> bool:
        return bool(getattr(self.view, "open_to_all", False))

    @property
    def ours(self) -> bool:
        """Ours to guard: our own views, and foreign ones that we have put a guard on."""
        return self.view.__module__.startswith("shouwen.") or self.permission is not None

    @property
    def parameters(self) -> dict[str, str]:
        """Name → converter of what stands in angle brackets."""
        found = re.findall(r"<(?:(\w+):)?(\w+)>", self.path)
        return {name: converter or "str" for converter, name in found}

    @property
    def arguments(self) -> dict[str, Any]:
        """Arguments that lead nowhere."""
        return {name: _DUMMIES[kind] for name, kind in self.parameters.items()}

    def address(self, **given: Any) -> str:
        """The path with its parameters filled in."""
        values = self.arguments | given
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(values[m.group(1)]), self.path)
        return "/" + re.sub(r"\{(\w+)\}", str(NOWHERE), filled)

    def __str__(self) -> str:
        return f"{self.method} {self.path}".strip() or "/"


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def guarded() -> list[Route]:
    """The pages (not API operations) that ask for a verb."""
    return [route for route in routes() if route.permission is not None and not route.method]


def _walk(patterns: list[Any], above: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        path = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (space, pattern.namespace)))
            yield from _walk(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            yield from _endpoints(path, pattern, space)


def _api_path(view: Callable[..., Any]) -> object:
    """What stands behind a view of the API: it keeps its operations in a closure."""
    cells = getattr(view, "__closure__", None) or ()
    return next((c.cell_contents for c in cells if isinstance(c.cell_contents, PathView)), None)


def _endpoints(path: str, pattern: URLPattern, space: str) -> Iterator[Route]:
    owner = _api_path(pattern.callback)
    if isinstance(owner, PathView):
        for operation in owner.operations:
            for method in operation.methods:
                yield Route(path, operation.view_func, operation.operation_id or "", method)
    else:
        name = ":".join(filter(None, (space, pattern.name)))
        yield Route(path, pattern.callback, name)
