"""The living style guide: every component in every state, from the same tags the pages use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.ui.components.clocks import Face, face
from shouwen.platform.ui.components.ledger import Held
from shouwen.platform.ui.components.lists import Tab
from shouwen.web import rules

ZONE = ZoneInfo("Asia/Shanghai")


@requires(rules.STYLE_GUIDE)
def styleguide(request: StaffRequest) -> HttpResponse:
    return render(request, "web/styleguide.html", specimens())


def specimens() -> dict[str, Any]:
    now = timezone.now()
    return {
        "now": now,
        "faces": _faces(now),
        "tabs": [
            Tab(label=_("Mine"), url="#1", count=12, current=True),
            Tab(label=_("Overdue"), url="#2", count=7, tone="late"),
            Tab(label=_("Due in 2 hours"), url="#3", count=9, tone="warn"),
            Tab(label=_("Escalate"), url="#4", count=0),
        ],
        "form": _form(),
        "dialog_form": Specimen(prefix="dialog"),
        "held": HELD,
        "explanation": _explanation(),
        "explained_at": _at(10, 10, 14, 5),
        "tags": [("重复报修", "warn"), ("情绪激动", "mood")],
    }


def _faces(now: datetime) -> dict[str, Face]:
    hours, started = timedelta(hours=1), now - timedelta(hours=7)
    return {
        "ok": face(now=now, started_at=started, due_at=now + 9 * hours + timedelta(minutes=5)),
        "warn": face(now=now, started_at=started, due_at=now + timedelta(minutes=55)),
        "late": face(now=now, started_at=started, due_at=now - 2 * hours - timedelta(minutes=3)),
        "hold": face(
            now=now,
            started_at=started,
            due_at=now + 10 * hours,
            waiting_for="customer",
            waiting_since=now - 24 * hours,
        ),
        "met": face(
            now=now, started_at=started, due_at=now, ended_at=started + timedelta(minutes=12)
        ),
        "missed": face(now=now, started_at=started, due_at=now - 2 * hours, ended_at=now - hours),
        "none": face(now=now, started_at=started),
    }


class Specimen(forms.Form):
    number = forms.CharField()
    address = forms.CharField(initial="望潮里", help_text="支持拼音首字母", required=False)
    phone = forms.CharField()
    kind = forms.ChoiceField(choices=[("fault", "无法上网 · 光猫红灯"), ("slow", "网速慢")])
    liability = forms.ChoiceField(
        choices=[("liable", "有责"), ("not", "无责"), ("open", "待定")], widget=forms.RadioSelect
    )
    told = forms.BooleanField(required=False)
    note = forms.CharField(widget=forms.Textarea, required=False)

    def clean_phone(self) -> str:
        raise forms.ValidationError(_("One digit is missing, please check"))


def _form() -> Specimen:
    form = Specimen(
        {"number": "25-10-0344", "address": "望潮里", "phone": "138****209", "liability": "liable"}
    )
    form.fields["number"].label = _("Number")
    return form


@dataclass(frozen=True)
class _Segment:
    start: datetime
    end: datetime
    cause: str
    note: str = ""


@dataclass(frozen=True)
class _Explanation:
    used_seconds: int
    left_seconds: int
    due_at: datetime
    segments: list[_Segment]


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=ZONE)


def _explanation() -> _Explanation:
    """domain/examples: 20 office hours over the 2025 national holiday, paused 29 Sep 10:00 to 9 Oct 10:00."""
    segments: list[_Segment] = [_Segment(_at(9, 27, 16), _at(9, 28, 0), "day_off")]
    segments += _office(9, 28, "counted")
    segments += [
        _Segment(_at(9, 29, 8, 30), _at(9, 29, 10), "counted"),
        _Segment(_at(9, 29, 10), _at(9, 29, 12), "paused"),
        _Segment(_at(9, 29, 13, 30), _at(9, 29, 17, 30), "paused"),
        *_office(9, 30, "paused"),
        _Segment(_at(10, 1, 0), _at(10, 9, 0), "day_off", _("national holiday")),
        _Segment(_at(10, 9, 8, 30), _at(10, 9, 10), "paused"),
        _Segment(_at(10, 9, 10), _at(10, 9, 12), "counted"),
        _Segment(_at(10, 9, 13, 30), _at(10, 9, 17, 30), "counted"),
        _Segment(_at(10, 10, 8, 30), _at(10, 10, 12), "counted"),
        _Segment(_at(10, 10, 13, 30), _at(10, 10, 14, 5), "counted"),
    ]
    return _Explanation(19 * 3600 + 300, 55 * 60, _at(10, 10, 15), segments)


def _office(month: int, day: int, cause: str) -> list[_Segment]:
    return [
        _Segment(_at(month, day, 8, 30), _at(month, day, 12), cause),
        _Segment(_at(month, day, 13, 30), _at(month, day, 17, 30), cause),
    ]


def _hm(hours: int, minutes: int) -> int:
    return hours * 3600 + minutes * 60


HELD = [
    Held(label="热线一班", who="何应声", why="受理、核实", seconds=_hm(2, 12), charge="计入首问"),
    Held(label="支撑部", who="乔复明", why="核对账务", seconds=_hm(6, 48), charge="计入部门"),
    Held(label="客户", why="等客户补交截图", seconds=_hm(15, 0), waiting=True, charge="不计"),
    Held(label="班长台", who="宋知时", why="裁定退单", seconds=_hm(1, 21), charge="计入班组"),
    Held(label="支撑部", who="乔复明", why="核对账务", seconds=_hm(8, 44), charge="计入部门"),
]
