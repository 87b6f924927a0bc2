"""A file is stored once, whole, or not at all; what a browser would run never comes in."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.errors import Refused
from shouwen.kernel.subject import Subject
from shouwen.platform.files import actions, errors, queries, storage
from shouwen.platform.files.models import Attachment, Content

AT = datetime(2025, 10, 10, 1, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
ONE, TWO = Subject("case", 1), Subject("case", 2)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    yield tmp_path


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def lying(home: Path) -> list[Path]:
    return [p for p in (home / "files").rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    ("name", "body", "media"),
    [
        ("照片.PNG", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0x", "image/jpeg"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic....", "image/heic"),
        ("合同.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "application/x-ole-storage"),
        ("登记.txt", "张先生来电".encode("gb18030"), "text/plain"),
        ("长.txt", ("报" * 3000).encode("gb18030"), "text/plain"),
        ("包.zip", packed("a.html"), "application/zip"),
    ],
)
def test_kinds_that_are_taken(name: str, body: bytes, media: str) -> None:
    assert storage.receive([body], name=name).media == media


def test_office_documents_are_known_by_what_is_in_them() -> None:
    table = packed("[Content_Types].xml", "xl/workbook.xml")
    assert "spreadsheetml" in storage.receive([table], name="表.xlsx").media
    with pytest.raises(errors.FileKindRefused):
        storage.receive([table], name="表.docx")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.html", b"<html><script>alert(1)</script>"),
        ("a.svg", b"<svg onload='x'>"),
        ("a.txt", b" \n<svg onload='x'>"),
        ("a.png", b"<html>"),
        ("a.pdf", PNG),
        ("a.exe", b"MZ\0\0"),
        ("宏.docm", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("宏.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.zip", b"PK\x03\x04broken"),
        ("noending", b"words"),
        ("空.txt", b""),
    ],
)
def test_what_is_refused_leaves_nothing(home: Path, name: str, body: bytes) -> None:
    with pytest.raises(Refused):
        storage.receive([body], name=name)
    assert lying(home) == []


def test_a_file_that_grows_too_large_is_stopped(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FILE_MOST_MB", 1)
    with pytest.raises(errors.FileTooLarge):
        storage.receive((PNG * 40_000 for _ in range(99)), name="a.png")
    assert lying(home) == []


def test_names_lose_folders_and_tricks() -> None:
    assert storage.plain_name("..\\..\\etc/a\r\nb\u202e.png") == "ab.png"
    assert storage.plain_name("") == "file"
    assert storage.plain_name("长" * 300 + ".png").endswith("长.png")


@pytest.mark.django_db(transaction=True)
def test_equal_files_lie_there_once_and_go_with_the_last_place(home: Path) -> None:
    first, new = actions.attach(storage.receive([PNG], name="甲.png"), ONE, by=SYSTEM, at=AT)
    again, renewed = actions.attach(storage.receive([PNG], name="乙.png"), ONE, by=SYSTEM, at=AT)
    other, _ = actions.attach(storage.receive([PNG], name="丙.png"), TWO, by=SYSTEM, at=AT)
    assert (new, renewed, again.pk, len(lying(home))) == (True, False, first.pk, 1)
    actions.remove(first.pk, by=SYSTEM, at=AT)
    assert queries.of(ONE) == [] and len(lying(home)) == 1
    actions.remove(other.pk, by=SYSTEM, at=AT)
    assert lying(home) == [] and not Content.objects.exists()
    kept = Attachment.objects.get(pk=first.pk)
    assert (kept.name, kept.content_id, kept.removed_at) == ("", None, AT)
    with pytest.raises(errors.FileGone):
        actions.remove(first.pk, by=SYSTEM, at=AT)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_a_stray_that_is_swept(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.attach(storage.receive([PNG], name="a.png"), ONE, by=SYSTEM, at=AT)
        raise ZeroDivisionError
    storage.receive([PNG + b"1"], name="b.png")  # its browser went away
    kept = storage.receive([PNG + b"2"], name="c.png")
    actions.attach(kept, ONE, by=SYSTEM, at=AT)
    assert not Attachment.objects.exclude(name="c.png").exists() and len(lying(home)) == 3
    for path in lying(home):
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    assert actions.sweep(at=AT + timedelta(hours=2)) == 0
    assert actions.sweep(at=AT + timedelta(days=2)) == 2
    assert lying(home) == [storage.path_of(kept.sha256)]
    assert list(queries.verify()) == []
    storage.discard(kept.sha256)
    assert [str(p) for p in queries.verify()] == [
        f"{kept.sha256[:12]}: the file is not in the home; bring it back from its backup"
    ]
