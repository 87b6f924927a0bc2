"""短信: any gateway that takes HTTP and JSON or a form, as its description says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shouwen.platform.notify import gateway
from shouwen.platform.notify.choices import Result
from shouwen.platform.notify.outgoing import Answer
from shouwen.platform.notify.senders.http import by_status, document, post
from shouwen.platform.notify.senders.letter import Letter, Opened, Outcome, failed, unsure

_THROTTLE_SECONDS = 60


class TextMessages:
    """Approved templates with variables, one number a message, receipts by our own id."""

    repeatable = False

    def send(self, letter: Letter, channel: Opened) -> Outcome:
        description = gateway.read(channel.config["gateway"])
        asked = description["request"]
        done = post(
            gateway.call(asked, _values(letter, channel)),
            channel,
            lambda answer: _judged(answer, description),
        )
        doubtful = done.result is Result.FAILED and done.status is not None and done.status >= 500
        if doubtful and done.status != 503 and self.receipts(channel.config):
            return unsure(done.code, done.status)  # asking costs nothing, a second message does
        return done

    def receipts(self, config: Mapping[str, Any]) -> bool:
        return "receipt" in gateway.read(config["gateway"])

    def ask(self, letter: Letter, channel: Opened) -> Outcome | None:
        part = gateway.read(channel.config["gateway"])["receipt"]
        call = gateway.call(part, _values(letter, channel))
        found = post(call, channel, lambda answer: _receipt(answer, part))
        return None if found.result is Result.UNCERTAIN or found.broken else found


def _values(letter: Letter, channel: Opened) -> dict[str, Any]:
    return {
        "to": letter.to,
        "template": letter.template,
        "variables": dict(letter.variables),
        "variables_json": json.dumps(dict(letter.variables), ensure_ascii=False),
        "text": letter.text,
        "id": letter.uid,
        "sign": str(channel.config.get("sign", "")),
        "at": letter.at.isoformat(timespec="seconds"),
        "secret": channel.secret,
    }


def _judged(answer: Answer, description: Mapping[str, Any]) -> Outcome:
    """A status first, then what the description calls a success, a refusal or too much."""
    said, body = by_status(answer), document(answer)
    if body is None:
        return said or unsure("half_an_answer", answer.status)
    success = description["success"]
    if said is None and gateway.meets(success, body):
        number = gateway.dig(body, success["id"]) if success.get("id") else ""
        return Outcome(Result.SENT, "", answer.status, provider_id=str(number or "")[:120])
    code = _code(description, body) or (said.code if said else "not_accepted")
    if gateway.meets(description.get("throttled"), body):
        return Outcome(Result.THROTTLED, code, answer.status, retry_after=_THROTTLE_SECONDS)
    if gateway.meets(description.get("refused"), body):
        return Outcome(Result.REFUSED, code, answer.status)
    return said or failed(code, answer.status)


def _code(description: Mapping[str, Any], body: Any) -> str:
    path = description.get("code")
    return str(gateway.dig(body, path) or "")[:60] if path else ""


def _receipt(answer: Answer, part: Mapping[str, Any]) -> Outcome:
    body = document(answer)
    if by_status(answer) is not None or body is None:
        return unsure("no_receipt", answer.status)
    for word, result in (
        ("delivered", Result.DELIVERED),
        ("failed", Result.REFUSED),
        ("sent", Result.SENT),
        ("unknown", Result.FAILED),
    ):
        if gateway.meets(part.get(word), body):
            return Outcome(result, "" if result is not Result.REFUSED else "not_delivered")
    return unsure("no_receipt", answer.status)
