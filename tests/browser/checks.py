"""What every page must stand: no accessibility failure, no sideways scrolling."""

from __future__ import annotations

from functools import cache

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ROOT

AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in frontend/")
    return AXE.read_text("utf-8")


def violations(page: Page) -> list[str]:
    """What axe-core finds: WCAG 2.0 to 2.2 A and AA and best practice; of what passes it tells nothing."""
    page.evaluate(axe())
    options = {
        "runOnly": {"type": "tag", "values": LEVELS},
        "resultTypes": ["violations"],
        "selectors": False,
        "preload": False,
    }
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"][:3]
    ]


def assert_accessible(page: Page) -> None:
    """No violation on the page as it stands."""
    wrong = violations(page)
    assert not wrong, f"{page.url}\n" + "\n".join(wrong)


def assert_fits(page: Page) -> None:
    """The page itself never scrolls sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
