"""Limits by address are about the caller, not about the proxy in front; nobody writes an address of their own."""

from __future__ import annotations

import pytest
from django.test import Client

from shouwen.config.callers import caller
from shouwen.domains.portal.actions.entering import TRIES_OF_AN_ADDRESS

PROXIES = ["127.0.0.1", "10.1.0.0/16", "::1"]


@pytest.mark.parametrize(
    ("peer", "passed_on", "found"),
    [
        ("127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["198.51.100.1", " 203.0.113.9", "10.1.2.3"], "203.0.113.9"),
        ("::1", ["2001:db8::7"], "2001:db8::7"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("127.0.0.1", ["198.51.100.1", "unknown"], "127.0.0.1"),
        ("", ["198.51.100.1"], ""),
    ],
)
def test_who_calls(peer: str, passed_on: list[str], found: str) -> None:
    assert caller(peer, passed_on, PROXIES) == found


@pytest.mark.django_db
def test_a_stranger_behind_the_same_proxy_shuts_nobody_out() -> None:
    """One caller tries links until the limit; another behind the same proxy is still let in."""

    def tries(address: str, n: int) -> int:
        asked = {"X-Forwarded-For": address}
        return Client(headers=asked).post(f"/s/{n:022d}/enter/", {"digits": "0000"}).status_code

    for n in range(TRIES_OF_AN_ADDRESS):
        assert tries("203.0.113.9", n) == 422
    assert tries("203.0.113.9", 999) == 429
    assert tries("198.51.100.7", 999) == 422
