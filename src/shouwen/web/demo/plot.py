"""The whole play: ninety days of matters up to now, and those that press today."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from shouwen.web.demo import hours
from shouwen.web.demo.crew import Crew
from shouwen.web.demo.customers import Person
from shouwen.web.demo.flows import Flow, course, fill
from shouwen.web.demo.script import Matter, Story
from shouwen.web.demo.topics import KIND_WEIGHTS, Topic, topics

DAYS, COUNT, SEED = 90, 3300, 42
_PERSON_FROM_THE_PAST = 18
"""Of a hundred matters so many come from somebody who came within the last matters."""


def matters(
    now: datetime, folk: list[Person], *, days: int = DAYS, count: int = COUNT, seed: int = SEED
) -> list[Matter]:
    """Every matter of the demo branch, oldest first; the same for the same ``now`` and seed."""
    dice, crew = Random(seed), Crew()
    come = list(hours.openings(now, days=days, count=count, dice=dice))
    told: list[Matter] = []
    for n, (at, storm) in enumerate(come):
        own = Random(f"{seed}:{n}")
        who = _who(folk, told, own)
        story = Story(n, who, at, now=now, dice=own)
        told.append(_tell(story, crew, _topic(own, storm), now))
    told += pressing(now, folk, crew, first=len(told), seed=seed)
    return sorted(told, key=lambda m: (m.opened_at, m.n))


def _who(folk: list[Person], told: list[Matter], dice: Random) -> Person:
    if told and dice.randrange(100) < _PERSON_FROM_THE_PAST:
        return folk[told[-dice.randrange(1, min(len(told), 400) + 1)].person]
    return dice.choice(folk)


def _topic(dice: Random, storm: bool) -> Topic:
    weights = dict(KIND_WEIGHTS)
    if storm:
        weights["fault_report"] *= 3
    kind = dice.choices(list(weights), list(weights.values()))[0]
    of_kind = topics()[kind]
    return dice.choices(of_kind, [t.weight for t in of_kind])[0]


def _channel(topic: Topic, at: datetime, dice: Random) -> str:
    open_hall = 8 <= at.astimezone(hours.ZONE).hour < 18
    if topic.kind in {"service_request", "new_installation", "relocation"} and open_hall:
        return dice.choices(("hall", "hotline", "app"), (62, 28, 10))[0]
    return dice.choices(("hotline", "app", "web", "hall"), (78, 12, 6, 4 * open_hall))[0]


def _tell(story: Story, crew: Crew, topic: Topic, now: datetime) -> Matter:
    dice = story.dice
    flow = Flow(story, topic, crew)
    angry = dice.random() < (0.22 if topic.kind == "complaint" else 0.02)
    flow.open(
        _channel(topic, story.at, dice),
        fill(dice.choice(topic.titles), story),
        fill(dice.choice(topic.words), story),
        angry=angry,
    )
    course(flow)
    return story.end()


# -- what presses today ------------------------------------------------------------------------

_LIMIT_HOURS = 24
"""The house limit of a fault report, on the clock around."""

_PRESSING: tuple[tuple[float, str, int, bool], ...] = (
    # hours left (negative: overdue) · how far it got · urges · angry
    (-31.4, "start", 3, True),
    (-9.6, "start", 2, True),
    (-5.2, "dispatch", 1, False),
    (-2.05, "start", 2, True),
    (-1.1, "wait", 1, False),
    (-0.4, "dispatch", 0, False),
    (0.3, "start", 1, True),
    (0.6, "dispatch", 0, False),
    (0.92, "start", 2, False),
    (1.3, "start", 0, False),
    (1.7, "accept", 1, False),
    (1.9, "dispatch", 0, False),
    (3.4, "start", 1, True),
    (5.0, "wait", 1, False),
    (9.5, "wait", 0, False),
    (14.0, "dispatch", 2, True),
    (20.0, "dispatch", 1, False),
    (23.2, "accept", 0, False),
    (23.6, "open", 0, False),
    (23.8, "open", 0, True),
    (23.93, "open", 0, False),
)


def pressing(
    now: datetime, folk: list[Person], crew: Crew, *, first: int, seed: int
) -> list[Matter]:
    """Open fault reports at every degree of urgency, so that each desk has something to do."""
    topic = topics()["fault_report"]
    told = []
    for nth, (left, reached, urges, angry) in enumerate(_PRESSING):
        dice = Random(f"pressing:{seed}:{nth}")
        at = now - timedelta(hours=_LIMIT_HOURS - left)
        story = Story(first + nth, folk[dice.randrange(len(folk))], at, now=now, dice=dice)
        told.append(_press(story, crew, topic[nth % 3], reached, urges, angry))
    return told


def _press(story: Story, crew: Crew, topic: Topic, reached: str, urges: int, angry: bool) -> Matter:
    s, dice = story, story.dice
    flow = Flow(s, topic, crew)
    flow.open("hotline", fill(dice.choice(topic.titles), s), fill(topic.words[0], s), angry=angry)
    length = (s.now - s.at).total_seconds() / 60
    if reached == "open":
        return s.end()
    s.after(min(2, length / 20)).do("accept", s.owner)
    flow.contact(s.owner)
    if reached != "accept":
        unit, person = crew.worker("grid", s.who, dice)
        s.after(min(11, length / 10))
        s.do(
            "dispatch",
            crew.dispatcher(s.who.office),
            unit=unit,
            staff=person,
            text="客户着急，请优先",
        )
        if reached in {"start", "wait"}:
            s.after(length / 8).do("start", person)
        if reached == "wait":
            s.after(length / 8).do(
                "wait",
                person,
                waiting_for="customer",
                reason="customer_appointment",
                until=s.now + timedelta(hours=dice.randrange(6, 40)),
                text="客户外出，约定改时上门",
            )
    for _ in range(urges):
        s.after(length / 6)
        s.do("urge", crew.agent(hours.shift(s.at), dice), source="customer", channel="hotline",
             text="客户来电催促，要求尽快上门")  # fmt: skip
    return s.end()
