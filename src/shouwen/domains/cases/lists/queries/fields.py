"""The fields a list of cases can be narrowed by, and how each may be compared.

One language for the page, its file, saved views and the API: ``field:comparison:value``, such as
``urges:ge:2``, ``owner:empty`` or ``extra.band:is:500M``; several of them must all hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind, CaseState, Channel
from shouwen.domains.customers.choices import Tier
from shouwen.kernel.errors import Refused

EXTRA = "extra."
LONGEST = 120
DUE = "due"
MOST = 20
"""Conditions one list may carry."""
_REVEALING = 7
"""Digits in a row that could be a number of a person."""

Choices = tuple[tuple[str, str | Promise], ...]
COMPARISONS: dict[str, Promise] = {
    "is": _("is"),
    "not": _("is not"),
    "has": _("contains"),
    "starts": _("begins with"),
    "ge": _("at least"),
    "le": _("at most"),
    "from": _("from this day on"),
    "to": _("up to this day"),
    "empty": _("is empty"),
    "set": _("is not empty"),
}
WITHOUT_VALUE = frozenset({"empty", "set"})
_BLANK = ("empty", "set")
_COMPARED = {
    "text": ("is", "not", "has", "starts"),
    "number": ("is", "ge", "le"),
    "day": ("from", "to"),
    "choice": ("is", "not"),
    "person": ("is", "not"),
    "exact": ("is",),
}


class ConditionUnreadable(Refused):
    """A condition names no field, compares it as it cannot be compared, or with what it cannot be."""

    code = "condition_unreadable"
    message = _("“%(given)s” cannot be looked for: %(why)s")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a case: where it stands, what it holds, and whether it may be empty.

    ``within`` is the condition that the comparison is put into where the field stands in another table;
    ``worded``: what it says is among the words that cases are searched by.
    """

    label: str | Promise
    type: str
    sql: str
    blank: str = ""
    choices: Choices = ()
    within: str = "{}"
    digits: int = 9
    key: str = ""
    worded: bool = False

    @property
    def comparisons(self) -> tuple[str, ...]:
        return _COMPARED[self.type] + (_BLANK if self.blank else ())


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison as the address says it."""

    field: str
    how: str
    value: str = ""

    def __str__(self) -> str:
        return ":".join([self.field, self.how, *([self.value] if self.value else [])])


@dataclass(frozen=True, slots=True)
class Meant:
    """A condition ready for the database: the field, and the value in its own type."""

    field: Field
    how: str
    value: Any


_NULL, _NOTHING = "IS NULL", "= ''"
_CUSTOMER = "c.customer_id IN (SELECT p.id FROM customers_customer p WHERE {})"
_ACCOUNT = "c.account_id IN (SELECT a.id FROM customers_serviceaccount a WHERE {})"
FIELDS: dict[str, Field] = {
    "number": Field(_("Number"), "text", "c.number", worded=True),
    "title": Field(_("Matter"), "text", "c.title", worded=True),
    "kind": Field(_("Kind"), "choice", "c.kind", choices=tuple(CaseKind.choices)),
    "category": Field(_("Category"), "text", "c.category", _NOTHING),
    "channel": Field(_("Channel"), "choice", "c.channel", choices=tuple(Channel.choices)),
    "state": Field(_("State"), "choice", "c.state", choices=tuple(CaseState.choices)),
    "urges": Field(_("Urges"), "number", "c.urges"),
    "returns": Field(_("Returned"), "number", "c.returns"),
    "reopens": Field(_("Reopened"), "number", "c.reopens"),
    "handovers": Field(_("Handed on"), "number", "c.reassignments"),
    "owner": Field(_("First asked"), "person", "c.owner_id", _NULL),
    "handler": Field(_("Handler"), "person", "c.handler_id", _NULL),
    "opened": Field(_("Opened at"), "day", "c.opened_at"),
    DUE: Field(_("Due"), "day", "k.sort_at"),
    "changed": Field(_("Last change"), "day", "c.changed_at"),
    "answered": Field(_("Answered at"), "day", "c.answered_at", _NULL),
    "ended": Field(_("Ended at"), "day", "c.closed_at", _NULL),
    "archived": Field(_("Archived at"), "day", "c.archived_at", _NULL),
    "customer": Field(_("Customer (id)"), "number", "c.customer_id", _NULL, digits=18),
    "tier": Field(
        _("Customer tier"), "choice", "p.tier", choices=tuple(Tier.choices), within=_CUSTOMER
    ),
    "phone": Field(_("Telephone, last four digits"), "exact", "p.phone_tail", within=_CUSTOMER),
    "account": Field(_("Account number"), "exact", "a.number", within=_ACCOUNT),
    "product": Field(_("Product"), "text", "a.product", within=_ACCOUNT),
    "batch": Field(_("Source batch"), "number", "c.source_batch", _NULL, digits=18),
}
_KEPT: dict[str, Field] = {
    "mood": Field(_("Mood"), "text", "", "?", key="mood"),
    "settled_at_counter": Field(
        _("Settled at the counter"), "text", "", "?", key="settled_at_counter"
    ),
}


@dataclass(frozen=True, slots=True)
class Dynamic:
    """A field that a type of matter asks: its name on the form, and what it holds."""

    label: str
    type: str
    choices: tuple[str, ...] = ()


_described: list[Callable[[], Mapping[str, Dynamic]]] = []


def register(described: Callable[[], Mapping[str, Dynamic]]) -> None:
    """Tell which dynamic fields there are; apps above do, when they are ready."""
    _described.append(described)


def described() -> dict[str, Field]:
    """The dynamic fields that somebody describes, under the names of the address."""
    found = {EXTRA + key: one for key, one in _KEPT.items()}
    for source in _described:
        for key, one in source().items():
            type_ = "day" if one.type == "date" else one.type
            choices = tuple((word, word) for word in one.choices)
            found[EXTRA + key] = Field(one.label, type_, "", "?", choices, key=key)
    return found


def field_of(name: str, known: Mapping[str, Field] | None = None) -> Field | None:
    """The field of this name. One that nobody describes is compared for being equal or empty only."""
    if name in FIELDS:
        return FIELDS[name]
    key = name.removeprefix(EXTRA)
    if not name.startswith(EXTRA) or not 0 < len(key) <= 60:
        return None
    known = described() if known is None else known
    return known.get(name) or Field(key, "exact", "", "?", key=key)


def read(text: str, *, closed: bool = False) -> Condition:
    """``field:comparison:value``, checked; ``closed``: the list holds ended cases.

    Raises ConditionUnreadable with what to write instead.
    """
    name, how, value = [*text.replace("\x00", "").split(":", 2), "", ""][:3]
    field, value = field_of(name), value.strip()
    if field is None:
        raise _wrong(
            text,
            _("there is no such field; take one of %(known)s, or extra.NAME"),
            known=", ".join(FIELDS),
        )
    if how not in field.comparisons:
        raise _wrong(
            text, _("this field is compared by %(known)s"), known=", ".join(field.comparisons)
        )
    if closed and name == DUE:
        raise _wrong(text, _("ended cases are neither due nor waiting"))
    if how in WITHOUT_VALUE:
        return Condition(name, how)
    if why := _unfit(name, field, value):
        raise _wrong(text, why[0], **why[1])
    return Condition(name, how, value)


def _wrong(given: str, why: Any, **params: object) -> ConditionUnreadable:
    return ConditionUnreadable(given=given[:LONGEST], why=why % params if params else why)


def _unfit(name: str, field: Field, value: str) -> tuple[Any, dict[str, object]] | None:
    """Why this cannot be a value of the field; None where it can."""
    if not value or len(value) > LONGEST:
        return _("write a value of at most %(most)s characters"), {"most": LONGEST}
    if field.type == "choice" and value not in dict(field.choices):
        return _("take one of %(known)s"), {"known": ", ".join(v for v, _label in field.choices)}
    if field.type == "number" and not _is_number(field, value):
        return _("write a number, such as 2"), {}
    if field.type == "person" and not re.fullmatch(r"[0-9]{1,18}", value):
        return _("name the person by id"), {}
    if field.type == "day" and _day(value) is None:
        return _("write a day, such as 2026-11-23"), {}
    if name == "phone" and not re.fullmatch(r"[0-9]{4}", value):
        return _("write the last four digits"), {}
    if field.key and field.type == "exact" and re.search(rf"\d{{{_REVEALING}}}", value):
        return _("it may be the number of a person; use the search"), {}
    return None


def _is_number(field: Field, value: str) -> bool:
    if field.key:
        return bool(re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", value))
    return bool(re.fullmatch(rf"[0-9]{{1,{field.digits}}}", value))


def _day(value: str) -> date | None:
    try:
        found = date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    except ValueError:
        return None
    return found if found and 2000 <= found.year < 8999 else None


def meant(
    condition: Condition, *, zone: ZoneInfo, known: Mapping[str, Field] | None = None
) -> Meant:
    """The value in the field's own type; days begin at midnight of the reader, the last one counts whole."""
    field = field_of(condition.field, known)
    assert field, condition
    return Meant(field, condition.how, _value(field, condition, zone))


def _value(field: Field, condition: Condition, zone: ZoneInfo) -> Any:
    value = condition.value
    if condition.how in WITHOUT_VALUE or field.type in ("text", "choice", "exact"):
        return value
    if field.type == "day":
        begins = date.fromisoformat(value) + timedelta(days=condition.how == "to")
        return begins.isoformat() if field.key else datetime.combine(begins, time.min, tzinfo=zone)
    return Decimal(value) if field.key else int(value)
