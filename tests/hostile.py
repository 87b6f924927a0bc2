"""Words that would be markup, script, template or formula, in every text the database keeps.

A new column of free text is planted by itself; one that holds codes is named in CODES.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pgtrigger
from django.apps import apps
from django.db import models
from django.utils import timezone

from shouwen.domains.bulk.models import Run
from shouwen.domains.cases import actions as cases
from shouwen.domains.mattertypes import actions as mattertypes
from shouwen.domains.mattertypes import specs
from tests import planted, walking
from tests.planted import Planted, Words
from tests.routes import guarded
from tests.test_authorization import FOREIGN_ROWS, Rows, _foreign_row
from tests.world import World

MARK = "zq7"
MARKUP = [
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"' onmouseover='{MARK}()",
    f'" autofocus onfocus="{MARK}()',
    f"</textarea><svg onload={MARK}()>",
    f"</title></style></script><iframe srcdoc={MARK}>",
    f"--><base href=//{MARK}>",
    f"<a href=javascript:{MARK}()>",
    f"<b hx-on:click={MARK}() hx-get=//{MARK}>",
    f"<form action=//{MARK}><button formaction=//{MARK}>",
    f"</option></select><math><mtext><style>@import'//{MARK}'",
]
CORPUS = [
    *MARKUP,
    f"{{{{ {MARK} }}}}{{% {MARK} %}}${{{MARK}}}",
    f"javascript:{MARK}()",
    f'=HYPERLINK("//{MARK}")',
    f"@SUM({MARK})",
    f"-2+3+cmd|{MARK}",
    f"\\u003cscript\\u003e{MARK}\\x3c",
]
WORDS = Words(name=CORPUS[1], address=CORPUS[4], said="\n".join(CORPUS)[:200])
CODES = {
    "action_key", "area", "bucket", "code", "cause", "column", "config", "definitions", "despite_code",
    "digest", "encoding", "field", "form", "hint", "initials", "key", "kind", "kpi", "last_code", "locale",
    "login", "media", "nonce", "number", "order", "password", "path", "period", "phone", "phone_tail",
    "preset", "profile", "provider_id", "purpose", "query", "rejects_file", "rejects_profile", "role_code",
    "scope", "seal", "sealed", "secret", "sha256", "source_key", "starts_on", "stops_on", "subject_kind",
    "root_kind", "suppressed", "table", "tail", "token", "token_hash", "verb", "via", "zone", "id_no",
    "reassign_to", "erased_rule", "category", "erased", "work_phone",
}  # fmt: skip
CODED = {
    "access.Unmask.reason", "clocks.Hold.reason", "notify.Delivery.reason", "exchange.Source.source",
    "exchange.Before.source", "drafts.Draft.subject", "notify.Address.value", "portal.Link.language",
    "portal.Terms.telephone",
}  # fmt: skip
"""Columns of codes whose names elsewhere hold words."""
URLS = {"href", "src", "action", "formaction", "data", "hx-get", "hx-post", "xlink:href"}
FOREIGN = {"base", "iframe", "object", "embed", "math", "mtext", "svg:script"}
FORMULA = re.compile(r"^[=+\-@\t\r](?!\d+([.,:%]|$))")


def plant(world: World) -> tuple[Planted, dict[Rows, Any]]:
    """A person, two matters and a row of every kind; then the payloads in all of their texts."""
    mattertypes.install(specs.shipped("cable"), preset="cable", at=timezone.now())
    found = planted.plant(world, WORDS)
    cases.note(found.cases[0], text="\n".join(CORPUS), by=world.actor("0101"), at=timezone.now())
    rows = {make: make(world) for make in dict.fromkeys(FOREIGN_ROWS.values())}
    Run.objects.update(account=world.administrator)  # only who did it sees it
    with pgtrigger.ignore():
        for model in apps.get_models():
            if model.__module__.startswith("shouwen.") and not model.__name__.endswith("Event"):
                _deface(model)
    return found, rows


def _deface(model: type[models.Model]) -> None:
    """Every word of every row; what only grows (the journal) was said through the actions."""
    if model._meta.label in {"journal.EntryText", "journal.Entry"}:
        return
    fields = [f for f in model._meta.concrete_fields if _words(f)]
    known = {f.name for f in model._meta.concrete_fields}
    more = {"extra", "fields", "steps"} & known
    for nth, row in enumerate(model._base_manager.all()) if fields or more else ():
        values: dict[str, Any] = {
            field.name: _payload(nth + place, field) for place, field in enumerate(fields)
        }
        values |= {name: _deep(getattr(row, name), nth) for name in more}
        model._base_manager.filter(pk=row.pk).update(**values)


def _words(field: models.Field[Any, Any]) -> bool:
    return (
        isinstance(field, (models.CharField, models.TextField))
        and not field.choices
        and not field.unique
        and field.name not in CODES
        and f"{field.model._meta.label}.{field.name}" not in CODED
    )


def _payload(nth: int, field: models.Field[Any, Any]) -> str:
    """All of them where there is room, else each in its turn."""
    room = field.max_length or 4000
    if room >= 4000:
        return "\n".join(CORPUS)
    fitting = [words for words in CORPUS if len(words) <= room] or [CORPUS[0][:room]]
    return fitting[nth % len(fitting)]


def _deep(value: Any, nth: int) -> Any:
    """Words inside dated fields of a type, answers of a case and steps of a macro."""
    if isinstance(value, dict):
        return {
            key: CORPUS[nth % len(CORPUS)]
            if key in {"label", "text", "help", "x"} or (key == "lamp")
            else _deep(inner, nth)
            for key, inner in value.items()
        }
    return [_deep(inner, nth) for inner in value] if isinstance(value, list) else value


def addresses(found: Planted, rows: dict[Rows, Any]) -> Iterator[tuple[str, bool]]:
    """Every address that can be read, with the rows that were planted; whether it is the API's."""
    for route in walking.readable():
        for address in walking.addresses(route, found):
            yield address, bool(route.method)
    for route in guarded():
        if (make := _foreign_row(route)) is not None:
            yield route.address(**rows[make]), False


def body(answer: Any) -> str:
    return _bytes(answer).decode("utf-8", "ignore")


def _bytes(answer: Any) -> Any:
    if answer.streaming and not hasattr(answer, "_read"):
        answer._read = b"".join(answer.streaming_content)
    return answer._read if answer.streaming else answer.content


def alive(answer: Any) -> list[str]:
    """What of an answer would do something: live markup, a formula, JSON that could be read as a page."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if kind == "text/html":
        return live(body(answer)) + _unguarded(answer)
    if kind == "text/csv":
        return formulas(csv.reader(io.StringIO(body(answer).lstrip("\ufeff"))))
    if kind.endswith("spreadsheetml.sheet"):
        book = openpyxl.load_workbook(io.BytesIO(_bytes(answer)))
        cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
        return [str(cell.value) for cell in cells if cell.data_type == "f"]
    sniffed = MARK in body(answer) and answer.headers.get("X-Content-Type-Options") != "nosniff"
    return ["may be sniffed"] if sniffed else []


def _unguarded(answer: Any) -> list[str]:
    """Should words become markup one day, the policy still lets no script run."""
    policy = answer.headers.get("Content-Security-Policy", "")
    paper = "attachment" in answer.headers.get("Content-Disposition", "")
    strict = "script-src 'self'" in policy or "default-src 'none'" in policy
    return [] if paper or (strict and "unsafe" not in policy) else [f"policy: {policy}"]


def formulas(rows: Iterable[list[str]]) -> list[str]:
    return [cell for row in rows for cell in row if FORMULA.match(cell)]


def live(page: str) -> list[str]:
    parser = _Live()
    parser.feed(page)
    parser.close()
    return parser.found


class _Live(HTMLParser):
    """Where the mark stands as something else than text or a plain attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in {"script", "style"} else ""
        odd = MARK in tag or (tag in FOREIGN and not self.inside)
        for name, value in attrs:
            words = (value or "").strip().lower()
            odd |= MARK in name or (name.startswith(("on", "hx-on")) and MARK in words)
            odd |= name in {"srcdoc", "style"} and MARK in words
            odd |= name in URLS and words.startswith((f"javascript:{MARK}", f"//{MARK}", "data:"))
            odd |= name in {"hx-vals", "hx-vars"} and words.startswith(("js:", "javascript:"))
        if odd:
            self.found.append(self.get_starttag_text() or tag)

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and MARK in data:
            self.found.append(f"<{self.inside}> {data[:80]}")
