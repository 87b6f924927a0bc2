"""Outgoing HTTP reaches the outside only: refused before a connection is made."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from shouwen.platform.notify import outgoing
from tests.factories.gateways import gateway


def send(url: str, *, allow_private: bool = False, timeout: float = 20) -> outgoing.Answer:
    return outgoing.send(
        "POST",
        url,
        headers={"Content-Type": "application/json"},
        content=b"{}",
        allow_private=allow_private,
        timeout=timeout,
    )


@pytest.fixture
def no_connection(monkeypatch):
    """Fails the test when anything tries to connect."""

    def refuse(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://10.1.2.3/",
        "http://172.16.0.9/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://user:pass@example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http:///nowhere",
        "gopher://127.0.0.1/",
    ],
)
def test_what_leads_inside_is_refused_before_connecting(no_connection, url):
    with pytest.raises(outgoing.NotAllowed):
        send(url)


def test_a_name_with_one_private_address_among_its_addresses_is_refused(monkeypatch, no_connection):
    def both(host, port, **_):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("93.184.215.14", "10.0.0.7")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(outgoing.NotAllowed, match="private_address"):
        send("http://two-faced.example/")


def test_a_name_is_resolved_once_and_the_checked_address_connected_to(monkeypatch):
    """Rebinding: the second answer would be loopback, and nobody asks for it."""
    asked, connected = [], []
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    real = socket.getaddrinfo

    def changing(host, port, *args, **rest):
        if host != "rebinding.example":
            return real(host, port, *args, **rest)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address, *_, **__):
        connected.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(outgoing.NotSent):
        send("http://rebinding.example/")
    assert (asked, connected) == (["rebinding.example"], ["93.184.215.14"])


def test_an_administrator_may_allow_the_house_but_never_the_cloud_of_the_machine():
    outgoing.refuse(ipaddress.ip_address("127.0.0.1"), allow_private=True)
    outgoing.refuse(ipaddress.ip_address("10.0.0.1"), allow_private=True)
    for never in ("169.254.169.254", "fe80::1", "0.0.0.0"):
        with pytest.raises(outgoing.NotAllowed):
            outgoing.refuse(ipaddress.ip_address(never), allow_private=True)


def test_redirects_are_not_followed():
    with gateway() as mine:
        mine.mode = "redirect"
        assert send(mine.base, allow_private=True).status == 302
        assert len(mine.calls) == 1


def test_the_host_is_named_as_written():
    with gateway() as mine:
        port = mine.base.rpartition(":")[2]
        assert send(f"http://localhost:{port}/x", allow_private=True).status == 200
        assert mine.headers[0]["Host"] == f"localhost:{port}"


@pytest.mark.parametrize(
    ("mode", "error"), [("half", outgoing.NoAnswer), ("slow_not_sent", outgoing.NoAnswer)]
)
def test_no_whole_answer_is_no_answer(mode, error):
    with gateway() as mine:
        mine.mode = mode
        with pytest.raises(error):
            send(mine.base, allow_private=True, timeout=0.3)


def test_nobody_there_means_not_sent():
    with gateway() as mine:
        gone = mine.base
    with pytest.raises(outgoing.NotSent):
        send(gone, allow_private=True)
