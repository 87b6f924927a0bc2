"""P2: a page of the case list costs the same at 1k, 100k and 1M open cases, in every scope.

    python -m bench.list_pages [--short]

Each figure is the median time of the whole page (session, queries, template) for one reader, with
its queries and bytes; then the ratios between the sizes, of full pages only: a page of twelve rows
is no measure for one of fifty.
"""

from __future__ import annotations

import argparse
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bench.ground import cpu, figure, installation, milliseconds, progress

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

PAGE = 50


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
        done = size
        crowd.settle()
        progress(f"{size} open cases")
        for scope, login in readers.items():
            for place, took in pages(size, scope, login).items():
                seen.setdefault((scope, place), {})[size] = took
    for (scope, place), times in seen.items():
        for (smaller, a), (larger, b) in pairwise(times.items()):
            figure(
                "P2 ratio", scope=scope, page=place, sizes=[smaller, larger], ratio=round(b / a, 2)
            )


def pages(size: int, scope: str, login: str) -> dict[str, float]:
    from django.test import Client
    from django.urls import reverse

    from shouwen.platform.access.models import Account

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(
        Account.objects.get(login=login), "django.contrib.auth.backends.ModelBackend"
    )
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
        took[place] = milliseconds(lambda at=at: client.get(at))
        figure(
            "P2 page",
            size=size,
            scope=scope,
            page=place,
            status=answer.status_code,
            milliseconds=round(took[place], 1),
            cpu_milliseconds=round(cpu(lambda at=at: client.get(at)), 1),
            queries=queries,
            kilobytes=round(len(answer.content) / 1024),
            rows=answer.content.count(b"data-tick "),
        )
    return {place: ms for place, ms in took.items() if full[place]}


def asked(client: Client, address: str) -> tuple[HttpResponse, int]:
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
