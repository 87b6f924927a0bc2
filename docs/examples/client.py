"""A client of the Shouwen API in the standard library alone: open a case, urge it, answer it.

    SHOUWEN_URL=https://shouwen.example.cn SHOUWEN_TOKEN=sw_… python client.py

The token is made on the page of one's own account and acts under the post it was made for.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
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
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/api/v1{path}", data, headers, method=method)
        try:
            with urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except HTTPError as error:
            with error:
                raise Refusal(error.code, json.load(error)) from None

    def open_case(self, *, key: str = "", **matter: Any) -> dict[str, Any]:
        """``key``: a name of your own for this matter, such as its number in your system."""
        return self.call("POST", "/cases", matter, key=key)

    def verb(self, name: str, case_id: int, **terms: Any) -> dict[str, Any]:
        """accept, dispatch, note, urge, answer, close … each answers with the case as it is then."""
        return self.call("POST", f"/cases/{case_id}/{name}", terms)


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
