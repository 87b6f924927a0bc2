"""Whatever is cut out of what a case says finds the case: compared with a scan of everything."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.domains.cases.actions import finding
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import search as searching
from shouwen.domains.cases.queries.search import search
from shouwen.domains.cases.words import folded, terms, tokens, tsquery
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.journal import actions as journal
from shouwen.platform.journal.models import EntryText
from tests.factories.cases import a_case, a_case_in
from tests.factories.customers import a_customer
from tests.world import World

PIECES = [
    *("宽带", "无法上网", "光猫", "红灯", "机顶盒", "资费", "多扣", "三十六元", "东河县"),
    *("VIP", "500M", "WiFi6", "５Ｇ套餐", "691", "138 0000 5678", "a_b", "100%", "Ünal"),
    *(
        "寬頻斷線",
        "臺灣街",
        "㐂㐅路",
        "𠮷野家",
        "\ue5e5府",
        "々〇号",
        "，",
        "。（）",
        " ",
        "\n",
        "'\\",
    ),
]
HOUR = timedelta(hours=1)


def test_what_is_cut_from_title_or_texts_is_found_again(world: World) -> None:
    chance = random.Random(5)
    says: dict[int, str] = {}

    def words(n: int) -> str:
        return "".join(chance.choices(PIECES, k=n)).strip() or "空"

    for n in range(30):
        title, text, note = words(4), words(9), words(6)
        customer = a_customer(at=now(), n=n)
        case = a_case(world.actor("0101"), title=title, text=text, customer_id=customer.pk)
        actions.note(case.pk, text=note, by=world.actor("0102"), at=now())
        says[case.pk] = folded(f"{title}\n{text}\n{note}")
    for _ in range(300):
        whole = chance.choice(list(says.values()))
        start = chance.randrange(len(whole))
        cut = whole[start : start + chance.randint(2, 9)]
        if not tsquery(terms(cut)):
            continue  # nothing but punctuation
        scanned = {pk for pk, text in says.items() if cut in text}
        assert scanned <= set(search(cut, scope=EVERYTHING)), cut


def test_pieces_and_query_agree() -> None:
    assert set(tokens(["光猫红 5678"])) == {"光猫", "猫红", "红", "567", "678", "78", "8"}
    assert (
        tsquery(terms("光猫红 1382 猫 5G")) == "'光猫' & '猫红' & '138' & '382' & '猫':* & '5g':*"
    )
    assert tsquery(terms("' & | ! :*")) == ""
    assert terms("ＡＢ光 猫") == ["ab光", "猫"]


def test_answers_urges_and_requests_are_found_until_they_are_erased(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world, at=now() - HOUR, text="晚上看不了回放")
    clerk = world.actor("0112")
    actions.urge(case.pk, text="再不来就投诉到协会", by=world.actor("0101"), at=now())
    actions.answer(case.pk, text="更换分光器后恢复", by=clerk, at=now())
    for typed in ("看不了回放", "投诉到协会", "分光器 回放"):
        assert search(typed, scope=EVERYTHING) == [case.pk]
    answer = EntryText.objects.get(body__contains="分光器")
    journal.erase([answer.pk], rule="retention", at=now())
    assert search("分光器", scope=EVERYTHING) == []
    assert not {"分光", "光器"} & kept_of(case)
    assert search("看不了回放", scope=EVERYTHING) == [case.pk]


def kept_of(case: Case) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(tsvector_to_array(tokens)) FROM cases_search WHERE case_id = %s",
            [case.pk],
        )
        return {piece for (piece,) in cursor.fetchall()}


def test_a_rebuild_says_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "STEP", 1)
    a_case(world.actor("0101"), text="没有信号")
    case = a_case(world.actor("0101"), text="光猫亮红灯", customer_id=a_customer(at=now()).pk)
    actions.note(case.pk, text="已约明天", by=world.actor("0102"), at=now())
    before = kept_of(case)
    assert list(actions.reindex_all()) == [1, 1]
    assert kept_of(case) == before


def test_a_search_never_leaves_the_scope(world: World) -> None:
    mine = a_case(world.actor("0101"), title="没有信号")
    a_case(world.actor("0301"), title="没有信号")
    hall = world.units["QC-HOT"]
    assert search("信号", scope=Scope(units=frozenset({hall}))) == [mine.pk]
    assert search("信号", scope=Scope()) == []


def test_the_newest_of_many_are_those_of_few(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many match, sorted or walked, in every size of scope the page is the same."""
    made = [
        a_case(world.actor("0101"), at=now() - n * HOUR, title=f"没有信号{n}") for n in range(8)
    ]
    units = frozenset(world.units.values())
    scopes = [EVERYTHING, Scope(units=units), Scope(units=units | frozenset(range(-60, 0)))]
    for many in (0, 2000):
        monkeypatch.setattr(searching, "MANY", many)
        for scope in scopes:
            assert search("信号", scope=scope, n=5) == [c.pk for c in made[:5]]
