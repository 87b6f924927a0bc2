"""What the senders over HTTP have in common: how connections and statuses read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from shouwen.platform.notify import outgoing
from shouwen.platform.notify.choices import Result
from shouwen.platform.notify.gateway import Call
from shouwen.platform.notify.outgoing import Answer
from shouwen.platform.notify.senders.letter import Opened, Outcome, failed, unsure

_ACCESS = {401, 403, 404, 405, 407}
_UNSURE = {502, 504}
_PAUSE = 60


def post(call: Call, channel: Opened, read: Callable[[Answer], Outcome]) -> Outcome:
    """Send the call and let ``read`` judge its answer."""
    try:
        answer = outgoing.send(
            call.method,
            call.url,
            headers=call.headers,
            content=call.content,
            allow_private=channel.allow_private,
            timeout=channel.timeout,
        )
    except (outgoing.NotAllowed, outgoing.NotSent) as error:
        return failed(str(error))
    except outgoing.NoAnswer as error:
        return unsure(str(error))
    return read(answer)


def by_status(answer: Answer) -> Outcome | None:
    """What the status alone says; None for a success, whose body is to be read."""
    status = answer.status
    if 200 <= status < 300:
        return None
    if status == 429:
        pause = answer.retry_after() or _PAUSE
        return Outcome(Result.THROTTLED, "http_429", status, retry_after=pause)
    if status in _UNSURE:
        return unsure(f"http_{status}", status)
    if status >= 500 or status in _ACCESS or 300 <= status < 400:
        return failed(f"http_{status}", status, answer.retry_after())
    return Outcome(Result.REFUSED, f"http_{status}", status)


def document(answer: Answer) -> Any:
    """The body as JSON; None when it is none (half an answer, a proxy's page)."""
    try:
        return json.loads(answer.body)
    except ValueError:
        return None
