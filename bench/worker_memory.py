"""P8: a worker that has shown every page weighs little more than a fresh one.

    python -m bench.worker_memory [--size 100000] [--rounds 3]

One gunicorn worker on a database of many open cases: its resident memory after the log-in
page, and after every page of the rail, lists of every tab, deep pages and case pages were asked for
several times over.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from bench.ground import figure, installation, progress
from bench.intake import web


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=8194)
    args = parser.parse_args()
    with installation():
        cookie, pages = crowd(args.size)
        with web(args.port, workers=1):
            measure(args, cookie, pages)


def crowd(size: int) -> tuple[str, list[str]]:
    """An administrator's session, and every address that needs no id, with twenty case pages."""
    from django.conf import settings
    from django.test import Client
    from django.utils.timezone import now
    from tests.routes import guarded

    from bench import crowd
    from shouwen.domains.cases.models import Case
    from shouwen.platform.access.models import Account

    crowd.province()
    crowd.matters(1, size, now=now())
    crowd.settle()
    client = Client()
    client.force_login(
        Account.objects.get(is_superuser=True), "django.contrib.auth.backends.ModelBackend"
    )
    pages = [route.address() for route in guarded() if not route.parameters]
    pages += [
        f"/cases/?view={view}" for view in ("mine", "overdue", "soon", "urged", "open", "closed")
    ]
    pages += [
        f"/cases/{pk}/" for pk in Case.objects.order_by("pk").values_list("pk", flat=True)[:20]
    ]
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value), pages


def measure(args: argparse.Namespace, cookie: str, pages: list[str]) -> None:
    import http.client

    def ask(address: str) -> int:
        link = http.client.HTTPConnection("127.0.0.1", args.port, timeout=60)
        link.request("GET", address, headers={"Cookie": f"sessionid={cookie}"})
        answer = link.getresponse()
        answer.read()
        link.close()
        return answer.status

    ask("/login/")
    worker = workers()
    fresh = resident(worker)
    failed = set()
    for n in range(args.rounds):
        failed |= {page for page in pages if ask(page) >= 500}
        progress(f"round {n + 1}: {resident(worker):.0f} MB")
    used = resident(worker)
    figure(
        "P8 memory of a worker",
        pages=len(pages),
        failed=sorted(failed),
        fresh_mb=round(fresh),
        used_mb=round(used),
        ratio=round(used / fresh, 2),
        goal=1.5,
    )


def workers() -> int:
    """The one child of the gunicorn we started."""
    ours = os.getpid()
    for master in children(ours):
        if found := children(master):
            return found[0]
    raise RuntimeError("no worker is there")


def children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def resident(pid: int) -> float:
    """Megabytes resident in the worker, its own and its share of what the master loaded."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Rss:\s+(\d+)", told, re.M)
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    main()
