"""The types of matters and what each asks, for systems that open cases over the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from ninja import Router, Schema

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.intake import rules
from shouwen.domains.mattertypes import queries as mattertypes
from shouwen.domains.mattertypes.models import MatterType
from shouwen.platform.access.api_types import REFUSALS
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

router = Router(tags=["types"])


class MatterFieldOut(Schema):
    """One question. ``type``: text, number, date, choice."""

    key: str
    label: str
    type: str
    required: bool
    choices: list[str]
    min: float | None
    max: float | None


class MatterTypeOut(Schema):
    """One type that may be chosen. ``code`` is what a case keeps as its category."""

    kind: str
    code: str
    name: str
    sub: str
    version: int | None
    fields: list[MatterFieldOut]


@router.get("", response={200: list[MatterTypeOut], **REFUSALS}, operation_id="list_types")
@requires(rules.OPEN)
def list_types(
    request: StaffRequest, kind: CaseKind, on: date | None = None
) -> list[dict[str, Any]]:
    """What may be chosen for a kind of matter, with the fields that hold on a day (today)."""
    day = on or timezone.localdate()
    asked = {row.top.name: row.asked for row in mattertypes.tree(on=day) if row.top.kind == kind}
    return [_plain(row, asked.get(row.name)) for row in mattertypes.choices(kind)]


def _plain(row: MatterType, asked: mattertypes.Asked | None) -> dict[str, Any]:
    words = {name: getattr(row, name) for name in ("kind", "code", "name", "sub")}
    fields = [field.plain() for field in asked.fields] if asked else []
    return {**words, "version": asked.version if asked else None, "fields": fields}
