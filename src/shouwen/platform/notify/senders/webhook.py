"""Webhooks out: signed JSON by the scheme of Standard Webhooks; the receiver keeps one of two."""

from __future__ import annotations

import json

from shouwen.platform.notify import signing
from shouwen.platform.notify.choices import Result
from shouwen.platform.notify.gateway import Call
from shouwen.platform.notify.outgoing import Answer
from shouwen.platform.notify.senders.http import by_status, post
from shouwen.platform.notify.senders.letter import Letter, Opened, Outcome, Unasked

_GONE = 410


class Webhook(Unasked):
    """Delivered with the first 2xx; the same id at every retry lets the receiver drop doubles."""

    repeatable = True

    def send(self, letter: Letter, channel: Opened) -> Outcome:
        content = json.dumps(letter.payload, ensure_ascii=False, separators=(",", ":")).encode()
        headers = signing.headers(
            channel.secret["key"], message=f"msg_{letter.uid}", at=letter.at, body=content
        )
        return post(Call("POST", channel.secret["url"], headers, content), channel, _judged)


def _judged(answer: Answer) -> Outcome:
    if answer.status == _GONE:
        return Outcome(Result.REFUSED, "gone", answer.status, gone=True)
    return by_status(answer) or Outcome(Result.DELIVERED, "", answer.status)
