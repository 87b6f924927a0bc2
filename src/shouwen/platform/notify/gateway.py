"""A text message gateway described instead of programmed: what to ask, and how to read the answer.

The description is TOML (docs/operations/gateways.md). ``{name}`` in a text is replaced; a value that
is nothing but ``{variables}`` becomes the whole table of variables. A condition names a place in the
answer (``data.0.code``) and what stands there: one value or a list of values.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

Values = Mapping[str, Any]
_PLACE = re.compile(r"\{([a-z_]+(?:\.[A-Za-z0-9_]+)?)\}")
_METHODS = {"GET", "POST", "PUT"}
KNOWN = {"to", "template", "variables", "variables_json", "text", "id", "sign", "at"}


class BadDescription(ValueError):
    """The description cannot be used; the argument says what and where."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request as the description wants it."""

    method: str
    url: str
    headers: dict[str, str]
    content: bytes


def read(text: str) -> dict[str, Any]:
    """The description, checked: what is not in it is said before anything is sent."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDescription(str(error)) from error
    if not isinstance(found.get("request"), dict):
        raise BadDescription("[request]")
    if not isinstance(found.get("success"), dict) or not found["success"].get("where"):
        raise BadDescription("[success] where")
    for part in ("request", "receipt"):
        if part in found:
            _check_call(found[part], part)
    receipt = found.get("receipt")
    if receipt and not all(receipt.get(word, {}).get("where") for word in ("delivered", "unknown")):
        raise BadDescription("[receipt.delivered] where, [receipt.unknown] where")
    return found


def _check_call(part: Values, name: str) -> None:
    if not isinstance(part.get("url"), str) or not part["url"].startswith(("http://", "https://")):
        raise BadDescription(f"[{name}] url")
    if part.get("method", "POST") not in _METHODS:
        raise BadDescription(f"[{name}] method")
    if part.get("format", "json") not in {"json", "form"}:
        raise BadDescription(f"[{name}] format")
    for word in _words(part):
        if word not in KNOWN and not word.startswith("secret."):
            raise BadDescription(f"[{name}] {{{word}}}")


def _words(value: Any) -> set[str]:
    if isinstance(value, str):
        return set(_PLACE.findall(value))
    if isinstance(value, Mapping):
        return {word for inner in value.values() for word in _words(inner)}
    if isinstance(value, list):
        return {word for inner in value for word in _words(inner)}
    return set()


def call(part: Values, values: Values) -> Call:
    """The request of this part with the values filled in."""
    method = str(part.get("method", "POST"))
    headers = {
        str(name): str(filled(text, values)) for name, text in part.get("headers", {}).items()
    }
    url = _PLACE.sub(lambda m: quote(_text(_value(m[1], values)), safe=""), part["url"])
    body = filled(part.get("body", {}), values)
    if method == "GET" or not body:
        content = b""
    elif part.get("format", "json") == "form":
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        content = urlencode({name: _text(value) for name, value in body.items()}).encode()
    else:
        headers.setdefault("Content-Type", "application/json")
        content = json.dumps(body, ensure_ascii=False).encode()
    return Call(method, url, headers, content)


def filled(value: Any, values: Values) -> Any:
    """The value with its placeholders replaced, at any depth."""
    if isinstance(value, str):
        alone = _PLACE.fullmatch(value)
        if alone:
            return _value(alone[1], values)
        return _PLACE.sub(lambda m: _text(_value(m[1], values)), value)
    if isinstance(value, Mapping):
        return {name: filled(inner, values) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, values) for inner in value]
    return value


def _value(word: str, values: Values) -> Any:
    found: Any = values
    for name in word.split("."):
        found = found.get(name, "") if isinstance(found, Mapping) else ""
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def dig(answer: Any, path: str) -> Any:
    """What stands at a place of the answer; None when there is no such place."""
    for name in path.split("."):
        if isinstance(answer, Mapping):
            answer = answer.get(name)
        elif isinstance(answer, list) and name.isdecimal() and int(name) < len(answer):
            answer = answer[int(name)]
        else:
            return None
    return answer


def meets(part: Any, answer: Any) -> bool:
    """Whether every condition of ``where`` holds; no conditions hold never."""
    where = part.get("where") if isinstance(part, Mapping) else None
    if not where:
        return False
    return all(_same(dig(answer, path), wanted) for path, wanted in where.items())


def _same(found: Any, wanted: Any) -> bool:
    options = wanted if isinstance(wanted, list) else [wanted]
    return any(found == option or str(found) == str(option) for option in options)
