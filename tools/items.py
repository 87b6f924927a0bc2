"""Requirement items and the tests that prove them: docs/requirements.csv against @pytest.mark.item.

``make items`` lists what has evidence and what has none; ``--check`` fails on an unknown id.
"""

from __future__ import annotations

import ast
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def items() -> dict[str, dict[str, str]]:
    """The list of requirements by id."""
    with (ROOT / "docs/requirements.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def evidence() -> dict[str, list[str]]:
    """Item id → the tests that carry its mark."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name, ids in marked(tree):
            for one in ids:
                found[one].append(f"{path.relative_to(ROOT)}::{name}")
    return dict(found)


def marked(tree: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """Each test or class with the ids of its marks, and a module's own ``pytestmark``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, [one for mark in node.decorator_list for one in ids_of(mark)]
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            calls = [n for n in ast.walk(node.value) if isinstance(n, ast.Call)]
            yield "*", [one for call in calls for one in ids_of(call)]


def ids_of(mark: ast.expr) -> list[str]:
    if not (isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute)):
        return []
    if mark.func.attr != "item":
        return []
    return [str(a.value) for a in mark.args if isinstance(a, ast.Constant)]


def main(words: list[str]) -> int:
    known, proved = items(), evidence()
    if unknown := sorted(set(proved) - set(known)):
        print(f"marked in tests but not in docs/requirements.csv: {', '.join(unknown)}")
        return 1
    if "--check" in words:
        return 0
    for one, row in known.items():
        tests = proved.get(one, [])
        print(f"{'✓' if tests else '·'} {one}  {row['name']}  [{row['modules']}]")
        for test in tests:
            print(f"      {test}")
    print(f"{len(proved)} of {len(known)} items have a test", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
