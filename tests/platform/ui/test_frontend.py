"""What the front-end build puts into the wheel, weighed against its budget."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
DIST = ROOT / "src/shouwen/platform/ui/static/ui/dist"
KB = 1024
Manifest = dict[str, dict[str, Any]]


@pytest.fixture
def manifest() -> Manifest:
    path = DIST / ".vite/manifest.json"
    if not path.exists():
        pytest.skip("the front end is not built: make setup")
    read: Manifest = json.loads(path.read_text("utf-8"))
    return read


def compressed(file: str) -> int:
    return (DIST / f"{file}.gz").stat().st_size


def test_scripts_of_every_page_stay_within_forty_kilobytes(
    manifest: Manifest,
) -> None:
    entry = manifest["src/app.ts"]
    eager = [entry["file"], *(manifest[name]["file"] for name in entry.get("imports", []))]
    assert sum(compressed(file) for file in eager) <= 40 * KB


def test_styles_stay_small_although_tabler_is_large(
    manifest: Manifest,
) -> None:
    assert sum(compressed(file) for file in manifest["src/app.ts"]["css"]) <= 20 * KB


def test_nothing_built_reaches_out_to_the_network(manifest: Manifest) -> None:
    """The intranet has no CDN: no address of another host in style or script, but names of XML spaces and licences."""
    for file in DIST.rglob("*.css"):
        assert not re.search(r"url\((?!\"?data:|\"?\./)", file.read_text("utf-8"))


def test_the_sprite_holds_every_listed_icon(manifest: Manifest) -> None:
    listed = (ROOT / "src/shouwen/platform/ui/icons.txt").read_text("utf-8").split()
    sprite = (DIST / str(manifest["icons.svg"]["file"])).read_text("utf-8")
    assert set(re.findall(r'id="i-([\w-]+)"', sprite)) == set(listed)


def test_the_lock_file_names_no_download_address() -> None:
    lock = (ROOT / "frontend/package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock


def test_custom_elements_stay_short() -> None:
    long = {
        file.name: lines
        for file in (ROOT / "frontend/src").rglob("*.ts")
        if (lines := len(file.read_text("utf-8").splitlines())) > 110
    }
    assert long == {}
