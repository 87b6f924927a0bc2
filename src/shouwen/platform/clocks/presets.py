"""The limits a cable and broadband operator begins with, each with its source and how well it is known.

Grades: T the primary text was read, W read on a third-party page, M from memory or house habit, to be
confirmed. The first limit that fits wins, so the narrower one stands first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SINCE = "2000-01-01"

_NOT_OURS = ("customer", "weather", "force_majeure")
_FAULT_LAW = "电信条例 art. 32"
_LINE_LOCAL = "local cable TV regulation art. 21–22"
_LINE_HANGZHOU = "DB3301/T 0156-2021"
_FAULT_NORM = "DVB/GY-T service norms"
_HOUSE = "house habit"


@dataclass(frozen=True, kw_only=True)
class Preset:
    """One shipped limit."""

    kind: str
    amount: int
    unit: str
    source: str
    grade: str
    match: Mapping[str, object] = field(default_factory=dict)
    basis: str = "internal"
    calendar: str = "24x7"
    pauses_for: tuple[str, ...] = ()
    reopen: str = "restart"
    roll_forward: bool = False


def _settle(match: Mapping[str, object], amount: int, unit: str, source: str, grade: str) -> Preset:
    """An internal limit for settling a matter: it pauses for what the house cannot help."""
    return Preset(
        kind="resolution",
        match=match,
        amount=amount,
        unit=unit,
        calendar="office" if unit == "working_days" else "24x7",
        pauses_for=_NOT_OURS,
        source=source,
        grade=grade,
    )


def _law(
    match: Mapping[str, object],
    amount: int,
    unit: str,
    source: str,
    grade: str,
    *,
    roll_forward: bool = False,
) -> Preset:
    """A limit of the law: nothing pauses it, reopening does not renew it."""
    return Preset(
        kind="resolution",
        basis="legal",
        match=match,
        amount=amount,
        unit=unit,
        calendar="office" if unit in ("working_days", "calendar_days") else "24x7",
        reopen="continue",
        roll_forward=roll_forward,
        source=source,
        grade=grade,
    )


_FAULT: dict[str, object] = {"kind": "fault_report"}
_LINE: dict[str, object] = {"kind": ["new_installation", "relocation"]}
_COMPLAINT: dict[str, object] = {"kind": "complaint"}
_RURAL: dict[str, object] = {"area": "rural"}

LIMITS: tuple[Preset, ...] = (
    # first response 首次响应
    Preset(
        kind="first_response",
        match={"kind": ["complaint", "fault_report"]},
        amount=30,
        unit="minutes",
        source=_HOUSE,
        grade="M",
    ),
    Preset(
        kind="first_response", amount=2, unit="hours", calendar="hall", source=_HOUSE, grade="M"
    ),
    # contact with the customer 联系客户
    Preset(
        kind="contact",
        match=_COMPLAINT,
        amount=1,
        unit="working_days",
        calendar="office",
        source="95598 complaint rules (older text)",
        grade="W",
    ),
    Preset(
        kind="contact",
        match=_FAULT,
        amount=2,
        unit="hours",
        calendar="hall",
        source=_HOUSE,
        grade="M",
    ),
    Preset(
        kind="contact",
        amount=1,
        unit="working_days",
        calendar="office",
        source=_HOUSE,
        grade="M",
    ),
    # settling and answering 办结/答复
    _settle(_FAULT | _RURAL, 48, "hours", _FAULT_NORM, "M"),
    _settle(_FAULT, 24, "hours", f"{_LINE_LOCAL}: general fault 24 h", "W"),
    _settle(_LINE | _RURAL, 48, "hours", f"{_LINE_HANGZHOU}: remote 48 h", "W"),
    _settle(_LINE, 24, "hours", f"{_LINE_HANGZHOU}: urban 24 h where conditions are ready", "W"),
    _settle(_COMPLAINT, 5, "working_days", "河南省电信条例 art. 38", "T"),
    _settle({"kind": "consultation"}, 2, "working_days", _HOUSE, "M"),
    _settle({"kind": "service_request"}, 5, "working_days", "95598 service requests, other", "W"),
    _settle({"kind": "suggestion"}, 9, "working_days", "95598 opinion 9 working days", "M"),
    _settle({"kind": "commendation"}, 9, "working_days", "95598 report 9 working days", "M"),
    _settle({}, 5, "working_days", _HOUSE, "M"),
    # what the law says 法定
    _law(_FAULT | _RURAL, 72, "hours", _FAULT_LAW, "T"),
    _law(_FAULT, 48, "hours", _FAULT_LAW, "T"),
    _law(_LINE | _RURAL, 15, "calendar_days", f"{_LINE_LOCAL}: rural 15 days", "W"),
    _law(_LINE, 10, "calendar_days", f"{_LINE_LOCAL}: urban 10 days", "W"),
    _law(
        _COMPLAINT,
        15,
        "calendar_days",
        "电信用户申诉处理办法 art. 10(4)",
        "W",
        roll_forward=True,
    ),
    # what one department asks of another 内部答复, and how long it may keep silent 进展
    Preset(
        kind="internal_reply", amount=20, unit="hours", calendar="office", source=_HOUSE, grade="M"
    ),
    Preset(
        kind="progress",
        amount=8,
        unit="hours",
        calendar="office",
        source=f"{_HOUSE} (S003-19)",
        grade="M",
    ),
    # the customer's evaluation 评价
    Preset(kind="evaluation", amount=7, unit="calendar_days", source=_HOUSE, grade="M"),
)
