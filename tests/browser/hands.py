"""What a day costs the hands: every key and click of a walk goes through here and is counted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page


class Hands:
    """A person at the page. Text is typed into whatever has the focus and is not counted as keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.clicks = page, 0, 0

    def press(self, *keys: str) -> Hands:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
        return self

    def text(self, words: str) -> Hands:
        self.page.keyboard.insert_text(words)
        return self

    def click(self, *places: Locator) -> Hands:
        for place in places:
            place.click()
            self.clicks += 1
        return self

    @contextmanager
    def within(self, *, keys: int = 0, clicks: int = 0, seconds: float = 0) -> Iterator[None]:
        """The walk inside costs at most so many keys and clicks, and so long; none where none is named."""
        before, began = (self.keys, self.clicks), time.monotonic()
        yield
        spent = (self.keys - before[0], self.clicks - before[1])
        assert spent[0] <= keys and spent[1] <= clicks, f"{spent} of {(keys, clicks)}"
        took = time.monotonic() - began
        assert not seconds or took <= seconds, f"{took:.1f} s of {seconds} s"
