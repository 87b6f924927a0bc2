"""What a file is, by its content: the name has to agree, and what a browser would run is never taken."""

from __future__ import annotations

import zipfile
from pathlib import Path

HEAD = 4096
TEXT = "text/plain"
ZIP = "application/zip"
OLD_OFFICE = "application/x-ole-storage"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", ZIP),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
)
_FOLDERS = {
    "word/": ("docx", f"{_OPEN_XML}wordprocessingml.document"),
    "xl/": ("xlsx", f"{_OPEN_XML}spreadsheetml.sheet"),
    "ppt/": ("pptx", f"{_OPEN_XML}presentationml.presentation"),
}
_ENDINGS: dict[str, frozenset[str]] = {
    "image/png": frozenset({"png"}),
    "image/jpeg": frozenset({"jpg", "jpeg"}),
    "image/gif": frozenset({"gif"}),
    "image/webp": frozenset({"webp"}),
    "image/heic": frozenset({"heic", "heif"}),
    "application/pdf": frozenset({"pdf"}),
    OLD_OFFICE: frozenset({"doc", "xls", "ppt", "wps", "et", "dps"}),
    ZIP: frozenset({"zip"}),
    TEXT: frozenset({"txt", "csv", "log", "md"}),
    **{media: frozenset({ending}) for ending, media in _FOLDERS.values()},
}
ACCEPT = ",".join(
    [
        "image/*",
        *(f".{e}" for m, ends in _ENDINGS.items() if m[:6] != "image/" for e in sorted(ends)),
    ]
)
"""For the picker of a browser; a phone offers its camera because of ``image/*``."""
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What may be shown inside a browser: it can draw these and nothing in them runs."""


def media_of(path: Path, name: str) -> str | None:
    """The media type of the content when it is taken and the name agrees; else nothing."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = next((m for at, magic, m in _MAGIC if head[at : at + len(magic)] == magic), None)
    if found == ZIP:
        found = _packed(path)
    elif found is None:
        found = TEXT if _is_plain(head) else None
    ending = Path(name).suffix.lower().removeprefix(".")
    return found if found and ending in _ENDINGS[found] else None


def _packed(path: Path) -> str | None:
    """A ZIP, or the Office document it is; only its directory is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return None
    if "[Content_Types].xml" not in names:
        return ZIP
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next(
        (
            media
            for folder, (_, media) in _FOLDERS.items()
            if any(n.startswith(folder) for n in names)
        ),
        None,
    )


def _is_plain(head: bytes) -> bool:
    """Words in a usual encoding, and not a page or drawing that a browser would run."""
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            words = head.decode(encoding)
        except UnicodeDecodeError as error:
            if error.end < len(head) - 3 or len(head) < HEAD:
                continue
            words = head[: error.start].decode(encoding)
        return not words.lstrip("\ufeff \t\r\n").startswith("<")
    return False
