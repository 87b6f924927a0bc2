"""The rail on a page: one item is the current one."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.world import World

CURRENT = re.compile(r'<a class="sw-nav__item" href="([^"]*)"[^>]*aria-current="page"')


@pytest.mark.parametrize(
    ("page", "current"),
    [
        ("/", "/"),
        ("/cases/", "/cases/"),
        ("/privacy/", "/privacy/"),
        ("/privacy/requests/", "/privacy/requests/"),
        ("/rulings/pairs", "/rulings/"),
    ],
)
def test_the_nearest_item_above_a_page_is_the_current_one(
    world: World, page: str, current: str
) -> None:
    client = Client()
    client.force_login(world.account("0106"), "django.contrib.auth.backends.ModelBackend")
    assert CURRENT.findall(client.get(page).content.decode()) == [current]
