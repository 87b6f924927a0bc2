"""A real Chromium against a live server: skipped with a clear word where there is none."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from shouwen.platform.access.acting import Acting
from shouwen.platform.access.models import Account
from shouwen.platform.policies.actions import install_presets
from shouwen.platform.ui import navigation
from shouwen.web import context as shell_context
from shouwen.web.styleguide import specimens
from tests.world import World, build

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / "src/shouwen/platform/ui/static/ui/dist/.vite/manifest.json"
CHROMIUM = os.environ.get("SHOUWEN_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXPECTED = r"status of 4|Status Error Code 40[13]|^htmx:(afterRequest|sendAbort), "
"""A refusal by the server, and a request that was overtaken by a newer one or by leaving the page."""
SignIn = Callable[[Account], None]
PATIENCE = 15_000
"""Milliseconds until what is waited for counts as missing: a busy machine is slow, not wrong."""
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium here: install it or set SHOUWEN_CHROMIUM")
    if not MANIFEST.exists():
        pytest.skip("the front end is not built: make setup")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the test's thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def town(transactional_db: None) -> World:
    """The cast with the shipped calendars and limits, for a server that really commits."""
    install_presets()
    return build()


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of the running application."""
    try:
        yield from _page(chromium, live_server.url)
    finally:
        _answer_all(live_server)


@pytest.fixture
def style_guide(chromium: Browser) -> Iterator[Page]:
    """The style guide rendered without server or database, under the policy pages are sent with."""
    for opened in _page(chromium, "http://shouwen.test"):
        opened.route("**/*", _answer)
        opened.goto("/styleguide/")
        yield opened


def _answer_all(live_server: LiveServer) -> None:
    """Waits for what the closed page had asked for: it would hold tables while they are emptied."""
    server = live_server.thread
    with socket.create_connection((server.host, server.port)) as last:  # taken up in turn
        last.shutdown(socket.SHUT_WR)
        last.recv(1)
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=30)


def _page(chromium: Browser, base_url: str) -> Iterator[Page]:
    """A fresh profile at 1440×900. Whatever the browser complains of (a broken policy, a script error) fails the test."""
    context = chromium.new_context(
        base_url=base_url, viewport={"width": 1440, "height": 900}, locale="zh-CN"
    )
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not re.search(EXPECTED, message.text):
            complaints.append(message.text)

    opened.on("console", hear)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def _answer(route: Route) -> None:
    """The style guide for its own address, built files for theirs, nothing for what it fetches alone."""
    path = urlsplit(route.request.url).path
    if path == "/styleguide/":
        policy = "; ".join(
            f"{name} {' '.join(sources)}"
            for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
        )
        route.fulfill(
            body=_style_guide(),
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": policy},
        )
    elif not path.startswith("/static/"):
        route.fulfill(status=204)  # parts of the shell that are fetched alone
    elif found := finders.find(path.removeprefix("/static/")):
        route.fulfill(path=found)
    else:
        route.fulfill(status=404)


def _style_guide() -> str:
    request = RequestFactory().get("/styleguide/")
    request.acting = Acting(account=Account(pk=1, login="宋知时", is_superuser=True))  # type: ignore[attr-defined]
    with override("zh-hans"), patch.object(shell_context, "registry", navigation.Registry()):
        return render_to_string("web/styleguide.html", specimens(), request)


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer) -> SignIn:
    """Gives the browser the session of an account, without the log-in page."""

    def signed_in(account: Account) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        page.context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": str(session.session_key),
                    "url": live_server.url,
                }
            ]
        )

    return signed_in
