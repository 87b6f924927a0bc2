"""Translations: gather, check, compile. English is the source, zh_Hans is written by hand.

extract   gather messages of every app into locale/zh_Hans (needs gettext)
check     every message is translated, none is fuzzy, placeholders agree; no gettext needed
compile   write .mo, and derive zh_Hant with OpenCC
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/shouwen"
SIMPLIFIED, TRADITIONAL = "zh_Hans", "zh_Hant"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
KEYWORDS = (
    *("gettext", "gettext_lazy", "gettext_noop", "ngettext:1,2", "ngettext_lazy:1,2"),
    *("pgettext:1c,2", "pgettext_lazy:1c,2", "npgettext:1c,2,3"),
)


def main(words: list[str]) -> int:
    tasks = {"extract": extract, "check": check, "compile": compile_all}
    if len(words) != 1 or words[0] not in tasks:
        sys.exit(__doc__)
    return tasks[words[0]]()


def apps() -> list[Path]:
    """Every app that has words of its own."""
    return [*sorted(p.parent for p in PACKAGE.glob("*/*/apps.py")), PACKAGE / "web"]


def catalogues() -> list[Path]:
    return sorted(PACKAGE.glob(f"**/locale/{SIMPLIFIED}/LC_MESSAGES/django.po"))


def extract() -> int:
    for app in apps():
        (app / "locale").mkdir(exist_ok=True)
        gather(app)
        if not any((app / "locale").rglob("*.po")):
            (app / "locale").rmdir()
    return 0


def gather(app: Path, *, quiet: bool = False) -> None:
    command = [sys.executable, "-P", "-m", "django", "makemessages", "--locale", SIMPLIFIED]
    subprocess.run(
        [*command, "--add-location", "file", "--no-wrap", "--ignore", "migrations/*"],
        cwd=app,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.DEVNULL if quiet else None,
        check=True,
    )


def check() -> int:
    """Say what is missing, file by file; exit status 1 when anything is."""
    problems = [problem for file in catalogues() for problem in faults(file)]
    problems += list(disagreements())
    problems += list(ungathered())
    for problem in problems:
        print(problem)
    print(f"{len(catalogues())} catalogues, {len(problems)} problems", file=sys.stderr)
    return 1 if problems else 0


def faults(file: Path) -> Iterator[str]:
    """What is wrong in one catalogue."""
    where = file.relative_to(ROOT)
    for entry in polib.pofile(str(file)):
        if entry.obsolete:
            continue
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.fuzzy or not all(texts):
            yield f"{where}:{entry.linenum}: {'fuzzy' if entry.fuzzy else 'missing'}: {entry.msgid!r}"
            continue
        named = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        for text in texts:
            if strange := set(PLACEHOLDER.findall(text)) - named:
                yield f"{where}:{entry.linenum}: unknown placeholder {strange}: {entry.msgid!r}"


def disagreements() -> Iterator[str]:
    """Words that two apps translate differently: at run time one of them wins everywhere."""
    told: dict[tuple[str | None, str], dict[str, str]] = defaultdict(dict)
    for file in catalogues():
        for entry in polib.pofile(str(file)):
            if not entry.obsolete and (text := entry.msgstr or entry.msgstr_plural.get(0, "")):
                told[entry.msgctxt, entry.msgid].setdefault(text, file.parents[3].name)
    for (_, words), texts in told.items():
        if len(texts) > 1:
            apps = ", ".join(f"{app}: {text}" for text, app in texts.items())
            yield f"{words!r} is translated differently ({apps}): agree, or add a context"


def ungathered() -> Iterator[str]:
    """Messages in the sources that no catalogue of the project knows."""
    known = {entry.msgid for file in catalogues() for entry in polib.pofile(str(file))}
    for source, message in messages():
        if message not in known:
            yield f"{source}: not in any catalogue: {message!r} (run: make i18n)"


def messages() -> Iterator[tuple[str, str]]:
    """Every message in Python and templates, by Django's own reader and xgettext where it is here."""
    if subprocess.run(["which", "xgettext"], capture_output=True, check=False).returncode:
        return
    with tempfile.TemporaryDirectory() as scratch:
        sources = [*python_sources(), *template_sources(Path(scratch))]
        listing = Path(scratch) / "files"
        listing.write_text("\n".join(map(str, sources)))
        found = Path(scratch) / "all.pot"
        subprocess.run(
            [
                *("xgettext", f"--files-from={listing}", f"--output={found}"),
                *("--from-code=UTF-8", "--language=Python"),
                *(f"--keyword={word}" for word in KEYWORDS),
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        if not found.exists():
            return
        for entry in polib.pofile(str(found)):
            yield place(entry), entry.msgid


def place(entry: polib.POEntry) -> str:
    """Where a message stands, as a path of the checkout."""
    name = Path(entry.occurrences[0][0]) if entry.occurrences else Path("?")
    if name.is_relative_to(ROOT):
        return str(name.relative_to(ROOT))
    return f"src/shouwen/{name.name.removesuffix('.py').replace('~', '/')}"


def python_sources() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.py")) if "migrations" not in p.parts]


def template_sources(scratch: Path) -> Iterator[Path]:
    """Templates turned into something xgettext can read, as Django does it."""
    from django.utils.translation.template import templatize

    for page in sorted(PACKAGE.rglob("templates/**/*.*")):
        target = scratch / f"{'~'.join(page.relative_to(PACKAGE).parts)}.py"
        target.write_text(templatize(page.read_text(encoding="utf-8"), origin=str(page)))
        yield target


def compile_all() -> int:
    """Catalogues as Django reads them; Traditional Chinese is Simplified through OpenCC (Taiwan)."""
    from opencc import OpenCC

    convert = OpenCC("s2twp").convert
    for file in catalogues():
        catalogue = polib.pofile(str(file))
        catalogue.save_as_mofile(str(file.with_suffix(".mo")))
        for entry in catalogue:
            entry.msgstr = convert(entry.msgstr)
            entry.msgstr_plural = {n: convert(t) for n, t in entry.msgstr_plural.items()}
        catalogue.metadata["Language"] = TRADITIONAL
        target = file.parents[2] / TRADITIONAL / "LC_MESSAGES"
        target.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(target / "django.po"))
        catalogue.save_as_mofile(str(target / "django.mo"))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.config.settings")
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main(sys.argv[1:]))
