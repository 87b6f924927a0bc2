"""P2: a page of the case list costs the same at 1k, 100k and 1M open cases, in every scope.

    python -m bench.list_pages [--short]

Each figure is the median time of the whole page (session, queries, template) for one reader, with
its queries and bytes; then the ratios between the sizes, of full pages only: a page of twelve rows
is no measure for one of fifty. Then the same list narrowed by any field, open and as many ended cases: what
few cases have stands in forty of each at every size, so equal rows are compared.
"""

from __future__ import annotations

import argparse
import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bench.ground import cpu, figure, installation, milliseconds, progress

if TYPE_CHECKING:
    from django.test import Client

PAGE = 50
CONDITIONS = (
    "title:has:鼉鱻",  # few have it
    "title:has:宽带",  # many have it
    "title:has:鱻鼉",  # none has it
    "number:has:77",
    "category:is:稀有",
    "urges:ge:9",
    "handovers:ge:9",
    "customer:is:7",
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true", help="1k and 100k only")
    sizes = [1_000, 100_000] if parser.parse_args().short else [1_000, 100_000, 1_000_000]
    with installation():
        measure(sizes)


def measure(sizes: list[int]) -> None:
    from django.utils.timezone import now

    from bench import crowd

    readers = crowd.province().readers
    seen: dict[tuple[str, str], dict[int, float]] = {}
    done = 0
    for size in sizes:
        crowd.matters(done + 1, size, now=now())
        crowd.ended(done + 1, size, now=now())
        crowd.words()
        done = size
        crowd.settle()
        progress(f"{size} open cases")
        for scope, login in readers.items():
            for place, took in {
                **pages(size, scope, login),
                **filtered(size, scope, login),
            }.items():
                seen.setdefault((scope, place), {})[size] = took
    for (scope, place), times in seen.items():
        for (smaller, a), (larger, b) in pairwise(times.items()):
            figure(
                "P2 ratio", scope=scope, page=place, sizes=[smaller, larger], ratio=round(b / a, 2)
            )


def signed_in(login: str) -> Client:
    from django.test import Client

    from shouwen.platform.access.models import Account

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(
        Account.objects.get(login=login), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def filtered(size: int, scope: str, login: str) -> dict[str, float]:
    """The list narrowed by each condition; ratios are of pages with as many rows as at the size before."""
    from urllib.parse import quote

    from django.urls import reverse

    client, took = signed_in(login), {}
    for view in ("open", "closed"):
        for condition in CONDITIONS:
            address = f"{reverse('cases:list')}?view={view}&where={quote(condition)}"
            answer, queries = asked(client, address)
            rows = answer.content.count(b"data-tick ")
            ms = milliseconds(partial(client.get, address), times=3)
            place = f"{view} {condition} ({rows} rows)"
            took[place] = ms
            figure(
                "P2 narrowed",
                size=size,
                scope=scope,
                page=place,
                milliseconds=round(ms, 1),
                queries=queries,
            )
    return took


def pages(size: int, scope: str, login: str) -> dict[str, float]:
    from django.urls import reverse

    client = signed_in(login)
    first = reverse("cases:list") + "?view=open"
    html = client.get(first).content.decode()
    address = first
    for _ in range(5):
        onward = re.search(r'href="\??([^"]*after=[^"]+)"', html)
        if onward is None:
            break
        address = reverse("cases:list") + "?" + onward[1].split("?")[-1].replace("&amp;", "&")
        html = client.get(address).content.decode()
    took, full = {}, {}
    for place, at in (("first", first), ("deep", address)):
        answer, queries = asked(client, at)
        full[place] = answer.content.count(b"data-tick ") == PAGE
        took[place] = milliseconds(partial(client.get, at))
        figure(
            "P2 page",
            size=size,
            scope=scope,
            page=place,
            status=answer.status_code,
            milliseconds=round(took[place], 1),
            cpu_milliseconds=round(cpu(partial(client.get, at)), 1),
            queries=queries,
            kilobytes=round(len(answer.content) / 1024),
            rows=answer.content.count(b"data-tick "),
        )
    return {place: ms for place, ms in took.items() if full[place]}


def asked(client: Client, address: str) -> tuple[Any, int]:
    """The answer and the number of statements it took."""
    from django.core.signals import request_started
    from django.db import connection, reset_queries

    request_started.disconnect(reset_queries)
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    answer = client.get(address)
    connection.force_debug_cursor = False
    return answer, len(connection.queries_log)


if __name__ == "__main__":
    main()
