"""The register as a file: one row a duty."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shouwen.domains.duties.queries import Line, Register
from shouwen.domains.duties.words import limit_words, waiting_words

COLUMNS = {
    "unit": _("Department code"),
    "unit_name": _("Department"),
    "name": _("Duty"),
    "purpose": _("What for"),
    "topic": _("Topic of the A/B contacts"),
    "a": _("A contact"),
    "b": _("B contact"),
    "within": _("Answered within"),
    "waiting": _("With the customer waiting"),
    "valid_from": _("Valid from"),
    "published": _("Published on"),
    "remark": _("Remark"),
}


def rows(registers: Iterable[Register]) -> list[tuple[str, ...]]:
    return [_row(found, line) for found in registers for line in found.lines]


def _row(found: Register, line: Line) -> tuple[str, ...]:
    duty, contacts = line.duty, {c.role: c.staff for c in line.contacts}
    a, b = (
        f"{who.name} {who.work_phone}".strip() if (who := contacts.get(role)) else ""
        for role in "AB"
    )
    return (
        found.unit.code,
        found.unit.name,
        duty.name,
        duty.purpose,
        duty.topic,
        a,
        b,
        limit_words(duty),
        waiting_words(duty),
        duty.valid_from.isoformat(),
        localdate(duty.published_at).isoformat() if duty.published_at else "",
        duty.remark,
    )
