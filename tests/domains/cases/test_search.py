"""Every substring of two Chinese characters and more is found: compared with a scan."""

from __future__ import annotations

import random

from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.search import search
from shouwen.domains.cases.words import tokens, tsquery
from shouwen.platform.access.scope import EVERYTHING
from tests.factories.cases import a_case
from tests.world import World

PIECES = [
    "宽带",
    "无法上网",
    "光猫",
    "红灯",
    "机顶盒",
    "资费",
    "多扣",
    "三十六元",
    "VIP",
    "500M",
    "东河县",
]


def test_what_is_cut_from_a_title_is_found_again(world: World) -> None:
    chance = random.Random(5)
    for _ in range(40):
        a_case(world.actor("0101"), title="".join(chance.sample(PIECES, 4)))
    titles = dict(Case.objects.values_list("pk", "title"))
    for _ in range(120):
        title = chance.choice(list(titles.values()))
        start = chance.randrange(len(title) - 2)
        cut = title[start : start + chance.randint(2, 6)]
        if any(ord(c) < 128 for c in cut):
            continue  # part of a Latin word is found from its beginning only
        wanted = {pk for pk, text in titles.items() if cut in text}
        assert set(search(cut, scope=EVERYTHING)) == wanted, cut


def test_pieces_and_query_agree() -> None:
    assert {"光猫", "猫红", "红灯", "红", "0344", "c251010000344"} <= set(
        tokens(["光猫红灯"], codes=["C251010000344"])
    )
    assert tsquery("光猫红 138") == "'光猫' & '猫红' & '138':*"
    assert tsquery("' & | ! :*") == ""
