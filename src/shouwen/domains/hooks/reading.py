"""The body of a delivery: what the sender wants, checked word by word."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.hooks.errors import Unreadable
from shouwen.platform.access.api_types import Given, Words, no_nul

Key = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, strip_whitespace=True, pattern=r"^[^\x00]+$"),
]
_STRICT = ConfigDict(extra="forbid")


class Caller(BaseModel):
    """Whom the matter is about."""

    model_config = _STRICT
    name: Annotated[str, StringConstraints(max_length=100)] = ""
    phone: Annotated[str, StringConstraints(max_length=30)] = ""
    address: Annotated[str, StringConstraints(max_length=300)] = ""


class Wanted(BaseModel):
    """One delivery. ``id`` names the delivery, ``reference`` the matter, both in the sender's words."""

    model_config = _STRICT
    id: Key
    do: Literal["open", "note", "urge"]
    reference: Key
    kind: CaseKind = CaseKind.SERVICE_REQUEST
    title: Annotated[str, StringConstraints(max_length=200)] = ""
    text: Words = ""
    customer: Caller = Caller()


class Opening(Wanted):
    """A matter needs a title."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Noting(Wanted):
    """A note needs words."""

    text: Given


def read(body: bytes) -> Wanted:
    """What the sender wants; Unreadable names the field and never repeats what it said."""
    try:
        no_nul(body.decode("utf-8").replace("\\u0000", "\x00"))
        wanted = Wanted.model_validate_json(body)
        shapes: dict[str, type[Wanted]] = {"open": Opening, "note": Noting}
        return shapes.get(wanted.do, Wanted).model_validate_json(body)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise Unreadable(what=f"{where}: {first['msg']}"[:200]) from None
    except ValueError:
        raise Unreadable(what="body: UTF-8 text without NUL is expected") from None
