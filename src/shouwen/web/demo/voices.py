"""What stands in the opinion books of the demo's halls, and what its staff suggest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.cases import actions as cases
from shouwen.domains.intake.actions import NewCaller
from shouwen.domains.voices import actions
from shouwen.domains.voices.models import BookEntry
from shouwen.kernel.actor import Actor
from shouwen.web.demo import cast, hours
from shouwen.web.demo.stage import Stage

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
BOOK = "2"
MARKET = "惠实在"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One entry, typed in ``ago`` days before now; ``who`` counts the customers, None left no name."""

    ago: int
    office: str
    kind: str
    text: str
    who: int | None = None
    answer: str = ""
    pasted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """One suggestion, made ``ago`` days before now by whoever logs in so."""

    ago: int
    login: str
    text: str
    named: bool = True
    answer: str = ""


ENTRIES = (
    Written(ago=26, office="WC-DW", kind="commendation", who=3, pasted=True,
            text="迎笑语耐心教老人用遥控器，讲了三遍，没有一点不耐烦。", answer="感谢您的鼓励，已转达本人并在晨会上表扬。"),
    Written(ago=19, office="WC-DW", kind="suggestion", pasted=True,
            text="厅里椅子太少，老人排队站得久，建议加几把椅子。", answer="已添置六把座椅，并设老年人优先窗口。"),
    Written(ago=11, office="WC-DW", kind="complaint", who=8,
            text="上午只开了一个窗口，等了五十分钟才办上。", answer="向您致歉。每月一日至五日上午已加开第二窗口。"),
    Written(ago=9, office="YL-SJ", kind="suggestion", who=14,
            text="希望缴费发票可以在厅里自助打印。", answer="自助打印机已列入本季度采购，到位后张贴公告。"),
    Written(ago=3, office="WC-DW", kind="complaint", who=21,
            text="宣传单写首年免费，办的时候说要交押金，与宣传不符。"),
    Written(ago=2, office="YL-SJ", kind="consultation", who=27, text="合约到期后机顶盒归谁，需要交回吗？"),
    Written(ago=1, office="WC-DW", kind="suggestion", text="叫号屏字太小，看不清，建议换大一点的。"),
)  # fmt: skip
SUGGESTIONS = (
    Suggested(ago=21, login="agent", text="停机告知短信请写明复机最晚时间，来电咨询可以少一半。",
              answer="已采纳：下月起停机短信写明复机时间和缴费入口。"),
    Suggested(ago=16, login="field", named=False, text="雨天登高作业的雨具太旧，建议按季更换。",
              answer="已纳入劳保采购，本月内发放到各网格。"),
    Suggested(ago=4, login="dept", text="账单争议模板请加一栏“计费周期”，核对时不用再问。"),
    Suggested(ago=1, login="agent", named=False, text="夜班交接时系统里看不到上一班的备注，建议交接单带出备注。"),
)  # fmt: skip
OPENED = len(ENTRIES) + len(SUGGESTIONS)


@transaction.atomic
def speak(stage: Stage, *, until: datetime) -> int:
    """Type the books in and make the suggestions, once; how many cases they are."""
    if BookEntry.objects.filter(hall_id__in=stage.units.values()).exists():
        return 0
    for written in ENTRIES:
        _type_in(written, stage, at=_by_day(until - written.ago * DAY))
    for suggested in SUGGESTIONS:
        _suggest(suggested, stage, at=_by_day(until - suggested.ago * DAY))
    return OPENED


def _by_day(at: datetime) -> datetime:
    """The day before where the house is closed then: nothing of it lies ahead."""
    return hours.at_work(at - 15 * HOUR, opens=9, closes=17)


def _type_in(written: Written, stage: Stage, *, at: datetime) -> None:
    hall = f"{written.office}-H"
    clerk = stage.actor(next(p.number for p in cast.players() if p.unit == hall))
    who = None if written.who is None else stage.folk[written.who]
    hall_id = stage.units[hall]
    entry = actions.enter(
        hall_id,
        book=BOOK,
        number=BookEntry.objects.filter(hall_id=hall_id).count() + 1,
        written_on=localdate(at) - DAY,
        kind=written.kind,
        text=written.text,
        writer=NewCaller(who.name, who.phone) if who else NewCaller(),
        by=clerk,
        at=at,
    )
    if written.answer:
        answered = _answer(entry.case_id, written.answer, by=clerk, at=at)
        if written.pasted:
            actions.paste(entry.pk, by=clerk, at=answered + 2 * HOUR)
            cases.close(entry.case_id, by=clerk, at=answered + 3 * HOUR)


def _suggest(suggested: Suggested, stage: Stage, *, at: datetime) -> None:
    author = stage.actor(cast.of_login(suggested.login))
    made = actions.suggest(
        author.staff or 0, text=suggested.text, named=suggested.named, by=author, at=at
    )
    if suggested.answer:
        market = stage.actor(next(p.number for p in cast.players() if p.name == MARKET))
        answered = _answer(made.case_id, suggested.answer, by=market, at=at)
        cases.close(made.case_id, by=market, at=answered + 3 * HOUR)


def _answer(case: int, text: str, *, by: Actor, at: datetime) -> datetime:
    """Taken up within the hour, answered the next day; when."""
    cases.accept(case, by=by, at=at + 20 * MINUTE)
    cases.start(case, by=by, at=at + 40 * MINUTE)
    answered = hours.at_work(at + DAY, opens=9, closes=17)
    cases.answer(case, text=text, by=by, at=answered)
    return answered
