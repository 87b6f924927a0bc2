"""The smallest bodies the API takes, made from its own description: a request that is refused for its words proves nothing."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from shouwen.web.api import api

Shape = dict[str, Any]
_PLAIN: dict[str, Any] = {"boolean": True, "object": {}, "number": 1}


@cache
def _described() -> Shape:
    return json.loads(json.dumps(api.get_openapi_schema()))


@cache
def _operations() -> dict[str, Shape]:
    """By operation id: what it wants to be sent."""
    operations = (one for path in _described()["paths"].values() for one in path.values())
    return {one["operationId"]: one.get("requestBody", {}).get("content", {}) for one in operations}


def body_of(operation: str) -> tuple[str, str]:
    """What this operation is sent, and as what."""
    for kind, wanted in _operations().get(operation, {}).items():
        if kind == "application/json":
            return json.dumps(_value(wanted["schema"])), kind
        form = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n甲\r\n--x--\r\n'
        return form, "multipart/form-data; boundary=x"
    return "{}", "application/json"


def _value(shape: Shape) -> Any:
    if "$ref" in shape:
        return _value(_described()["components"]["schemas"][shape["$ref"].rpartition("/")[2]])
    for some in ("allOf", "anyOf"):
        if some in shape:
            return _value(shape[some][0])
    if "enum" in shape or "const" in shape:
        return shape["const"] if "const" in shape else shape["enum"][0]
    match shape.get("type"):
        case "object" if "properties" in shape:
            wanted = shape.get("required", [])
            return {name: _value(shape["properties"][name]) for name in wanted}
        case "array":
            return [_value(shape["items"])] * shape.get("minItems", 0)
        case "string":
            return _words(shape)
        case "integer":
            return max(1, shape.get("minimum", 1))
        case other:
            return _PLAIN.get(str(other))


def _words(shape: Shape) -> str:
    match shape.get("format"):
        case "date":
            return "2100-01-01"
        case "date-time":
            return "2100-01-01T00:00:00Z"
        case _:
            return "甲" * max(12, shape.get("minLength", 0))
