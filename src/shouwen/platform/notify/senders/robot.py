"""群机器人: the webhook of a WeCom group. Its address is the secret; twenty messages a minute."""

from __future__ import annotations

import json

from shouwen.platform.notify.choices import Result
from shouwen.platform.notify.gateway import Call
from shouwen.platform.notify.outgoing import Answer
from shouwen.platform.notify.senders.http import by_status, document, post
from shouwen.platform.notify.senders.letter import Letter, Opened, Outcome, Unasked, failed, unsure

TEXT_BYTES, MARKDOWN_BYTES = 2048, 4096
PER_MINUTE = 20
_FREQUENCY = 45009
_PAUSE = 60


class Robot(Unasked):
    """Text for one alarm, markdown for a digest of several."""

    repeatable = False

    def send(self, letter: Letter, channel: Opened) -> Outcome:
        if letter.subject:
            words = f"**{letter.subject}**\n{letter.text}"
            body = {"msgtype": "markdown", "markdown": {"content": cut(words, MARKDOWN_BYTES)}}
        else:
            body = {"msgtype": "text", "text": {"content": cut(letter.text, TEXT_BYTES)}}
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        return post(Call("POST", channel.secret["url"], headers, content), channel, _judged)


def _judged(answer: Answer) -> Outcome:
    if (said := by_status(answer)) is not None:
        return said
    body = document(answer)
    if not isinstance(body, dict) or "errcode" not in body:
        return unsure("half_an_answer", answer.status)
    if body["errcode"] == 0:
        return Outcome(Result.SENT, "", answer.status)
    code = f"wecom_{body['errcode']}"
    if body["errcode"] == _FREQUENCY:
        return Outcome(Result.THROTTLED, code, answer.status, retry_after=_PAUSE)
    return failed(code, answer.status)


def cut(text: str, most: int) -> str:
    """At most so many bytes, never half a character; what was left out is said by a dot line."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    return raw[: most - 3].decode(errors="ignore") + "…"
