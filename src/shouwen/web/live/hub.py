"""The stream process: one LISTEN, one door, and all open streams (server-sent events) on one thread.

What it says is "something in the list X changed". No number, no name and no row goes through it.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg.conninfo import make_conninfo

from shouwen.web.live import doorway
from shouwen.web.live.doorway import Reader

CHANNEL = "shouwen_live"
TOPICS = ("cases", "requests", "rulings", "bell")
MOST = 6
"""Streams of one account; a seventh sends the first back to asking."""
ROUND = 15.0
"""Seconds between looks at the sessions behind the streams."""
LONGEST = 600.0
"""A stream is closed after ten minutes; the browser comes again, and its scope is reckoned anew."""
CALM, WIDE_CALM, FEW_UNITS = 2.0, 10.0, 50
"""Seconds between two news of a list; a post that sees many units hears of them less often."""
BACKLOG = 64_000

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
    b"X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
)
HELLO, BEAT, FULL = b"event: hello\ndata:\n\n", b":\n\n", b"event: full\ndata:\n\n"
_ALIVE = """
SELECT s.session_key
  FROM unnest(%s::text[], %s::bigint[]) AS open (session_key, account)
  JOIN django_session s ON s.session_key = open.session_key AND s.expire_date > now()
  JOIN access_account a ON a.id = open.account AND a.is_active
"""

PARTS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}

log = logging.getLogger(__name__)


def conninfo() -> str:
    """The database of the pages, in the words of its driver."""
    given = connections["default"].settings_dict
    parts: dict[str, Any] = {k: v for k, v in given["OPTIONS"].items() if k != "pool"}
    for word, name in PARTS.items():
        parts[word] = given[name] or None
    return make_conninfo(**parts)


@dataclass(frozen=True, slots=True)
class News:
    """Something in a list changed: of these units, or for these people; None: of all."""

    topic: str
    whom: frozenset[int] | None
    personal: bool = False

    @classmethod
    def read(cls, payload: str) -> News:
        """``cases 3,7`` is of two units, ``bell @12`` for one person, ``cases *`` for everybody."""
        topic, _space, said = payload.partition(" ")
        if said == "*":
            return cls(topic, None)
        ids = frozenset(int(n) for n in said.removeprefix("@").split(",") if n.isdecimal())
        return cls(topic, ids, personal=said.startswith("@"))


class Stream:
    """One page that listens."""

    def __init__(self, reader: Reader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.loop = asyncio.get_running_loop()
        self.until = self.loop.time() + LONGEST
        wide = reader.everything or len(reader.units) > FEW_UNITS
        self.gap = WIDE_CALM if wide else CALM
        self.next: dict[str, float] = {}
        self.due: dict[str, asyncio.TimerHandle] = {}

    def concerns(self, news: News) -> bool:
        if news.whom is None:
            return True
        if news.personal:
            return self.reader.person in news.whom
        return self.reader.everything or not news.whom.isdisjoint(self.reader.units)

    def tell(self, topic: str) -> None:
        """At once, or when its gap is over: many changes are one piece of news."""
        if topic in self.due:
            return
        now, at = self.loop.time(), self.next.get(topic, 0.0)
        if now >= at:
            self._say(topic)
        else:
            self.due[topic] = self.loop.call_at(at, self._say, topic)

    def _say(self, topic: str) -> None:
        self.due.pop(topic, None)
        self.next[topic] = self.loop.time() + self.gap
        self.write(f"event: changed\ndata: {topic}\n\n".encode())

    def write(self, said: bytes) -> None:
        """A browser that does not read is let go."""
        if self.writer.transport.get_write_buffer_size() > BACKLOG:
            self.close()
        elif not self.writer.is_closing():
            self.writer.write(said)

    def close(self) -> None:
        for handle in self.due.values():
            handle.cancel()
        self.writer.close()


class Hub:
    """All streams of this installation."""

    def __init__(self, *, conninfo: str, home: Path) -> None:
        self.conninfo, self.home = conninfo, home
        self.streams: dict[int, list[Stream]] = defaultdict(list)
        self.tasks: set[asyncio.Task[None]] = set()

    @property
    def all(self) -> list[Stream]:
        return [stream for own in self.streams.values() for stream in own]

    async def run(self) -> None:
        """Until cancelled; a database that went away is looked for again, and everybody is told to look."""
        door = doorway.opened(self.home)
        asyncio.get_running_loop().add_reader(door, self._receive, door)
        wait = 1.0
        try:
            while True:
                try:
                    await self._listen()
                except psycopg.Error as error:
                    log.warning("the database does not answer (%s); again in %.0f s", error, wait)
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, 30.0)
        finally:
            asyncio.get_running_loop().remove_reader(door)
            door.close()
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _listen(self) -> None:
        link = await psycopg.AsyncConnection.connect(
            self.conninfo, autocommit=True, application_name="shouwen stream"
        )
        async with link:
            await link.execute(f"LISTEN {CHANNEL}")
            for topic in TOPICS:
                self.heard(f"{topic} *")  # what happened while nobody listened
            while True:
                async for note in link.notifies(timeout=ROUND):
                    self.heard(note.payload)
                await self.look(link)

    def heard(self, payload: str) -> None:
        """A piece of news, told to whom it concerns."""
        news = News.read(payload)
        for stream in self.all:
            if stream.concerns(news):
                stream.tell(news.topic)

    async def look(self, link: psycopg.AsyncConnection) -> None:
        """Close what has no session any more or is old; say to the others that we are here."""
        readers = [stream.reader for stream in self.all]
        asked = [[r.session for r in readers], [r.account for r in readers]]
        found = await (await link.execute(_ALIVE, asked)).fetchall() if readers else []
        alive, now = {key for (key,) in found}, asyncio.get_running_loop().time()
        for stream in self.all:
            if stream.reader.session in alive and stream.until > now:
                stream.write(BEAT)
            else:
                stream.close()

    def _receive(self, door: socket.socket) -> None:
        try:
            connection, reader = doorway.received(door)
        except (OSError, ValueError, IndexError):
            return
        connection.setblocking(False)
        task = asyncio.ensure_future(self._serve(connection, reader))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _serve(self, connection: socket.socket, reader: Reader) -> None:
        """From the hand-over until either side closes."""
        incoming, writer = await asyncio.open_connection(sock=connection, limit=1024)
        stream = Stream(reader, writer)
        own = self.streams[reader.account]
        own.append(stream)
        if len(own) > MOST:
            own[0].write(FULL)
            own[0].close()
        stream.write(HEAD + HELLO)
        try:
            with suppress(OSError):
                while await incoming.read(1024):
                    pass
        finally:
            stream.close()
            own.remove(stream)
            if not own:
                self.streams.pop(reader.account, None)
