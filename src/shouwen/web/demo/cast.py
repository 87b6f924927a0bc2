"""Who plays in the demo branch: units and people with speaking names; nobody exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

ROOT = "QC"
OPERATOR = "晴川市有线宽带"


@dataclass(frozen=True, slots=True)
class UnitPart:
    """One unit of the demo tree; ``parent`` is a code."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class Player:
    """One member of staff; ``login`` names the one account per role that people try out."""

    number: str
    name: str
    role: str
    unit: str
    title: str = ""
    login: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A business office with its hall and grids, and the streets it serves."""

    code: str
    name: str
    county: str
    streets: tuple[str, ...]
    estates: tuple[str, ...]

    @property
    def hall(self) -> str:
        return f"{self.code}-H"

    @property
    def grids(self) -> tuple[str, ...]:
        return f"{self.code}-G1", f"{self.code}-G2"


RURAL = frozenset({"WC-BT-G2", "YL-SJ-G2", "YL-ZL-G1", "YL-ZL-G2", "YL-MW-G2"})
"""The grids out in the country."""

COUNTIES = {"WC": "望潮县分公司", "YL": "云岭县分公司"}
COUNTY_NAMES = {"WC": "望潮县", "YL": "云岭县"}

OFFICES = (
    Office("WC-DW", "东湾", "WC", ("听潮路", "灯塔街"), ("观海苑", "白帆里", "渔歌小区")),
    Office("WC-XD", "西渡", "WC", ("渡口路", "芦花街"), ("归帆苑", "芦汀小区", "长堤里")),
    Office("WC-NQ", "南桥", "WC", ("虹桥路", "采菱街"), ("荷风苑", "柳岸小区", "拱桥里")),
    Office("WC-BT", "北塘", "WC", ("塘前路", "盐仓街"), ("望塘苑", "晒盐里", "秋水小区")),
    Office("YL-SJ", "松涧", "YL", ("松风路", "石阶街"), ("听松苑", "涧边里", "云根小区")),
    Office("YL-ZL", "竹里", "YL", ("竹影路", "青篱街"), ("篁园", "半山里", "清荫小区")),
    Office("YL-MW", "梅坞", "YL", ("梅香路", "晴雪街"), ("疏影苑", "暖坞里", "早春小区")),
    Office("YL-LT", "兰汀", "YL", ("兰舟路", "芷水街"), ("兰汀苑", "水云里", "杜若小区")),
)

DEPARTMENTS = {
    "QC-ZC": "支撑部",
    "QC-WL": "网络部",
    "QC-SC": "市场部",
    "QC-KF": "客服部",
    "QC-QD": "渠道部",
}
HOTLINE = ("QC-KF-R1", "QC-KF-R2")
EXPERTS = "QC-KF-ZJ"
CALLBACK = "QC-KF-HF"
_TEAMS = {
    HOTLINE[0]: "热线一班",
    HOTLINE[1]: "热线二班",
    EXPERTS: "专家坐席",
    CALLBACK: "回访组",
}


def units() -> list[UnitPart]:
    """The tree, parents before children."""
    tree = [UnitPart(ROOT, OPERATOR, "city")]
    tree += [UnitPart(code, name, "department", ROOT) for code, name in DEPARTMENTS.items()]
    tree += [UnitPart(code, name, "team", "QC-KF") for code, name in _TEAMS.items()]
    tree += [UnitPart(code, name, "county", ROOT) for code, name in COUNTIES.items()]
    for office in OFFICES:
        tree.append(UnitPart(office.code, f"{office.name}营业部", "business_office", office.county))
        tree.append(UnitPart(office.hall, f"{office.name}营业厅", "hall", office.code))
        for code, word in zip(office.grids, ("一", "二"), strict=True):
            area = "rural" if code in RURAL else ""
            tree.append(UnitPart(code, f"{office.name}{word}网格", "grid", office.code, area))
    return tree


_CITY = (
    ("宋掌舵", "leader_in_charge", ROOT, "分管副总经理", "boss"),
    ("关全程", "service_manager", ROOT, "服务经理", "manager"),
    ("殷薪明", "hr_clerk", ROOT, "薪酬专员", "hr"),
    ("守一机", "system_admin", ROOT, "系统管理员", "system"),
    ("编在册", "org_admin", ROOT, "组织管理员", "org"),
    ("查有据", "auditor", ROOT, "审计员", "auditor"),
    ("柯服众", "department_head", "QC-KF", "客服部主任", ""),
    ("坐镇山", "duty_manager", "QC-KF", "值班经理", "duty"),
    ("夜长明", "duty_manager", "QC-KF", "值班经理", ""),
    ("宋知时", "shift_leader", HOTLINE[0], "班长", "leader"),
    ("闻思齐", "agent", HOTLINE[0], "话务员", "agent"),
    ("温如言", "agent", HOTLINE[0], "话务员", ""),
    ("耿耐心", "agent", HOTLINE[0], "话务员", ""),
    ("常应声", "agent", HOTLINE[0], "话务员", ""),
    ("诺必行", "agent", HOTLINE[0], "话务员", ""),
    ("细记全", "agent", HOTLINE[0], "话务员", ""),
    ("凌当先", "shift_leader", HOTLINE[1], "班长", ""),
    ("柔中听", "agent", HOTLINE[1], "话务员", ""),
    ("甘为人", "agent", HOTLINE[1], "话务员", ""),
    ("明来意", "agent", HOTLINE[1], "话务员", ""),
    ("快答准", "agent", HOTLINE[1], "话务员", ""),
    ("礼先行", "agent", HOTLINE[1], "话务员", ""),
    ("齐接稳", "agent", HOTLINE[1], "话务员", ""),
    ("博学通", "expert", EXPERTS, "专家坐席", "expert"),
    ("深知网", "expert", EXPERTS, "专家坐席", ""),
    ("解百难", "expert", EXPERTS, "专家坐席", ""),
    ("回声亮", "callback_agent", CALLBACK, "回访员", "callback"),
    ("访必到", "callback_agent", CALLBACK, "回访员", ""),
    ("问满意", "callback_agent", CALLBACK, "回访员", ""),
    ("梁撑住", "department_head", "QC-ZC", "支撑部主任", ""),
    ("账分明", "department_clerk", "QC-ZC", "支撑专员", "dept"),
    ("单流转", "department_clerk", "QC-ZC", "支撑专员", ""),
    ("乔复明", "department_head", "QC-WL", "网络部主任", "head"),
    ("顾明理", "department_clerk", "QC-WL", "网络专员", ""),
    ("光畅行", "department_clerk", "QC-WL", "网络专员", ""),
    ("商有道", "department_head", "QC-SC", "市场部主任", ""),
    ("惠实在", "department_clerk", "QC-SC", "市场专员", ""),
    ("渠自通", "department_head", "QC-QD", "渠道部主任", ""),
    ("伴同行", "department_clerk", "QC-QD", "渠道专员", ""),
)
_COUNTY = {
    "WC": (("江县总", "county_manager", "county"), ("派得准", "dispatcher", "dispatcher")),
    "YL": (("岭县总", "county_manager", ""), ("调有方", "dispatcher", "")),
}
_OFFICE = {
    "WC-DW": ("东主任", "迎笑语", "石修远", "沈排障", "程守时"),
    "WC-XD": ("西主任", "窗口明", "陆接通", "何登高", "唐换线"),
    "WC-NQ": ("南主任", "候不久", "彭上门", "罗测光", "苗熔纤"),
    "WC-BT": ("北主任", "暖如春", "戴鞋套", "白到位", "麦调试"),
    "YL-SJ": ("松主任", "台清净", "杜断点", "魏复通", "童验收"),
    "YL-ZL": ("竹主任", "单填妥", "姚爬杆", "秦布线", "尹装机"),
    "YL-MW": ("梅主任", "证齐全", "范巡线", "金提速", "曹回单"),
    "YL-LT": ("兰主任", "号不乱", "贺守约", "武抢修", "葛留影"),
}


def players() -> list[Player]:
    """Everybody, in a fixed order: staff numbers count from 1001."""
    return [
        Player(f"QC{1001 + n}", name, role, unit, title, login)
        for n, (name, role, unit, title, login) in enumerate(_everybody())
    ]


def of_login(login: str) -> str:
    """The staff number of whoever logs in so."""
    return next(player.number for player in players() if player.login == login)


def _everybody() -> Iterator[tuple[str, str, str, str, str]]:
    yield from _CITY
    for county, people in _COUNTY.items():
        for name, role, login in people:
            yield name, role, county, "总经理" if role == "county_manager" else "派单员", login
    for office in OFFICES:
        head, clerk, *field = _OFFICE[office.code]
        first = office is OFFICES[0]
        yield head, "department_head", office.code, "营业部主任", ""
        yield clerk, "hall_clerk", office.hall, "营业员", "hall" if first else ""
        homes = (office.grids[0], office.grids[0], office.grids[1])
        for nth, (name, grid) in enumerate(zip(field, homes, strict=True)):
            yield name, "field_technician", grid, "装维员", "field" if first and not nth else ""
