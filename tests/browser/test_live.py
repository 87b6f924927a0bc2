"""Another person's action appears in an open list by itself: told by the stream, not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.factories.cases import a_case
from tests.web.live.streams import streaming
from tests.world import World

GET_ENVIRON = WSGIRequestHandler.get_environ


def _with_socket(handler: WSGIRequestHandler) -> dict[str, Any]:
    """The test's server says which connection it serves, as the real one does."""
    return {**GET_ENVIRON(handler), "gunicorn.socket": handler.connection}


@pytest.fixture
def stream(town: World, tmp_path: Path) -> Iterator[None]:
    with (
        override_settings(HOME=tmp_path),
        patch.object(WSGIRequestHandler, "get_environ", _with_socket),
        streaming(tmp_path),
    ):
        yield


@pytest.mark.usefixtures("stream")
def test_a_colleagues_case_appears_without_asking(page: Page, sign_in: SignIn, town: World) -> None:
    first = a_case(town.actor("0101"), at=timezone.now())
    sign_in(town.account("0102"))
    page.goto("/cases/")
    expect(page.locator("body")).to_have_attribute("data-stream", "open")
    page.evaluate(
        "document.querySelector('#poll').setAttribute('every', '0')"
    )  # never by the clock
    page.evaluate("document.querySelector('#poll').setAttribute('calm', '0')")
    page.locator("input[data-tick]").click()
    search = page.locator("#q-all")
    search.focus()
    search.press_sequentially("宽带")
    second = a_case(town.actor("0101"), at=timezone.now())
    expect(page.locator(f"#case-{second.pk}")).to_be_visible()
    expect(page.locator(f"#case-{first.pk} input[data-tick]")).to_be_checked()
    expect(search).to_be_focused()
    expect(search).to_have_value("宽带")
