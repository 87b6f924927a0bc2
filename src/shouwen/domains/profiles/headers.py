"""认表头: the words by which registers usually name a field, Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_MATTER: Mapping[str, tuple[str, ...]] = {
    "kind": ("业务类型", "工单类型", "诉求类型", "受理类型", "类型", "类别", "kind", "type", "request type"),
    "channel": ("来源渠道", "受理渠道", "渠道", "来源", "channel", "source", "contact type"),
    "category": ("二级分类", "问题分类", "业务小类", "小类", "分类", "category", "subcategory"),
    "title": ("标题", "主题", "事项", "摘要", "title", "subject", "summary"),
    "text": ("诉求内容", "问题描述", "受理内容", "工单内容", "描述", "内容", "text", "description", "details"),
    "opened_at": (
        *("受理时间", "受理日期", "来电时间", "创建时间", "登记时间", "报修时间", "建单时间", "派单时间"),
        *("opened at", "open dt", "created", "created at", "reported", "opened"),
    ),
    "due_at": ("要求完成时间", "办结时限", "到期时间", "时限", "截止时间", "due", "due at", "target dt", "deadline"),
    "first_response_at": ("首次响应时间", "响应时间", "first response", "first response at"),
    "contacted_at": ("联系客户时间", "首次联系时间", "联系时间", "contacted at"),
    "answered_at": ("答复时间", "回复时间", "处理完成时间", "answered at", "resolved at", "resolved"),
    "closed_at": ("办结时间", "归档时间", "完成时间", "结单时间", "关闭时间", "closed at", "closed dt", "closed", "solved"),
    "state": ("工单状态", "处理状态", "状态", "state", "status", "case status"),
    "answer": ("处理结果", "答复内容", "回复内容", "处理情况", "answer", "resolution", "closure reason"),
    "unit": ("承办单位", "责任单位", "处理单位", "责任部门", "处理部门", "单位编码", "单位", "部门", "office", "unit", "department", "assignment group"),
    "unit_name": ("单位名称", "部门名称", "unit name"),
    "owner_unit": ("受理单位", "首接单位", "归属单位", "owner unit"),
    "handler": ("处理人工号", "经办人", "处理人", "责任人", "handler", "assignee", "assigned to"),
    "customer_name": ("客户姓名", "客户名称", "用户姓名", "联系人", "姓名", "customer name", "customer", "name"),
    "customer_phone": ("联系电话", "来电号码", "客户电话", "手机号", "手机", "电话", "phone", "telephone", "mobile"),
    "customer_address": ("客户地址", "装机地址", "用户地址", "详细地址", "地址", "address", "location"),
    "customer_id_no": ("证件号码", "身份证号", "身份证", "id number", "identity"),
    "customer_tier": ("客户等级", "客户级别", "tier", "vip"),
    "account": ("业务账号", "用户编号", "智能卡号", "客户编号", "账号", "户号", "account", "service account"),
    "urges": ("催单次数", "催办次数", "urges"),
    "returns": ("退单次数", "回退次数", "returns"),
    "reassignments": ("转派次数", "改派次数", "reassignments", "reassignment count"),
    "reopens": ("重开次数", "返工次数", "reopens", "reopen count"),
}  # fmt: skip
_LOG: Mapping[str, tuple[str, ...]] = {
    "at": ("操作时间", "变更时间", "流转时间", "更新时间", "changed at", "sys updated at", "updated at"),
    "order": ("序号", "流转序号", "步骤", "order", "sys mod count", "step"),
}  # fmt: skip
_UNIT: Mapping[str, tuple[str, ...]] = {
    "code": ("单位编码", "机构编码", "编码", "代码", "code"),
    "name": ("单位名称", "机构名称", "名称", "name"),
    "kind": ("单位类别", "机构类型", "类别", "类型", "kind", "type"),
    "parent": ("上级编码", "上级单位", "上级", "parent"),
    "zone": ("时区", "zone", "time zone"),
    "area": ("城乡", "区域类型", "area"),
    "valid_from": ("设立日期", "启用日期", "生效日期", "valid from"),
}
_STAFF: Mapping[str, tuple[str, ...]] = {
    "number": ("工号", "员工编号", "人员编号", "staff number", "number"),
    "name": ("姓名", "员工姓名", "name"),
    "login": ("登录名", "登录账号", "账号", "login"),
    "unit": ("单位编码", "所在单位", "所属单位", "部门", "unit"),
    "role": ("角色", "岗位", "role", "post"),
    "title": ("职务", "职称", "title"),
    "active_from": ("入职日期", "到岗日期", "active from"),
    "work_phone": ("办公电话", "工作电话", "电话", "work phone", "phone"),
}
_CUSTOMER: Mapping[str, tuple[str, ...]] = {
    "name": ("客户姓名", "客户名称", "姓名", "名称", "name"),
    "phone": _MATTER["customer_phone"],
    "id_no": _MATTER["customer_id_no"],
    "tier": _MATTER["customer_tier"],
    "address": _MATTER["customer_address"],
    "unit": ("单位编码", "管辖单位", "所属单位", "单位", "unit"),
}
_ACCOUNT: Mapping[str, tuple[str, ...]] = {
    "account": ("业务账号", "用户编号", "智能卡号", "账号", "户号", "account"),
    "customer": ("客户编号", "客户编码", "customer"),
    "address": _MATTER["customer_address"],
    "product": ("产品", "套餐", "资费", "product"),
    "grid": ("网格编码", "网格", "grid"),
    "active": ("是否在用", "在用", "状态", "active"),
}
BY_SHAPE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "case": _MATTER,
    "event_log": {**_MATTER, **_LOG},
    "unit": _UNIT,
    "staff": _STAFF,
    "customer": _CUSTOMER,
    "account": _ACCOUNT,
}
KEYS = (
    *(
        "工单编号",
        "工单号",
        "受理编号",
        "流水号",
        "客户编号",
        "业务账号",
        "单位编码",
        "工号",
        "编号",
        "单号",
    ),
    *("case number", "case enquiry id", "ticket", "number", "no", "id", "key"),
)
"""What the column is called that names a row for ever."""
TIMELY = re.compile(r"时间|日期|时限|截止|time|date|\bat\b|\bdt\b")
_NOISE = re.compile(r"[\s_\-./:：*（）()【】\[\]]+")
EXACT, PART = 3.0, 1.0


def plain(text: str) -> str:
    """A header without case, width and punctuation."""
    return _NOISE.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def likeness(header: str, words: tuple[str, ...]) -> float:
    """How well a header names a field: 3 where it is one of its words, less where it holds one, 0 where not."""
    name = plain(header)
    if name in words:
        return EXACT
    return max((_part(name, word) for word in words), default=0.0)


def _part(name: str, word: str) -> float:
    if word.isascii():
        held = f" {word} " in f" {name} "
    else:
        held = word in name
    return PART + len(word) / len(name) if held else 0.0


def timely(header: str) -> bool:
    """Whether a header promises times."""
    return TIMELY.search(plain(header)) is not None
