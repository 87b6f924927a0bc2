"""编辑中: one profile in work beside one file: where it began, what the page says, what it would bring in."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.http import QueryDict

from shouwen.domains.imports import looking, uploads
from shouwen.domains.imports.models import Upload
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.domains.profiles import columns as looked
from shouwen.domains.profiles import draft as drafts
from shouwen.domains.profiles import queries, suggesting
from shouwen.domains.profiles.columns import Column
from shouwen.domains.profiles.composing import Document, compose
from shouwen.domains.profiles.draft import Draft
from shouwen.domains.profiles.preview import Preview, preview, refused
from shouwen.domains.profiles.vocabulary import EXTRA
from shouwen.kernel.errors import Refused
from shouwen.platform.access.acting import Acting
from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.profiles.parsing import DELIMITERS
from shouwen.platform.exchange.reading import Table
from shouwen.platform.org.queries import codes


@dataclass(slots=True)
class Work:
    """A draft beside the columns of its file; ``base`` is the version of ``code`` it began from."""

    table: Table
    columns: list[Column]
    draft: Draft
    code: str = ""
    base: int = 0
    unread: str = ""
    """Why the file cannot be read as the page says; it is shown as it was read at first."""

    def began(self) -> queries.Document:
        return queries.base_of(self.code, self.base) if self.code else {}

    def document(self) -> Document:
        """What would be saved; raises ProfileRefused."""
        return compose(self.draft, self.began())

    def base_for_saving(self) -> int:
        """Under its own name an edit is the next version; under another it is a new profile."""
        return self.base if self.draft.code == self.code else 0

    def gone(self) -> list[str]:
        """Columns the profile names and the file does not have: their fields go when this is saved."""
        here = {column.name for column in self.columns}
        named = [*self.draft.key, *(n for n, e in self.draft.entries.items() if e.field)]
        return [name for name in dict.fromkeys(named) if name not in here]

    def preview(self, *, at: datetime) -> Preview:
        """The first rows by this draft."""
        if self.unread:
            return Preview(refusal=self.unread)
        try:
            return preview(self.document(), self.table, at=at)
        except Refused as refusal:
            return refused(refusal)


def allowed(acting: Acting) -> list[str]:
    """The shapes whose rows one may bring in."""
    return [name for name, shape in SHAPES.items() if acting.may(shape.permission)]


def begin(upload: Upload, *, fresh: bool, acting: Acting) -> Work:
    """The profile chosen for the file, or the suggestions where a new one is wanted."""
    profile = None if fresh else uploads.profile_of(upload)
    if profile is None:
        return _new(upload, acting)
    table = looking.opened(upload, profile)
    draft = drafts.of(profile.document, table.columns)
    return Work(table, looked.seen(table), draft, draft.code, queries.newest(draft.code))


def _new(upload: Upload, acting: Acting) -> Work:
    """Suggestions for a file, from the row on that looks like its headers."""
    table = looking.opened(upload)
    row = looked.header_row(table)
    table = looking.opened_as(upload, header_row=row) if row > 1 else table
    seen = looked.seen(table)
    draft = _suggested(seen, acting)
    draft.title, draft.header_row = queries.free_name(Path(upload.file_name).stem), row
    return Work(table, seen, draft)


def resume(upload: Upload, post: QueryDict, *, acting: Acting) -> Work:
    """The page as it was sent; columns that it did not show yet are suggested."""
    code, version = post.get("base_code", "")[:60], post.get("base", "")
    base = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    table, unread = _opened(upload, post)
    seen = looked.seen(table)
    work = Work(table, seen, Draft("", ""), code, base, unread)
    began = work.began()
    before = drafts.of(began, table.columns) if began else None
    work.draft = drafts.read(post, seen, base=before)
    if not any(f"f-{column.id}" in post for column in seen):
        fresh = _suggested(seen, acting)
        work.draft = dataclasses.replace(
            work.draft, shape=fresh.shape, key=fresh.key, dates=fresh.dates, entries=fresh.entries
        )
    elif work.draft.shape in allowed(acting):
        _suggest_unseen(work, post)
        suggesting.complete(work.draft, seen)
    return work


def _opened(upload: Upload, post: QueryDict) -> tuple[Table, str]:
    """The file as the page says; as it reads by itself, and why, where that cannot be."""
    try:
        return looking.opened_as(
            upload,
            delimiter=DELIMITERS.get(post.get("delimiter", "auto")),
            header_row=drafts.header_row(post),
        ), ""
    except FileRefused as refusal:
        return looking.opened_as(upload), str(refusal)


def _suggested(seen: Sequence[Column], acting: Acting) -> Draft:
    shape = suggesting.shape_for(seen, allowed(acting))
    unit = acting.unit_id or 0
    root = codes([unit]).get(unit, "")
    return suggesting.suggested(
        seen, shape=shape, zone=acting.unit_zone or "Asia/Shanghai", root=root
    )


def _suggest_unseen(work: Work, post: QueryDict) -> None:
    """Columns that a new header row brought, and all of them where another kind of row was chosen."""
    shape = SHAPES[work.draft.shape]
    other = post.get("shown", work.draft.shape) != work.draft.shape
    unseen = [c for c in work.columns if other or f"f-{c.id}" not in post]
    if not unseen:
        return
    taken = {e.field for e in work.draft.entries.values() if not other} - {EXTRA}
    for name, field in suggesting.fields(unseen, shape).items():
        if field not in taken:
            column = next(c for c in unseen if c.name == name)
            work.draft.entries[name] = suggesting.entry(column, field, shape)
    if other:
        fitting = {"", *shape.fields, EXTRA if shape.extra else ""}
        for entry in work.draft.entries.values():
            entry.field = entry.field if entry.field in fitting else ""
