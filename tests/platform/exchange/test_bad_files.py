"""Bad files: the right text, or one sentence that says where it is wrong and what mends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.profiles import Binding, Field, Profile, Shape, parse
from shouwen.platform.exchange.reading import open_table
from tests.files.make_bad import EXPECTED, MAKERS, TEXTS, TITLES, make

SHAPE = Shape("row", {"opened": Field(type="moment", required=True), "title": Field(limit=100)})
PROFILE = """
profile = "bad"
shape = "row"
zone = "Asia/Shanghai"
key = "id"
[read]
dates = ["iso", "%Y-%m-%d %H:%M"]
[fields]
opened = "opened"
title = "title"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = Path(__file__).parents[2] / "files" / "bad"
    make(where)
    return where


def said(path: Path, profile: Profile) -> tuple[str, list[str]]:
    """The first sentence that comes out, and the titles that could be read."""
    try:
        table = open_table(path, wanted=profile.columns())
        binding = Binding(profile, table)
        binding.survey()
        readings = list(binding.readings())
    except FileRefused as refusal:
        return str(refusal), []
    sentences = [problem.sentence() for reading in readings for problem in reading.problems]
    return (sentences or [""])[0], [r.values["title"] for r in readings if not r.problems]


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_bad_file_is_read_right_or_refused_in_one_sentence(name: str, folder: Path) -> None:
    profile = parse(PROFILE, {"row": SHAPE})
    with translation.override("en"):
        sentence, titles = said(folder / name, profile)
    assert sentence == EXPECTED[name]
    if not sentence:
        assert titles == TEXTS.get(name, TITLES)


def test_every_sentence_is_translated() -> None:
    from shouwen.platform.exchange.problems import SENTENCES

    def words(language: str) -> dict[str, tuple[str, str]]:
        with translation.override(language):
            return {c: (str(s.what), str(s.remedy)) for c, s in SENTENCES.items()}

    english, chinese = words("en"), words("zh-hans")
    assert [code for code in english if set(english[code]) & set(chinese[code])] == []
