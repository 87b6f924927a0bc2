"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/shouwen"
PRIVATE = {"views", "forms", "tables", "tasks", "reactions", "api", "commands"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
VAGUE = {"utils", "helpers", "services", "base", "misc", "manager", "data", "info"}


def modules() -> list[Path]:
    return [p for p in sorted(SOURCE.rglob("*.py")) if "migrations" not in p.parts]


def app_of(module: str) -> str:
    """``shouwen.domains.cases`` for any module below it; a tier of its own for web and config."""
    parts = module.split(".")
    return ".".join(parts[: 3 if parts[1] in {"domains", "platform"} else 2])


def foreign_uses() -> Iterator[str]:
    """Imports of a private module by another app than its own, web, or config for commands."""
    graph = grimp.build_graph("shouwen", cache_dir=None)
    for imported in graph.modules:
        if not PRIVATE & set(imported.split(".")[3:5]):
            continue
        allowed = {app_of(imported), "shouwen.web", "shouwen.config"}
        for importer in graph.find_modules_that_directly_import(imported):
            if app_of(importer) not in allowed:
                yield f"{importer} → {imported}"


def test_the_layers_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


def test_entry_points_are_private_to_their_app_and_to_web() -> None:
    assert list(foreign_uses()) == []


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_module_has_a_vague_name() -> None:
    assert [p for p in modules() if p.stem in VAGUE] == []


def test_every_setting_is_documented() -> None:
    used = {
        name
        for path in modules()
        for name in re.findall(r"\bSHOUWEN_[A-Z_]+[A-Z]\b", path.read_text(encoding="utf-8"))
    }
    told = set(
        re.findall(
            r"`(SHOUWEN_[A-Z_]+)`", (ROOT / "docs/operations/settings.md").read_text("utf-8")
        )
    )
    assert used - told == set()
    assert told - used == set()


def test_nothing_names_a_download_address() -> None:
    """Pins carry versions only: where packages come from is the installer's own affair."""
    pins = [*ROOT.glob("requirements*.txt"), *ROOT.glob("frontend/package-lock.json")]
    named = [
        p.name
        for p in pins
        if re.search(r"https?://[^\"]*(registry|index|simple)|--hash", p.read_text())
    ]
    assert named == []
