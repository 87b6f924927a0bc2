"""Two thousand customers who do not exist, at addresses that do not exist.

Their telephone numbers have eleven digits and begin with 100: no operator assigns such numbers to
subscribers (100xx are operators' own short numbers), yet they are masked, searched and validated
like real ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from shouwen.web.demo.cast import COUNTY_NAMES, OFFICES, Office

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
_GIVEN = [
    "一平",
    "小满",
    "立夏",
    "听雨",
    "望舒",
    "向阳",
    "惊蛰",
    "谷雨",
    "清和",
    "秋实",
    "知秋",
    "白露",
    "霜降",
    "冬至",
    "长安",
    "若水",
    "思源",
    "怀瑾",
    "明月",
    "星河",
    "晚晴",
    "朝晖",
    "子衿",
    "采薇",
    "青禾",
    "南风",
    "北辰",
    "东篱",
    "西洲",
    "阿福",
    "如意",
    "平安",
    "家和",
    "乐天",
    "大年",
    "小雅",
    "桂香",
    "玉兰",
    "春生",
    "秋生",
    "国兴",
    "建业",
    "红梅",
    "秀莲",
    "志远",
    "海阔",
    "天青",
    "云舒",
    "景行",
    "德馨",
    "守拙",
    "抱朴",
    "若愚",
    "无恙",
]
PRODUCTS = (
    "融合套餐300M",
    "融合套餐500M",
    "融合套餐1000M",
    "高清互动电视",
    "单宽带200M",
    "单宽带500M",
    "基本收视",
    "政企专线100M",
)
_WEIGHTS = (30, 18, 6, 14, 12, 8, 10, 2)


@dataclass(frozen=True, slots=True)
class AccountPart:
    """用户号 of a demo customer, at one address in one grid."""

    number: str
    address: str
    grid: str
    product: str


@dataclass(frozen=True, slots=True)
class Person:
    """One demo customer with the accounts held."""

    n: int
    name: str
    phone: str
    tier: str
    office: Office
    grid: str
    address: str
    accounts: tuple[AccountPart, ...]


def people(count: int = 2000, *, seed: int = 42) -> list[Person]:
    """The same people for the same seed."""
    dice = Random(seed)
    return [_person(n, dice) for n in range(count)]


def _person(n: int, dice: Random) -> Person:
    office = dice.choice(OFFICES)
    grid = dice.choice(office.grids)
    held = [_account(n, nth, office, grid, dice) for nth in range(2 if dice.random() < 0.14 else 1)]
    return Person(
        n=n,
        name=dice.choice(_SURNAMES) + dice.choice(_GIVEN),
        phone=f"100{dice.randrange(1000, 9999)}{n:04d}",
        tier=dice.choices(("standard", "valued", "key"), (80, 16, 4))[0],
        office=office,
        grid=grid,
        address=held[0].address,
        accounts=tuple(held),
    )


def _account(n: int, nth: int, office: Office, grid: str, dice: Random) -> AccountPart:
    place = (
        f"{COUNTY_NAMES[office.county]}{dice.choice(office.streets)}{dice.randrange(1, 120)}号"
        f"{dice.choice(office.estates)}{dice.randrange(1, 19)}栋{dice.randrange(1, 4)}单元"
        f"{dice.randrange(1, 12)}0{dice.randrange(1, 5)}"
    )
    number = f"08{OFFICES.index(office) + 1:02d}{dice.randrange(10, 99)}{n:04d}{nth}"
    return AccountPart(number, place, grid, dice.choices(PRODUCTS, _WEIGHTS)[0])
