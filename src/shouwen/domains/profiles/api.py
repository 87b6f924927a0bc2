"""Import profiles by other systems: seen with their versions, and saved as in the editor; ``POST /imports`` uses them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from shouwen.domains.imports import rules, uploads
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.domains.profiles import actions, queries
from shouwen.platform.access.api_types import REFUSALS, ErrorOut, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exchange.errors import ProfileRefused

router = Router(tags=["imports"])


class ProfileOut(Schema):
    """A profile that the caller may use."""

    code: str
    title: str


class VersionOut(Schema):
    """One version of a profile; it never changes. ``by`` and ``at``: who saved it, and when."""

    version: int
    by: str
    at: datetime | None


class ProfileDetailOut(Schema):
    """A profile in its newest version. ``version`` 0: it comes with the program and was never saved here."""

    code: str
    title: str
    shape: str
    version: int
    document: dict[str, Any]
    versions: list[VersionOut]


class ProfileIn(Schema):
    """``document``: the words of docs/concepts/profiles.md as JSON. ``base``: the version this edit began from.

    0 makes a new profile; where somebody saved meanwhile the answer is 409 ``profile_moved``.
    """

    document: dict[str, Any]
    base: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] = 0


def told(code: str, document: Mapping[str, Any]) -> ProfileDetailOut:
    return ProfileDetailOut(
        code=code,
        title=document.get("title", document["profile"]),
        shape=document["shape"],
        version=queries.newest(code),
        document=dict(document),
        versions=[VersionOut(version=v.version, by=v.who, at=v.at) for v in queries.versions(code)],
    )


@router.get("", response={200: list[ProfileOut], **REFUSALS}, operation_id="list_import_profiles")
@requires(rules.FILES)
def list_profiles(request: StaffRequest) -> list[ProfileOut]:
    """The profiles the caller may bring files in by."""
    found = uploads.choices((), may=request.acting.may)
    return [ProfileOut(code=one.key, title=one.label) for one in found]


@router.post(
    "",
    response={201: ProfileDetailOut, **REFUSALS, 422: ErrorOut},
    operation_id="save_import_profile",
)
@requires(rules.FILES)
def save_profile(request: StaffRequest, profile: ProfileIn) -> HttpResponse:
    """Save a profile as the next version of its code; 422 ``profile_refused`` names the place of a mistake."""

    def write() -> ProfileDetailOut:
        saved = actions.save(
            profile.document,
            base=profile.base,
            may=request.acting.may,
            by=request.acting.actor(),
            at=timezone.now(),
        )
        return told(saved.code, saved.spec)

    try:
        return once(request, ProfileDetailOut, write, status=201)
    except ProfileRefused as refusal:
        said = ErrorOut(code=refusal.code, message=str(refusal), details=refusal.data)
        return HttpResponse(
            said.model_dump_json(), status=422, content_type="application/json; charset=utf-8"
        )


@router.get(
    "/{path:code}", response={200: ProfileDetailOut, **REFUSALS}, operation_id="get_import_profile"
)
@requires(rules.FILES)
def get_profile(request: StaffRequest, code: str) -> ProfileDetailOut:
    """One profile with its document, for whoever may bring in such rows."""
    document = uploads.documents().get(code)
    shape = SHAPES.get(str(document.get("shape"))) if document else None
    if document is None or shape is None or not request.acting.may(shape.permission):
        raise Http404
    return told(code, document)
