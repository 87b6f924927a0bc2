"""How matters of each kind usually go, and how some of them go wrong."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from shouwen.web.demo import hours, topics
from shouwen.web.demo.crew import Crew
from shouwen.web.demo.script import Story
from shouwen.web.demo.topics import Topic

_SCORES = {"calm": (2, 3, 8, 27, 60), "cross": (16, 20, 26, 24, 14)}
_SAID = {
    1: ("问题没有解决，非常不满意", "拖了这么久，没人给个说法"),
    2: ("处理太慢", "来了两趟才弄好"),
    3: ("一般", "解决了，但是等得久"),
    4: ("还可以", "师傅态度好"),
    5: ("很满意", "处理快，谢谢", "师傅很专业，鞋套也带了"),
}
_URGES = (
    "客户来电询问进度，要求今天处理",
    "客户再次来电催促，语气较急",
    "客户称约定时间已过无人联系",
    "客户表示再不处理将向上级反映",
)
_CONTACTS = (
    "已电话联系客户，核对地址与故障现象，约定上门时间",
    "已联系客户说明处理进度，客户表示理解",
    "已与客户核实情况，客户补充了照片",
)


class Flow:
    """Tells one story to its end, or to the present."""

    def __init__(self, story: Story, topic: Topic, crew: Crew) -> None:
        self.story, self.topic, self.crew = story, topic, crew
        self.answers = topic.answers
        self.angry = False
        self.late = False
        self.contacted = False

    # -- opening -----------------------------------------------------------------------------

    def open(self, channel: str, title: str, text: str, *, angry: bool = False) -> Flow:
        s = self.story
        s.owner = (
            self.crew.clerk(s.who.office)
            if channel == "hall"
            else self.crew.agent(hours.shift(s.at), s.dice)
        )
        self.angry = angry
        s.do(
            "open",
            s.owner,
            kind=self.topic.kind,
            category=self.topic.category,
            channel=channel,
            title=title,
            text=text,
            extra={"mood": "angry"} if angry else {},
        )
        return self

    # -- the usual course ----------------------------------------------------------------------

    def solved_at_once(self) -> None:
        """当场办结: answered on the telephone or at the counter."""
        s = self.story
        s.after(s.between(0.1, 0.6)).do("accept", s.owner)
        s.after(s.between(1.5, 9)).do("answer", s.owner, text=self._answer(), contacted=True)
        if s.chance(55):
            s.after(s.between(0.5, 3))
            self._evaluate("", "hall" if s.steps[0].args["channel"] == "hall" else "hotline")
        else:
            s.after(s.between(600, 1900)).do("close", s.owner)

    def handed_on(self, *, slow: float = 1.0) -> None:
        """受理 → 派单 → 处理 → 答复 → 评价."""
        self._taken_in()
        self._sent()
        self._worked(slow)
        self._settled()

    def _taken_in(self) -> None:
        s = self.story
        s.after(s.between(0.3, 4) if s.chance(86) else s.between(25, 90)).do("accept", s.owner)
        if s.chance(60):
            self.contact(s.owner)

    def contact(self, person: str) -> None:
        """联系客户: the first call back, which stops the contact clock."""
        s = self.story
        self.contacted = True
        s.after(s.between(2, 14)).do(
            "note", person, text=s.dice.choice(_CONTACTS), visibility="internal", contacted=True
        )

    def _sent(self) -> None:
        s = self.story
        unit, person = self.crew.worker(self.topic.to, s.who, s.dice)
        s.after(s.between(2, 18))
        if s.chance(0.6):
            s.do("void", self.crew.leader(s.owner), text="重复录入，以先受理的一件为准")
            return
        if s.chance(4):
            s.after(s.between(1, 20)).do(
                "withdraw", s.owner, text="客户来电称已自行恢复，不需要上门"
            )
            return
        named = person if s.chance(78) else None
        s.do(
            "dispatch",
            self.crew.dispatcher(s.who.office) if s.chance(50) else s.owner,
            unit=unit,
            staff=named,
            text="请按约定时间联系客户",
        )
        if s.chance(7):
            s.after(s.between(30, 240))
            self._sent_again(unit)

    def _sent_again(self, unit: str) -> None:
        """改派 to the sister grid, or 退回 to whoever took it in, who takes it back and asks the customer."""
        s = self.story
        if s.chance(25):
            desk = self.crew.unit_of(s.owner)
            s.do("send_back", self.crew.head(s.who.office), reason="papers_missing", to=desk,
                 text="资料不全，缺设备串号和现场照片")  # fmt: skip
            s.after(10).do("dispatch", s.owner, unit=desk, staff=None, text="")
            s.after(s.between(20, 120)).do(
                "dispatch", s.owner, unit=unit, staff=None, text="已补充"
            )
            return
        other, person = self.crew.another(unit, s.dice)
        s.do("dispatch", self.crew.dispatcher(s.who.office), unit=other, staff=person,
             text="原处理单位人手不足，改派支援")  # fmt: skip

    def _worked(self, slow: float) -> None:
        s = self.story
        if s.state != "dispatch":
            return
        unit, person = s.steps[-1].args["unit"], s.steps[-1].args["staff"]
        person = person or self.crew.anyone(unit, s.dice)
        desk = self.topic.to.startswith("QC-")
        s.until(hours.at_work(s.at + timedelta(minutes=s.between(8, 150)), days=5 if desk else 7))
        s.do("start", person)
        if not self.contacted and s.chance(88):
            self.contact(person)
        if s.chance(13 if slow == 1 else 34):
            self._waits(person)
        need = s.between(35, 560) * slow
        self.late = s.chance(7)
        if self.late:
            need += s.between(900, 2400)
        self._urged(need)
        s.until(hours.at_work(s.at + timedelta(minutes=need), closes=19, days=5 if desk else 7))
        if s.state == "wait":
            s.do("resume", person)
        s.do("answer", person, text=self._answer(), contacted=s.chance(80))

    def _waits(self, person: str) -> None:
        s = self.story
        until = s.at + timedelta(hours=round(s.between(20, 70)))
        whom, reason, words = s.dice.choice(
            (
                ("customer", "customer_appointment", "客户外出，约定改日上门"),
                ("customer", "customer_absent", "上门无人，电话未接"),
                ("customer", "customer_documents", "等客户补交物业同意书"),
                ("department", "other_department", "等网络部核查主干资源"),
                ("partner", "spare_part", "等待机顶盒到货"),
                ("weather", "weather", "大风，暂停登高作业"),
            )
        )
        s.after(s.between(3, 20)).do(
            "wait", person, waiting_for=whom, reason=reason, until=until, text=words
        )
        back = s.at + timedelta(hours=s.between(4, 19))
        if back <= s.now:
            s.until(back).do("resume", person)

    def _urged(self, need: float) -> None:
        """催单: more often when it lasts, and by those who are cross."""
        s = self.story
        if not s.chance((8 if need < 900 else 45) + 30 * self.angry):
            return
        for _ in range(1 + s.chance(30) + s.chance(12)):
            s.after(min(s.between(40, 400), max(need / 3, 5)))
            by = self.crew.agent(hours.shift(s.at), s.dice)
            s.do("urge", by, source="customer", channel="hotline", text=s.dice.choice(_URGES))

    def _settled(self) -> None:
        """答复之后: invited, judged or closed; some come back."""
        s = self.story
        if s.state != "answer":
            return
        s.after(s.between(5, 90))
        if s.chance(70):
            s.do("invite", s.owner)
        s.until(hours.at_work(s.at + timedelta(minutes=s.between(60, 4000)), opens=9, closes=20))
        if s.chance(58):
            self._evaluate(self.crew.caller(s.dice), "hotline")
        else:
            s.do("close", s.owner)
        if s.chance(12 if self._unhappy() else 1.5):
            self._comes_back()

    def _comes_back(self) -> None:
        """重开: not settled after all."""
        s = self.story
        last = next((x for x in reversed(s.steps) if x.verb == "start"), None)
        s.until(hours.at_work(s.at + timedelta(hours=s.between(5, 60)), opens=9))
        s.do("reopen", self.crew.caller(s.dice), text="回访客户称问题仍然存在，重新处理")
        if last is None or s.told:
            return
        s.until(hours.at_work(s.at + timedelta(minutes=s.between(60, 900))))
        s.do("answer", last.by, text=self._answer(), contacted=True)
        s.until(hours.at_work(s.at + timedelta(minutes=s.between(200, 1500)), opens=9, closes=20))
        self._evaluate(self.crew.caller(s.dice), "hotline")

    def archived(self) -> None:
        """归档: two weeks after the close a leader puts it away."""
        s = self.story
        if s.state in {"close", "evaluate"} and not self._unhappy():
            s.until(hours.at_work(s.at + timedelta(days=14), days=5))
            s.do("archive", self.crew.leader(s.owner))

    # -- words ---------------------------------------------------------------------------------

    def _evaluate(self, by: str, channel: str) -> None:
        s = self.story
        cross = self.angry or self.late or self.topic.kind == "complaint"
        score = s.dice.choices((1, 2, 3, 4, 5), _SCORES["cross" if cross else "calm"])[0]
        s.do(
            "evaluate",
            by,
            score=score,
            solved=score > 2 or s.chance(30),
            channel=channel,
            text=s.dice.choice(_SAID[score]) if s.chance(60) else "",
        )

    def _unhappy(self) -> bool:
        last = self.story.steps[-1]
        return last.verb == "evaluate" and int(last.args["score"]) <= 2

    def _answer(self) -> str:
        return fill(self.story.dice.choice(self.answers), self.story)


def fill(template: str, story: Story) -> str:
    """A template with the places, sums and months of this story; the same slot, the same value."""
    who, dice = story.who, Random(f"words:{story.n}")
    office = who.office
    return template.format(
        estate=dice.choice(office.estates),
        road=dice.choice(office.streets),
        floor=dice.randrange(2, 18),
        days=dice.randrange(2, 7),
        yuan=dice.choice((10, 15, 20, 26, 30, 39, 58, 68, 99, 120, 180)),
        month=(story.at.month - 1 + dice.randrange(-2, 2)) % 12 + 1,
        hour=dice.randrange(19, 23),
        product=who.accounts[story.account].product,
        office=office.name,
    )


def course(flow: Flow) -> None:
    """Let a matter run: which course depends on its kind."""
    s, to = flow.story, flow.topic.to
    if to == topics.SELF or (to == topics.HALL and s.chance(75)):
        flow.solved_at_once()
    elif flow.topic.kind in {"complaint", "suggestion"}:
        flow.handed_on(slow=s.between(6, 22))
    elif flow.topic.kind in {"new_installation", "relocation"}:
        flow.handed_on(slow=s.between(1, 2.6))
    else:
        flow.handed_on()
    flow.archived()
