"""Every form a page sends carries the token that a real browser needs; the test client never asks for it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import world as cast
from tests.planted import plant
from tests.walking import addresses, readable

pytestmark = pytest.mark.django_db
FORM = re.compile(r"<form\b[^>]*>(?:(?!</form>).)*", re.DOTALL)
TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="\w{32,}">')


def test_every_form_that_changes_something_carries_the_token(client: Client) -> None:
    world = cast.build()
    found = plant(world)
    client.force_login(world.administrator)
    bare, sent = set(), 0
    for route in readable():
        if route.method:
            continue
        for address in addresses(route, found, asked=False):
            answer = client.get(address)
            if answer.streaming or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            for form in FORM.findall(answer.content.decode()):
                if 'method="post"' not in form:
                    continue
                sent += 1
                if not TOKEN.search(form):
                    bare.add((route.name, form[:160]))
    assert bare == set()
    assert sent > 300
