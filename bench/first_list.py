"""P9: the first list on a weak machine, against the same page lying still on a disk.

    python -m bench.first_list [--rounds 5]

A real Chromium with the processor slowed 4 times and a line of 10 Mbit/s and 20 ms opens the case list
with nothing cached, until its rows stand and its elements are alive. The twin is what the server
answered, served as a file with the same assets: what remains between the two is ours to mend.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from bench.ground import figure, installation, progress
from bench.intake import web

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CASES = 1_000
LINE = {
    "offline": False,
    "latency": 20,
    "downloadThroughput": 1_250_000,
    "uploadThroughput": 1_250_000,
}
ALIVE = "() => document.querySelector('#list tbody tr') && customElements.get('work-list')"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--port", type=int, default=8193)
    args = parser.parse_args()
    with installation() as home:
        cookie = crowd()
        with web(args.port):
            measure(args, home, cookie)
    scripts()


def crowd() -> str:
    """A county's reader before a thousand open cases; the session as a cookie."""
    from django.conf import settings
    from django.test import Client
    from django.utils.timezone import now

    from bench import crowd
    from shouwen.platform.access.models import Account

    readers = crowd.province().readers
    crowd.matters(1, CASES, now=now())
    crowd.settle()
    client = Client()
    client.force_login(
        Account.objects.get(login=readers["province"]), "django.contrib.auth.backends.ModelBackend"
    )
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def measure(args: argparse.Namespace, home: Path, cookie: str) -> None:
    from playwright.sync_api import sync_playwright

    ours, still = f"http://127.0.0.1:{args.port}/cases/?view=open", ""
    with sync_playwright() as engine:
        browser = engine.chromium.launch(
            executable_path=os.environ.get("SHOUWEN_CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        (home / "twin" / "cases").mkdir(parents=True)
        (home / "twin" / "cases" / "index.html").write_text(body(browser, ours, cookie))
        with files(home / "twin", args.port + 1) as still:
            both: list[tuple[float, float]] = []
            for n in range(args.rounds + 1):
                both.append((cold(browser, ours, cookie), cold(browser, still, cookie)))
                progress(f"round {n}: ours {both[-1][0]:.0f} ms, still {both[-1][1]:.0f} ms")
        browser.close()
    pairs = both[1:]  # the first warms the server
    figure(
        "P9 first usable list, cold",
        milliseconds=round(statistics.median(a for a, _ in pairs)),
        still_milliseconds=round(statistics.median(b for _, b in pairs)),
        ratio=round(statistics.median(a / b for a, b in pairs), 2),
        goal_milliseconds=2000,
    )


def body(browser: Browser, address: str, cookie: str) -> str:
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    answer = context.request.get(address)
    text = answer.text()
    context.close()
    return text


@contextmanager
def files(root: Path, port: int) -> Iterator[str]:
    """The twin and the built assets, packed as our server packs them, by the simplest server there is."""
    static = Path(__file__).resolve().parents[1] / "src/shouwen/platform/ui/static"
    (root / "static").symlink_to(static)

    class Packed(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            packed = gzip.compress(path.read_bytes(), 6)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the figures are what is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Packed, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}/cases/"
    finally:
        server.shutdown()
        thread.join()


def cold(browser: Browser, address: str, cookie: str) -> float:
    """Milliseconds from asking to rows that can be worked, with an empty cache."""
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", LINE)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(ALIVE, polling=10)
    took = (time.perf_counter() - began) * 1000
    context.close()
    return took


def scripts() -> None:
    """Our own scripts as they travel; the chart shell comes only where a chart is."""
    built = Path(__file__).resolve().parents[1] / "src/shouwen/platform/ui/static/ui/dist/assets"
    app = [f for f in built.glob("*.js") if not f.name.startswith("chart")]
    figure(
        "P9 scripts without charts",
        kilobytes_packed=round(sum(len(gzip.compress(f.read_bytes(), 9)) for f in app) / 1024, 1),
        goal=40,
    )


if __name__ == "__main__":
    main()
