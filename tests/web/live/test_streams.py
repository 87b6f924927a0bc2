"""Streams of news: who hears of which cases, and what ends a stream. Nothing but the list's name is ever said."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from django.test import Client, override_settings
from django.utils.timezone import now

from shouwen.domains.cases import actions as cases
from shouwen.domains.rulings.actions import send_back
from shouwen.platform.notify.actions import acknowledge_all, tell
from shouwen.platform.policies.actions import install_presets
from shouwen.web.live import doorway, hub
from shouwen.web.live.hub import Hub, conninfo
from tests.factories.asks import a_request
from tests.factories.cases import a_case
from tests.web.live.streams import streaming
from tests.world import World, build

Listen = Callable[[Client], socket.socket]
Running = tuple[Hub, asyncio.AbstractEventLoop]


@pytest.fixture
def world(transactional_db: None) -> World:
    install_presets()
    return build()


@pytest.fixture
def running(world: World, tmp_path: Path) -> Iterator[Running]:
    with override_settings(HOME=tmp_path), streaming(tmp_path) as pair:
        yield pair


def session_of(world: World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def listen() -> Iterator[Listen]:
    """The browser's end of a connection whose other end the web was asked over."""
    with ExitStack() as kept:

        def listened(client: Client) -> socket.socket:
            browser, ours = socket.socketpair()
            kept.enter_context(browser).settimeout(10)
            client.defaults.update({"gunicorn.socket": ours})  # type: ignore[dict-item]
            answer = client.get("/live/")
            assert answer.status_code == 204
            ours.shutdown(socket.SHUT_RDWR)  # as the web server does after every answer
            ours.close()
            assert b"text/event-stream" in until(browser, b"event: hello\ndata:\n\n")
            return browser

        yield listened


def until(browser: socket.socket, wanted: bytes) -> bytes:
    said = b""
    while wanted not in said:
        part = browser.recv(4096)
        assert part, said
        said += part
    return said


def test_whoever_sees_the_unit_is_told_at_commit_and_nobody_else(
    world: World, running: Running, listen: Listen
) -> None:
    agent, west = listen(session_of(world, "0102")), listen(session_of(world, "0301"))
    case = a_case(world.actor("0101"), at=now())
    said = until(agent, b"data: cases\n\n")
    assert case.number.encode() not in said
    assert str(case.title).encode() not in said
    west.setblocking(False)
    with pytest.raises(BlockingIOError):
        west.recv(1)  # both were told in one turn of the loop, if at all
    west.settimeout(10)
    a_case(world.actor("0301"), at=now())
    assert b"data: cases" in until(west, b"data: cases\n\n")


def test_a_hand_over_is_news_for_the_unit_it_leaves(
    world: World, running: Running, listen: Listen
) -> None:
    case = a_case(world.actor("0101"), at=now())
    clerk = listen(session_of(world, "0112"))
    cases.dispatch(case.pk, unit_id=world.units["QC-NET"], by=world.actor("0101"), at=now())
    assert b"data: cases" in until(clerk, b"data: cases\n\n")


def test_a_stream_ends_with_its_session_and_a_seventh_sends_the_first_away(
    world: World, running: Running, listen: Listen
) -> None:
    (hub_of, loop), client = running, session_of(world, "0102")
    first, *others = [listen(client) for _ in range(hub.MOST + 1)]
    assert b"event: full" in until(first, b"full\ndata:\n\n")
    assert first.recv(10) == b""
    client.session.flush()

    async def look() -> None:
        async with await psycopg.AsyncConnection.connect(conninfo(), autocommit=True) as link:
            await hub_of.look(link)

    asyncio.run_coroutine_threadsafe(look(), loop).result(10)
    assert [other.recv(10) for other in others] == [b""] * hub.MOST


def test_without_a_stream_process_the_page_is_told_to_stay_with_asking(
    world: World, tmp_path: Path
) -> None:
    browser, ours = socket.socketpair()
    with browser, ours, override_settings(HOME=tmp_path):
        client = session_of(world, "0102")
        client.defaults.update({"gunicorn.socket": ours})  # type: ignore[dict-item]
        answer = client.get("/live/")
        assert (answer.status_code, doorway.answers(tmp_path)) == (204, False)
        ours.sendall(b"still ours")
        assert browser.recv(20) == b"still ours"
    assert Client().get("/live/").status_code == 204


def test_a_request_a_return_and_a_notice_are_told_to_their_own(
    world: World, running: Running, listen: Listen
) -> None:
    case = a_case(world.actor("0101"), at=now())
    agent, clerk, west = (listen(session_of(world, n)) for n in ("0101", "0112", "0301"))
    a_request(case, world, at=now(), blocking=False)
    assert b"data: requests" in until(clerk, b"data: requests\n\n")
    cases.dispatch(case.pk, unit_id=world.units["QC-NET"], by=world.actor("0101"), at=now())
    send_back(
        case.pk,
        reason="not_ours",
        proposed_unit_id=world.units["QC-MKT"],
        text="主干光缆归市场部的集团专线，见职责表第三条",
        by=world.actor("0112"),
        at=now(),
    )
    assert b"data: rulings" in until(agent, b"data: rulings\n\n")
    tell(case.subject, "t", [world.staff["0301"]], key="t", by=world.actor("0101"), at=now())
    assert until(west, b"bell\n\n").count(b"data: ") == 1  # nothing of the city is told to the west
    acknowledge_all(world.staff["0101"], until=2**40, by=world.actor("0101"), at=now())
    a_case(world.actor("0101"), at=now())
    assert b"bell" not in until(clerk, b"data: cases\n\n").rpartition(b"requests")[2]
