"""HTTP to the outside that cannot be turned against the inside.

The name is resolved once, every address it has must be a public one, and the connection goes to the
address that was checked: a name that changes its mind (rebinding) gains nothing. Redirects are not
followed and the environment's proxies not used. An administrator may allow private addresses for one
channel, for a gateway in the house.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

LONGEST_ANSWER = 64 * 1024
CONNECT_SECONDS = 5.0
_CANONICAL = re.compile(r"^(?!0\d)\d{1,3}(\.(?!0\d)\d{1,3}){3}$")
_NUMERIC = re.compile(r"^(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+)){0,3}\.?$", re.IGNORECASE)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(Exception):
    """The address is not one to connect to; the argument is a code."""


class NotSent(Exception):
    """Nothing can have arrived: no connection came about. The argument is a code."""


class NoAnswer(Exception):
    """Something may have arrived: the connection ended without a whole answer. A code."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, at most 64 KB of it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def retry_after(self) -> int | None:
        value = self.headers.get("retry-after", "")
        return min(int(value), 3600) if value.isdecimal() and len(value) < 8 else None


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    content: bytes,
    allow_private: bool,
    timeout: float,
) -> Answer:
    """One request and its answer; ``timeout`` bounds the whole answer, not only each read."""
    target = parsed(url)
    address = checked(target.host, target.port or _port(target), allow_private=allow_private)
    pinned = target.copy_with(host=str(address))
    sent = {**headers, "Host": target.netloc.decode("ascii")}
    limits = httpx.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS))
    ends = time.monotonic() + timeout
    transport = httpx.HTTPTransport(verify=_trust(), retries=0)
    with httpx.Client(transport=transport, timeout=limits, trust_env=False) as client:
        request = client.build_request(
            method,
            pinned,
            headers=sent,
            content=content,
            extensions={"sni_hostname": target.host},
        )
        return _exchanged(client, request, ends)


def parsed(url: str) -> httpx.URL:
    """An address with http or https, a host and no password in it."""
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise NotAllowed("bad_address") from error
    if target.scheme not in {"http", "https"} or not target.host or target.userinfo:
        raise NotAllowed("bad_address")
    return target


def checked(host: str, port: int, *, allow_private: bool) -> Address:
    """The address to connect to: resolved once, refused if any of them is not a public one."""
    if _NUMERIC.match(host) and not _CANONICAL.match(host):
        raise NotAllowed("odd_address")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotSent("name_not_found") from error
    addresses = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in found]
    if not addresses:
        raise NotSent("name_not_found")
    for address in addresses:
        refuse(address, allow_private=allow_private)
    return addresses[0]


def refuse(address: Address, *, allow_private: bool) -> None:
    """NotAllowed for loopback, private, link-local and the like, also inside an IPv6 address."""
    for inner in (address, *_inside(address)):
        if inner.is_multicast or inner.is_unspecified or inner.is_link_local:
            raise NotAllowed("private_address")
        if not inner.is_global and not allow_private:
            raise NotAllowed("private_address")


def _inside(address: Address) -> list[Address]:
    """IPv4 addresses that an IPv6 address carries: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address] = [a for a in (address.ipv4_mapped, address.sixtofour) if a is not None]
    if address.teredo is not None:
        found += address.teredo
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return found


@cache
def _trust() -> ssl.SSLContext:
    """The certificate authorities of the machine, read once."""
    return ssl.create_default_context()


def _port(target: httpx.URL) -> int:
    return 443 if target.scheme == "https" else 80


def _exchanged(client: httpx.Client, request: httpx.Request, ends: float) -> Answer:
    try:
        response = client.send(request, stream=True, follow_redirects=False)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise NotSent("no_connection") from error
    except httpx.TimeoutException as error:
        raise NoAnswer("timed_out") from error
    except httpx.HTTPError as error:
        raise NoAnswer("broken_off") from error
    try:
        body = _read(response, ends)
    except httpx.TimeoutException as error:
        raise NoAnswer("timed_out") from error
    except httpx.HTTPError as error:
        raise NoAnswer("half_an_answer") from error
    finally:
        response.close()
    return Answer(response.status_code, _lowered(response.headers), body)


def _read(response: httpx.Response, ends: float) -> bytes:
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > LONGEST_ANSWER:
            break
        if time.monotonic() > ends:
            raise NoAnswer("timed_out")
    return bytes(body[:LONGEST_ANSWER])


def _lowered(headers: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()}
