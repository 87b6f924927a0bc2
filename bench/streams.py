"""Two hundred open pages: what the stream process costs, and how soon news arrive, against asking every 15 seconds.

    python -m bench.streams [--pages 200] [--rounds 10] [--port 8195]

A gunicorn as installations have it hands the connections over. A round writes one case and waits until
every page has been told; the floor is one asyncio connection that LISTENs itself. For polling, the same 200 pages
ask for the list with their ETag: what that costs in a minute; with streams they ask a quarter as often, and once for each news.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.ground import figure, installation, progress
from bench.intake import web

POLLED_EVERY = 15


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--port", type=int, default=8195)
    args = parser.parse_args()
    with installation() as home:
        cookies = readers(args.pages)
        process = subprocess.Popen([sys.executable, "-m", "shouwen.config.stream"])
        try:
            with web(args.port):
                measure(args, home, process.pid, cookies)
        finally:
            process.terminate()
            process.wait(20)


def readers(pages: int) -> list[str]:
    """Sessions enough for the pages: each account may have six streams."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils.timezone import now

    from bench import crowd
    from shouwen.platform.access.models import Account

    crowd.province()
    crowd.matters(1, 1_000, now=now())
    crowd.settle()
    many = [Account(login=f"bench-{n}", is_superuser=True) for n in range(pages // 6 + 1)]
    accounts = Account.objects.bulk_create(many)
    cookies = []
    for n in range(pages):
        account, session = accounts[n // 6], SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        cookies.append(str(session.session_key))
    return cookies


def measure(args: argparse.Namespace, home: Path, pid: int, cookies: list[str]) -> None:
    from shouwen.web.live import doorway

    wait_for(lambda: doorway.answers(home))
    wait_for(lambda: stands(args.port), 120)
    before = memory(pid)
    progress(f"{len(cookies)} pages open their streams")
    pages = [opened(args.port, cookie) for cookie in cookies]
    held = memory(pid) - before
    spent = processor(pid)
    alone, everybody, floors = [], [], []
    for _ in range(args.rounds):
        first, last, floor = round_of_news(pages)
        alone.append(first)
        everybody.append(last)
        floors.append(floor)
        time.sleep(10.5)  # the gap of wide posts
    spent = (processor(pid) - spent) / args.rounds
    asked = poll_cost(args.port, cookies[0])
    minute = 60 / POLLED_EVERY * len(cookies) * asked
    figure(
        "streams",
        pages=len(cookies),
        hub_ms_a_round=round(1000 * spent, 1),
        memory_kb_each=round(held / len(cookies) / 1024, 1),
        median_first_ms=round(1000 * statistics.median(alone), 1),
        median_all_ms=round(1000 * statistics.median(everybody), 1),
        ratio_to_one_listener=round(statistics.median(everybody) / statistics.median(floors), 1),
        polling_mean_delay_ratio=round(POLLED_EVERY / 2 / statistics.median(everybody)),
    )
    figure(
        "polling",
        ms_an_answer=round(1000 * asked, 1),
        seconds_of_server_a_minute=round(minute, 1),
        ratio_to_asking_once_a_minute=60 / POLLED_EVERY,
    )
    for page in pages:
        page.close()


def stands(port: int) -> bool:
    with socket.socket() as link:
        return link.connect_ex(("127.0.0.1", port)) == 0


def opened(port: int, cookie: str) -> socket.socket:
    page = socket.create_connection(("127.0.0.1", port), timeout=30)
    page.sendall(
        f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={cookie}\r\n\r\n".encode()
    )
    said = b""
    while b"event: hello" not in said:
        part = page.recv(4096)
        assert part, said
        said += part
    return page


def round_of_news(pages: list[socket.socket]) -> tuple[float, float, float]:
    """Seconds from the commit until the first page, the last page and a bare listener know."""
    import psycopg

    from shouwen.domains.cases.models import Case
    from shouwen.web.live.hub import CHANNEL, conninfo

    with psycopg.connect(conninfo(), autocommit=True) as bare:
        bare.execute(f"LISTEN {CHANNEL}")
        began = time.perf_counter()
        Case.objects.filter(pk=Case.objects.values("pk")[:1]).update(urges=1)
        next(bare.notifies(timeout=10))
        floor = time.perf_counter() - began
    heard = []
    for page in pages:
        said = b""
        while b"changed" not in said:
            said += page.recv(4096)
        heard.append(time.perf_counter() - began)
    return heard[0], heard[-1], floor


def poll_cost(port: int, cookie: str) -> float:
    """Seconds of one answer "nothing has changed"."""
    import httpx

    url = f"http://127.0.0.1:{port}/cases/"
    headers = {"HX-Request": "true", "X-Poll": "1", "Cookie": f"sessionid={cookie}"}
    with httpx.Client(timeout=30) as client:
        etag = client.get(url, headers=headers).headers["ETag"]
        began = time.perf_counter()
        for _ in range(20):
            assert client.get(url, headers=headers | {"If-None-Match": etag}).status_code == 304
        return (time.perf_counter() - began) / 20


def memory(pid: int) -> int:
    import psutil

    return int(psutil.Process(pid).memory_info().rss)


def processor(pid: int) -> float:
    import psutil

    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def wait_for(ready: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < until
        time.sleep(0.1)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
