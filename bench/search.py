"""P3: the search finds what a scan finds, at a fraction of its time; and what indexing costs an import.

    python -m bench.search [--size 100000] [--cuts 200]

Recall: substrings of two to six characters, cut at random from titles, texts, names and addresses,
are searched and scanned for; every page must be the newest fifty of the scan. Time: rare, middling and
common words, in three scopes, against a scan with LIKE over the same cases in the same run.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from bench.ground import figure, installation, milliseconds, progress

if TYPE_CHECKING:
    from shouwen.platform.access.scope import Scope

CHUNK = 2_000
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "明华小红建国秀英志强丽娟伟芳静磊"
THINGS = [
    "宽带",
    "光猫",
    "机顶盒",
    "电视",
    "路由器",
    "回看",
    "点播",
    "资费",
    "合同",
    "发票",
    "迁移",
]
HAPPENS = ["无法上网", "亮红灯", "停在进度条", "多扣三十六元", "没有信号", "掉线", "卡顿", "下架"]
PLACES = ["柳荫路", "东河巷", "建设街", "城关镇", "水利新村", "供销社宿舍", "㐂庆里", "学院南路"]
RARE = "鼉鱻龘靐齉麤纛爨"
_SCAN = """
SELECT c.id FROM cases_case c
  LEFT JOIN customers_customer p ON p.id = c.customer_id
 WHERE {scope} AND (lower(concat_ws(E'\\n', c.number, c.title, p.name, p.phone_tail, p.address))
       LIKE %(like)s OR EXISTS (
     SELECT 1 FROM journal_entry e JOIN journal_text t ON t.entry_id = e.id
      WHERE e.subject_kind = 'case' AND e.subject_id = c.id AND lower(t.body) LIKE %(like)s))
 ORDER BY c.opened_at DESC, c.id DESC LIMIT 50
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--cuts", type=int, default=200, help="substrings whose recall is proved")
    args = parser.parse_args()
    with installation():
        measure(args.size, cuts=args.cuts)


def measure(size: int, *, cuts: int) -> None:
    from django.utils.timezone import now

    from bench import crowd

    chance = random.Random(7)
    units = crowd.province().units
    corpus = fill(size, units, chance, at=now())
    crowd.settle()
    recall(corpus, cuts, chance)
    times(size, units)


def fill(size: int, units: dict[str, int], chance: random.Random, *, at: datetime) -> list[str]:
    """So many ended cases with customers and texts, by the import's own action; their words."""
    from shouwen.domains.cases.actions import record_history
    from shouwen.domains.cases.words import tokens
    from shouwen.kernel.actor import SYSTEM

    teams = sorted(pk for code, pk in units.items() if "-" in code)
    corpus: list[str] = []
    began = time.process_time()
    for start in range(0, size, CHUNK):
        made = [history(start + n, teams, chance, at=at) for n in range(min(CHUNK, size - start))]
        record_history([h for h, _ in made], by=SYSTEM, at=at)
        corpus += [words for _, words in made]
        progress(f"{start + len(made)} cases")
    whole = time.process_time() - began
    began = time.process_time()
    for words in corpus[:CHUNK]:
        tokens([words])
    indexing = (time.process_time() - began) / min(CHUNK, size) * size
    figure("P3 import", size=size, cut_into_pieces_share=round(indexing / whole, 3))
    return corpus


def history(n: int, teams: list[int], chance: random.Random, *, at: datetime) -> tuple[Any, str]:
    from shouwen.domains.cases.actions.history import CaseHistory, HistoryEntry, HoldRow
    from shouwen.domains.cases.events import CaseNoted, CaseRecorded
    from shouwen.platform.journal.actions import Text

    opened = at - timedelta(minutes=n + 10)
    unit = chance.choice(teams)
    title = chance.choice(THINGS) + chance.choice(HAPPENS)
    text = f"{chance.choice(PLACES)}{n % 977}号{chance.choice(SURNAMES)}{chance.choice(GIVEN)}家的"
    text += chance.choice(THINGS) + chance.choice(HAPPENS) + "，" + chance.choice(THINGS) + "正常"
    if n % 5000 == 3:
        text += "".join(chance.sample(RARE, 4))
    recorded = HistoryEntry.of(
        CaseRecorded,
        at=opened,
        case_kind="fault_report",
        channel="hotline",
        state="withdrawn",
        opened_at=opened,
        unit_id=unit,
        text=Text(text, purpose="request"),
    )
    note = HistoryEntry(
        kind=CaseNoted.kind,
        at=opened + timedelta(minutes=1),
        facts={"visibility": "internal", "contacted": False},
        text=Text(f"已联系客户，约{n % 28 + 1}日{n % 12}点上门", purpose="note"),
    )
    ended = opened + timedelta(minutes=5)
    return (
        CaseHistory(
            kind="fault_report",
            channel="hotline",
            title=title,
            state="withdrawn",
            owner_unit_id=unit,
            handler_unit_id=chance.choice(teams),
            opened_at=opened,
            closed_at=ended,
            holds=[
                HoldRow(at=opened, unit=unit, reason="received"),
                HoldRow(at=ended, unit=unit, reason="withdrawn", ends=True),
            ],
            entries=[recorded, note],
        ),
        f"{title}\n{text}\n{note.text.body if note.text else ''}",
    )


def recall(corpus: list[str], cuts: int, chance: random.Random) -> None:
    from shouwen.domains.cases.queries.search import search
    from shouwen.platform.access.scope import EVERYTHING

    wanted = found = 0
    missed: list[str] = []
    for _ in range(cuts):
        line = chance.choice(chance.choice(corpus).split("\n"))
        begin = chance.randrange(max(1, len(line) - 2))
        cut = line[begin : begin + chance.randint(2, 6)]
        scanned, got = scan(cut, EVERYTHING), search(cut, scope=EVERYTHING)
        wanted += len(scanned)
        found += len(set(scanned) & set(got))
        if scanned != got:
            missed.append(cut)
    figure("P3 recall", cuts=cuts, recall=round(found / max(wanted, 1), 5), other_page=missed[:5])


def times(size: int, units: dict[str, int]) -> None:
    from shouwen.domains.cases.queries.search import search
    from shouwen.platform.access.scope import EVERYTHING, Scope
    from shouwen.platform.org.queries import below

    scopes = {
        "team": Scope(units=frozenset({units["P11-01"]})),
        "city": Scope(units=below(units["P1"])),
        "province": EVERYTHING,
    }
    words = {"rare": RARE[:2], "middling": "柳荫路97", "common": "宽带", "everywhere": "客户"}
    for name, scope in scopes.items():
        for sort, typed in words.items():
            ours = milliseconds(partial(search, typed, scope=scope))
            scanning = milliseconds(partial(scan, typed, scope, whole=True), times=1)
            figure(
                "P3 search",
                size=size,
                scope=name,
                word=sort,
                rows=len(search(typed, scope=scope)),
                milliseconds=round(ours, 1),
                scan_milliseconds=round(scanning, 1),
                ratio=round(scanning / ours, 1),
            )


def scan(typed: str, scope: Scope, *, whole: bool = False) -> list[int]:
    """The oracle: every case of the scope is looked at (``whole``), or until the page is full."""
    from django.db import connection

    condition = "true"
    if not scope.everything:
        condition = "(c.handler_unit_id = ANY(%(units)s) OR c.owner_unit_id = ANY(%(units)s))"
    sql = _SCAN.format(scope=condition)
    if whole:  # no index gives the order, so nothing ends early
        sql = sql.replace("ORDER BY c.opened_at DESC", "ORDER BY c.opened_at + interval '0' DESC")
    params: dict[str, Any] = {"like": f"%{typed.lower()}%", "units": sorted(scope.units)}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall()]


if __name__ == "__main__":
    main()
