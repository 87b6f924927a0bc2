"""A client of the Shouwen API in the standard library alone: open a case, urge it, answer it.

    SHOUWEN_URL=https://shouwen.example.cn SHOUWEN_TOKEN=sw_… python client.py

The token is made on the page of one's own account and acts under the post it was made for.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen


class Refusal(Exception):
    """The service said no; ``code`` is stable, ``message`` is for people."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        self.status, self.code = status, answer.get("code", "")
        super().__init__(
            f"{status} {self.code}: {answer.get('message', '')} {answer.get('fields', '')}"
        )


class Shouwen:
    """The verbs of a case. Every write carries a key: sent twice, it is done once."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url.rstrip("/"), token

    def call(self, method: str, path: str, body: Any = None, *, key: str = "") -> Any:
        data = None if body is None else json.dumps(body).encode()
        return json.loads(self.send(method, path, data, "application/json", key=key))

    def send(
        self, method: str, path: str, data: bytes | None, kind: str, *, key: str = ""
    ) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        request = Request(f"{self.url}/api/v1{path}", data, headers, method=method)
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.read()
        except HTTPError as error:
            with error:
                raise Refusal(error.code, json.load(error)) from None

    def open_case(self, *, key: str = "", **matter: Any) -> dict[str, Any]:
        """``key``: a name of your own for this matter, such as its number in your system."""
        return self.call("POST", "/cases", matter, key=key)

    def verb(self, name: str, case_id: int, **terms: Any) -> dict[str, Any]:
        """accept, dispatch, note, urge, answer, close … each answers with the case as it is then."""
        return self.call("POST", f"/cases/{case_id}/{name}", terms)

    def appoint(self, case_id: int, *, offer: bool = False) -> dict[str, Any]:
        """The first window that is free, agreed with the customer or offered for the customer to decide."""
        path = f"/links/cases/{case_id}/appointment"
        now = self.call("GET", path)
        seen = now["held"] and now["held"]["id"]
        start = next(
            w["starts_at"]
            for w in now["windows"]
            if w["starts_at"] != (now["held"] or {}).get("starts_at")
        )
        return self.call("POST", path, {"starts_at": start, "seen": seen, "offer": offer})

    def import_file(self, path: Path, profile: str, *, key: str = "") -> dict[str, Any]:
        """Send a table and wait until it has been tried; ``commit`` then writes the rows that are fine."""
        mark = uuid.uuid4().hex
        head = f"--{mark}\r\nContent-Disposition: form-data; name="
        form = (
            f'{head}"profile"\r\n\r\n{profile}\r\n'
            f'{head}"file"; filename="{path.name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        )
        data = form.encode() + path.read_bytes() + f"\r\n--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
        return self.wait(json.loads(self.send("POST", "/imports", data, kind, key=key)))

    def commit(self, one: dict[str, Any]) -> dict[str, Any]:
        return self.wait(self.call("POST", f"/imports/{one['id']}/commit"))

    def rejects(self, one: dict[str, Any]) -> str:
        """The rows that stay out, as CSV: mend them and send them again by the same profile."""
        return self.send("GET", f"/imports/{one['id']}/rejects", None, "text/csv").decode(
            "utf-8-sig"
        )

    def wait(self, one: dict[str, Any]) -> dict[str, Any]:
        while one["running"]:
            time.sleep(1)
            one = self.call("GET", f"/imports/{one['id']}")
        return one


def main() -> None:
    service = Shouwen(os.environ["SHOUWEN_URL"], os.environ["SHOUWEN_TOKEN"])
    case = service.open_case(
        kind="fault_report",
        channel="app",
        title="宽带无法上网",
        text="光猫红灯，客户今天在家",
        key=f"app-{uuid.uuid4()}",
    )
    print("opened", case["number"])
    service.verb("urge", case["id"], text="客户在线催问进度", channel="app")
    service.verb("accept", case["id"])
    case = service.verb("answer", case["id"], text="已远程复位光猫，恢复正常", contacted=True)
    print(case["number"], case["state"], "urges:", case["urges"])


if __name__ == "__main__":
    try:
        main()
    except Refusal as refusal:
        sys.exit(str(refusal))
