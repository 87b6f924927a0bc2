"""What the words of a profile are called on screen, and by which words foreign files say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shouwen.domains.cases.choices import CaseKind, CaseState, Channel, WaitingFor
from shouwen.domains.customers.choices import Tier
from shouwen.domains.imports.fields import word
from shouwen.domains.imports.registers.plans import IMPORTABLE, NO_CHANGE
from shouwen.platform.exchange.profiles import Shape
from shouwen.platform.org.choices import Area, UnitKind

EXTRA = "+"
"""The target of a column that is kept with the case under its own name."""
WAITS = "|"
"""Stands between a state and what the matter waits for."""
STATED = frozenset({"case", "event_log"})
"""Shapes whose foreign states have a section of their own."""
WORDED = frozenset({"unit", "owner_unit", "category", "role", "parent", "grid", "handler"})
"""Texts by which something of ours is named: their words may be led to ours one by one."""
SHAPE_WORDS = {
    "case": gettext_lazy("cases, one row each"),
    "event_log": gettext_lazy("changes of cases, one row each"),
    "unit": gettext_lazy("units"),
    "staff": gettext_lazy("people"),
    "customer": gettext_lazy("customers"),
    "account": gettext_lazy("service accounts"),
}
CLEANING = {
    "": gettext_lazy("as it stands"),
    "digits": gettext_lazy("digits only"),
    "half_width": gettext_lazy("full-width letters and digits to plain ones"),
    "collapse": gettext_lazy("runs of blanks to one"),
    "one_line": gettext_lazy("on one line"),
    "upper": gettext_lazy("capital letters"),
    "lower": gettext_lazy("small letters"),
}
_CHOICES: Mapping[str, Mapping[str, object]] = {
    "kind": dict(CaseKind.choices) | dict(UnitKind.choices),
    "channel": dict(Channel.choices),
    "customer_tier": dict(Tier.choices),
    "tier": dict(Tier.choices),
    "area": dict(Area.choices),
    "active": {
        "yes": pgettext_lazy("field", "in use"),
        "no": pgettext_lazy("field", "no longer in use"),
    },
}
SAYINGS: Mapping[str, tuple[str, ...]] = {
    "fault_report": ("报修", "故障", "维修", "障碍", "fault", "outage"),
    "complaint": ("投诉", "抱怨", "complaint"),
    "consultation": ("咨询", "查询", "询问", "inquiry", "question"),
    "service_request": ("服务", "申请", "求助", "办理", "request"),
    "new_installation": ("新装", "报装", "安装", "开户", "installation"),
    "relocation": ("移机", "迁移", "relocation", "move"),
    "suggestion": ("建议", "意见", "suggestion"),
    "commendation": ("表扬", "感谢", "praise", "commendation"),
    "hotline": ("热线", "电话", "来电", "phone", "hotline"),
    "hall": ("营业厅", "大厅", "厅", "柜台", "hall"),
    "web": ("网站", "官网", "网上", "web"),
    "app": ("app", "微信", "小程序", "公众号"),
    "staff": ("员工", "内部", "staff"),
    "received": ("待受理", "新建", "new", "received"),
    "accepted": ("已受理", "accepted"),
    "dispatched": ("已派", "派单", "待处理", "未处理", "open", "dispatched"),
    "in_progress": ("处理中", "办理中", "进行中", "在办", "active", "in progress", "working"),
    "answered": ("已答复", "已回复", "已处理", "处理完", "resolved", "answered", "solved"),
    "awaiting_evaluation": ("待评价", "待回访"),
    "closed": ("办结", "结单", "完成", "关闭", "closed", "done"),
    "archived": ("归档", "archived"),
    "withdrawn": ("撤", "作废", "取消", "cancelled", "withdrawn"),
    "standard": ("普通", "一般", "standard"),
    "valued": ("重要", "银", "valued"),
    "key": ("大客户", "vip", "金", "关键"),
    "urban": ("城", "urban"),
    "rural": ("农", "乡", "rural"),
    "remote": ("边远", "偏远", "remote"),
    "city": ("市公司", "市分公司", "市"),
    "county": ("县公司", "县分公司", "县"),
    "province": ("省公司", "省"),
    "business_office": ("营业处", "营业所"),
    "team": ("班组", "班", "队"),
    "grid": ("网格",),
    "department": ("部门", "部", "科", "室"),
    "partner": ("代维", "合作", "外包"),
    "yes": ("是", "y", "yes", "在用", "正常", "1"),
    "no": ("否", "n", "no", "停用", "销户", "0"),
}  # fmt: skip


def options(shape: Shape, field: str) -> list[tuple[str, str]]:
    """Our words for a field with its labels, none for a field that takes any text."""
    if field == "state" and shape.name in STATED:
        return list(_states())
    described = shape.fields.get(field)
    labels = _CHOICES.get(field, {})
    known = described.choices if described else frozenset()
    ordered = [value for value in labels if value in known]
    ordered += sorted(known.difference(ordered))
    return [(value, str(labels.get(value, value))) for value in ordered]


def _states() -> Iterator[tuple[str, str]]:
    for state in CaseState:
        if state in IMPORTABLE:
            yield state.value, str(state.label)
    for waits in WaitingFor:
        said = _("%(state)s, waits for: %(whom)s")
        names = {"state": CaseState.IN_PROGRESS.label, "whom": waits.label}
        yield f"{CaseState.IN_PROGRESS.value}{WAITS}{waits.value}", said % names
    yield NO_CHANGE, _("no change of the state")


def targets(shape: Shape) -> list[tuple[str, str]]:
    """What a column can become: nothing, a field of the shape, or a further column kept with the case."""
    fields = [(name, word(name)) for name in shape.fields]
    extra = [(EXTRA, _("keep with the case under its own name"))] if shape.extra else []
    return [("", _("ignore")), *fields, *extra]


def meant(value: str, choices: list[tuple[str, str]]) -> str:
    """Which of our words a foreign word means, empty where nothing suggests one."""
    plain = value.strip().lower()
    for ours, label in choices:
        if plain in (ours.lower(), label.lower()):
            return ours
    held = [
        (len(saying), ours)
        for ours, label in choices
        for saying in (*SAYINGS.get(ours, ()), label.lower())
        if saying in plain
    ]
    return max(held)[1] if held else ""
