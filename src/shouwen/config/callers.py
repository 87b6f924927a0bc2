"""Whose address a request comes from: behind a proxy that is believed, the one the proxy names.

Limits by address (wrong passwords, wrong digits of a customer's link) would else hold for everybody together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

EVERY = ("0.0.0.0/0", "::/0")


class CallerAddress:
    """Before everything else: from here on the caller's own address stands in ``REMOTE_ADDR``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        passed_on = request.headers.get("X-Forwarded-For", "")
        if passed_on:
            peer = request.META.get("REMOTE_ADDR", "")
            request.META["REMOTE_ADDR"] = caller(peer, passed_on.split(","), settings.PROXIES)
        return self.get_response(request)


def caller(peer: str, passed_on: Iterable[str], proxies: Iterable[str]) -> str:
    """The last address that no believed proxy has; what stands before it anybody can have written."""
    believed = tuple(proxies)
    for named in reversed([one.strip() for one in passed_on]):
        if not _is_among(peer, believed) or not _is_address(named):
            break
        peer = named
    return peer


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_among(address: str, proxies: tuple[str, ...]) -> bool:
    return _is_address(address) and any(ip_address(address) in net for net in _networks(proxies))


@cache
def _networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    named = [net for one in proxies for net in (EVERY if one == "*" else [one])]
    return tuple(ip_network(net) for net in named)
