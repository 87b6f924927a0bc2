"""Stub gateways on loopback, for the tests of deliveries: they keep what they got and misbehave to order."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DESCRIPTION = """
code = "code"
[request]
url = "{base}/send"
[request.headers]
Authorization = "Bearer {{secret.token}}"
[request.body]
phone = "{{to}}"
template = "{{template}}"
params = "{{variables}}"
sign = "{{sign}}"
out_id = "{{id}}"
[success]
where = {{ code = "OK" }}
id = "data.number"
[refused]
where = {{ code = ["BAD_NUMBER"] }}
[throttled]
where = {{ code = "TOO_MANY" }}
[receipt]
method = "GET"
url = "{base}/receipt?id={{id}}"
[receipt.delivered]
where = {{ status = "DELIVERED" }}
[receipt.sent]
where = {{ status = "SENT" }}
[receipt.failed]
where = {{ status = "FAILED" }}
[receipt.unknown]
where = {{ status = "UNKNOWN" }}
"""


@dataclass
class Gateway:
    """A text message gateway: ``mode`` says how it behaves; ``sent`` is what reached telephones."""

    base: str = ""
    mode: str = "ok"
    sent: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    receipts: str = "ok"
    hang: threading.Event = field(default_factory=threading.Event)
    before: Callable[[], None] = lambda: None

    @property
    def description(self) -> str:
        return DESCRIPTION.format(base=self.base)

    def ids(self) -> list[str]:
        return [one["out_id"] for one in self.sent]


class _Handler(BaseHTTPRequestHandler):
    gateway: Gateway

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        raw = self.rfile.read(length)
        body = json.loads(raw)
        gateway = self.gateway
        gateway.calls.append(body)
        gateway.headers.append({**dict(self.headers.items()), "raw": raw.decode()})
        gateway.before()
        getattr(self, f"_{gateway.mode}")(body)

    def do_GET(self) -> None:
        number = self.path.partition("id=")[2]
        self.gateway.asked.append(number)
        if self.gateway.receipts == "down":
            self._answer(503, {})
            return
        known = number in self.gateway.ids()
        self._answer(200, {"status": "DELIVERED" if known else "UNKNOWN"})

    def _ok(self, body: dict[str, Any]) -> None:
        self.gateway.sent.append(body)
        self._answer(
            200, {"code": "OK", "errcode": 0, "data": {"number": f"p{len(self.gateway.sent)}"}}
        )

    def _error(self, body: dict[str, Any]) -> None:
        self._answer(500, {"code": "ERROR"})

    def _error_but_sent(self, body: dict[str, Any]) -> None:
        self.gateway.sent.append(body)
        self._answer(500, {"code": "ERROR"})

    def _down(self, body: dict[str, Any]) -> None:
        self._answer(503, {})

    def _refuse(self, body: dict[str, Any]) -> None:
        self._answer(200, {"code": "BAD_NUMBER"})

    def _throttle(self, body: dict[str, Any]) -> None:
        self._answer(200, {"code": "TOO_MANY", "errcode": 45009})

    def _gone(self, body: dict[str, Any]) -> None:
        self._answer(410, {})

    def _redirect(self, body: dict[str, Any]) -> None:
        self.send_response(302)
        self.send_header("Location", f"{self.gateway.base}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _half(self, body: dict[str, Any]) -> None:
        """Half an answer: it says more is to come and hangs up."""
        self.gateway.sent.append(body)
        self.send_response(200)
        self.send_header("Content-Length", "500")
        self.end_headers()
        self.wfile.write(b'{"code": "O')
        self.close_connection = True

    def _slow_but_sent(self, body: dict[str, Any]) -> None:
        """Takes the message and says nothing until the test lets go."""
        self.gateway.sent.append(body)
        self.gateway.hang.wait(20)
        self.close_connection = True

    def _slow_not_sent(self, body: dict[str, Any]) -> None:
        self.gateway.hang.wait(20)
        self.close_connection = True

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def gateway() -> Iterator[Gateway]:
    """One gateway on a free port of loopback."""
    mine = Gateway()
    handler = type("Handler", (_Handler,), {"gateway": mine})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    mine.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield mine
    finally:
        mine.hang.set()
        server.shutdown()
        server.server_close()
        thread.join()
