"""Templates rendered without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone, translation


@pytest.fixture
def render() -> Callable[..., str]:
    def rendered(source: str, **context: Any) -> str:
        return Template(source).render(Context(context))

    return rendered


@pytest.fixture(autouse=True)
def chinese_at_home() -> Iterator[None]:
    """The default language and zone of an installation."""
    with translation.override("zh-hans"), timezone.override("Asia/Shanghai"):
        yield
