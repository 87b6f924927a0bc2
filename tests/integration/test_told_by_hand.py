"""Random stories through the live verbs, reckoned once more by hand, minute by minute.

Nothing of the product's arithmetic is used here: the story keeps its own diary, and export and
figures must say what the diary says, at any instant.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shouwen.domains.cases import actions
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import export
from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.reach import Question
from shouwen.kernel import periods
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.clocks import sweeper
from shouwen.platform.policies.actions import install_presets
from tests.kernel.calendars import office_pair
from tests.world import World, build

STORIES = int(os.environ.get("STORIES", "40"))
BEGAN = datetime(2025, 9, 22, 0, 0, tzinfo=UTC)  # before the long holiday
MINUTE = timedelta(minutes=1)
PAUSES = {"customer", "weather", "force_majeure"}
WAITS = ["customer", "department", "partner", "weather", "force_majeure", "other"]
UNITS = ["QC-NET", "DH-01", "XS-01", "QC-MKT"]
IN_WORK = {"received", "accepted", "dispatched", "in_progress"}
SETTLED = {"answered", "awaiting_evaluation"}
MOVES = {
    "accept": {"received"},
    "dispatch": IN_WORK,
    "start": {"accepted", "dispatched"},
    "answer": {"accepted", "dispatched", "in_progress"},
    "invite": {"answered"},
    "evaluate": SETTLED,
    "close": SETTLED,
    "reopen": SETTLED | {"closed"},
    "archive": {"closed"},
    "withdraw": IN_WORK,
    "void": IN_WORK | SETTLED | {"closed", "archived", "withdrawn"},
    "urge": IN_WORK,
    "wait": IN_WORK,
    "note": IN_WORK | SETTLED | {"closed"},
}
"""The states a verb starts from, copied from the rules and not from the code."""
OFTEN = {"void": 0.04, "withdraw": 0.06, "archive": 0.4, "wait": 2, "urge": 1.5, "dispatch": 1.5}
LIMIT = {"fault_report": 1440, "complaint": 5}


@dataclass
class Diary:
    """What happened to one case, as somebody would write it down."""

    pk: int
    kind: str
    opened: datetime
    given: datetime | None
    unit: str
    # (at, state, unit, waiting for, until); the unit is the one that has the work
    lines: list[tuple[datetime, str, str, str, datetime | None]] = field(default_factory=list)
    first: dict[str, datetime] = field(default_factory=dict)
    responses: list[datetime] = field(default_factory=list)
    urges: list[tuple[datetime, str]] = field(default_factory=list)
    ratings: list[tuple[datetime, int]] = field(default_factory=list)
    again: int = 0
    back: int = 0
    reopens: int = 0

    @property
    def state(self) -> str:
        return self.lines[-1][1]

    def at(self, t: datetime) -> tuple[datetime, str, str, str, datetime | None] | None:
        return next((line for line in reversed(self.lines) if line[0] <= t), None)

    def finished(self, t: datetime) -> datetime | None:
        ends = [at for at in self.first.values() if at <= t]
        return min(ends, default=None)

    def waits(self, t: datetime) -> list[tuple[datetime, datetime, str]]:
        found = []
        for n, (at, _s, _u, waiting, until) in enumerate(self.lines):
            if waiting != "none" and at < t:
                ends = [t, *([until] if until else [])]
                ends += [self.lines[n + 1][0]] if n + 1 < len(self.lines) else []
                found.append((at, min(ends), waiting))
        return found

    def pauses(self, t: datetime) -> list[tuple[int, int]]:
        grid = office_pair()[1]
        return [(grid.index(a), grid.index(b)) for a, b, why in self.waits(t) if why in PAUSES]

    def stopped(self) -> datetime:
        """When the first resolution clock stopped: finished, or taken out of the figures."""
        ends = [at for at, s, *_ in self.lines if s in {"withdrawn", "void"}]
        return min([*self.first.values(), *ends], default=FAR)

    def due(self) -> datetime:
        if self.given:
            return self.given
        grid, start = office_pair()[1], self.opened
        pauses = self.pauses(min(FAR, self.stopped()))
        if self.kind == "complaint":
            return grid.time(grid.due_working_days(grid.index(start), 5, pauses))
        left, i = LIMIT[self.kind], grid.index(start)
        while left:
            left -= not any(a <= i < b for a, b in pauses)
            i += 1
        return grid.time(i)

    def elapsed(self, t: datetime) -> int:
        """Seconds on the limit's calendar without its pauses; a given due time has neither."""
        grid = office_pair()[1]
        end, pauses = grid.index(min(t, self.stopped())), self.pauses(t)
        if self.given:
            return int((min(t, self.stopped()) - self.opened).total_seconds())
        open_at = grid.open if self.kind == "complaint" else [True] * len(grid.open)
        minutes = range(grid.index(self.opened), end)
        return 60 * sum(
            bool(open_at[i]) and not any(a <= i < b for a, b in pauses) for i in minutes
        )

    def overdue(self, t: datetime) -> bool:
        gone = next((at for at, s, *_ in self.lines if s in {"withdrawn"} and at <= t), None)
        return gone is None and self.due() < (self.finished(t) or t)

    def charged(self) -> str:
        """Who had the work when the limit ran out or the work was done, whichever came first."""
        moment = min(self.due(), self.stopped())
        had = [line for line in self.lines if line[0] < moment]
        return had[-1][2] if had else self.lines[0][2]


FAR = BEGAN + timedelta(days=60)


class Teller:
    """Plays random verbs, each some minutes after the last, and writes the diary."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.rng = world, random.Random(seed)
        rng = self.rng
        self.now = BEGAN + rng.randrange(12 * 1440) * MINUTE
        kind = rng.choice(["fault_report", "complaint"])
        given = self.now + rng.randrange(60, 5000) * MINUTE if rng.random() < 0.2 else None
        by = world.actor("0101")
        case = actions.open_case(kind=kind, channel="hotline", title="x", given_due_at=given, by=by, at=self.now)  # fmt: skip
        self.diary = Diary(case.pk, kind, self.now, given, "QC-HOT")
        self.diary.lines.append((self.now, "received", "QC-HOT", "none", None))

    def tell(self) -> Diary:
        for _ in range(self.rng.randrange(2, 14)):
            self.now += self.rng.choice([1, 7, 40, 300, 1500, 4000]) * MINUTE
            if self.rng.random() < 0.5:
                sweeper.sweep(self.now)
            verbs = [v for v, states in MOVES.items() if self.diary.state in states]
            if not verbs or self.now > FAR - timedelta(days=20):
                break
            verb = self.rng.choices(verbs, [OFTEN.get(v, 1.0) for v in verbs])[0]
            getattr(self, verb)()
        return self.diary

    def do(
        self,
        verb: str,
        state: str | None = None,
        unit: str | None = None,
        who: str = "0102",
        **terms: Any,
    ) -> Any:
        by = self.world.actor(who)
        found = getattr(actions, verb)(self.diary.pk, by=by, at=self.now, **terms)
        if state:
            self.write(state, unit or self.unit)
        return found

    def write(self, state: str, unit: str, waiting: str = "none", until: Any = None) -> None:
        self.diary.lines.append((self.now, state, unit, waiting, until))

    @property
    def unit(self) -> str:
        return self.diary.lines[-1][2]

    def accept(self) -> None:
        self.do("accept", "accepted", "QC-HOT")
        self.diary.responses.append(self.now)

    def dispatch(self) -> None:
        to = self.rng.choice([u for u in [*UNITS, "QC-HOT"] if u != self.unit])
        again = self.diary.state in {"dispatched", "in_progress"}
        self.diary.again += again
        self.diary.back += again and to == "QC-HOT"
        self.do("dispatch", "dispatched", to, unit_id=self.world.units[to])

    def start(self) -> None:
        self.do("start", "in_progress")

    def answer(self) -> None:
        contacted = self.rng.random() < 0.5
        self.do("answer", "answered", text="x", contacted=contacted)
        self.diary.first.setdefault("finished", self.now)
        self.diary.responses.append(self.now)

    def invite(self) -> None:
        self.do("invite", "awaiting_evaluation")

    def evaluate(self) -> None:
        score = self.rng.randrange(1, 6)
        self.do("evaluate", "closed", who="0105", score=score, solved=score > 2)
        self.diary.ratings.append((self.now, score))

    def close(self) -> None:
        self.do("close", "closed")

    def reopen(self) -> None:
        self.diary.reopens += 1
        self.do("reopen", "in_progress", text="x")

    def archive(self) -> None:
        self.do("archive", "archived", who="0103", text="x")

    def withdraw(self) -> None:
        self.do("withdraw", "withdrawn", text="x")

    def void(self) -> None:
        self.do("void", "void", text="x")

    def urge(self) -> None:
        made = self.do("urge")
        last = self.diary.urges[-1][0] if self.diary.urges else None
        assert made.counted == (last is None or self.now - last >= 30 * MINUTE)
        if made.counted:
            self.diary.urges.append((self.now, self.unit))

    def wait(self) -> None:
        whom, until = self.rng.choice(WAITS), self.now + self.rng.randrange(10, 6000) * MINUTE
        self.do("wait", waiting_for=whom, reason="other", until=until)
        self.write(self.diary.state, self.unit, whom, until)

    def note(self) -> None:
        contacted = self.rng.random() < 0.5
        self.do("note", text="x", contacted=contacted)
        if contacted and self.diary.state in IN_WORK | SETTLED:
            self.diary.responses.append(self.now)


@pytest.fixture
def told(db: None) -> tuple[World, dict[str, Diary]]:
    install_presets()
    world = build()
    diaries = [Teller(world, seed).tell() for seed in range(STORIES)]
    sweeper.sweep(FAR, 10_000)
    numbers = dict(numbers_of(diaries))
    return world, {numbers[d.pk]: d for d in diaries}


def numbers_of(diaries: list[Diary]) -> Any:
    return Case.objects.filter(pk__in=[d.pk for d in diaries]).values_list("pk", "number")


COLUMNS = (
    "number", "state", "due_at", "overdue", "elapsed_seconds", "waiting_seconds", "paused_seconds",
    "urges", "finished_at",
)  # fmt: skip


def test_export_and_figures_say_what_the_diaries_say(
    told: tuple[World, dict[str, Diary]],
) -> None:
    """One playing of the stories, since they take their time."""
    world, diaries = told
    rng = random.Random(7)
    for t in [FAR, *(BEGAN + rng.randrange(30 * 1440) * MINUTE for _ in range(6))]:
        the_export_says(diaries, t)
    the_figures_say(world, diaries)


def the_export_says(diaries: dict[str, Diary], t: datetime) -> None:
    shown = {str(r[0]): r for r in export.rows(COLUMNS, scope=EVERYTHING, at=t)}
    assert shown.keys() == {n for n, d in diaries.items() if d.opened <= t}
    wrong = [
        (said, shown[number], diaries[number])
        for number in shown
        if (said := by_hand(number, diaries[number], t)) != in_words(shown[number], t)
    ]
    assert wrong == []


def by_hand(number: str, d: Diary, t: datetime) -> list[Any]:
    line = d.at(t)
    assert line is not None
    state = "void" if d.state == "void" else line[1]
    seconds: Counter[bool] = Counter()
    for a, b, whom in d.waits(t):
        seconds[whom == "customer"] += int((b - a).total_seconds())
    return [
        number,
        state,
        d.due() if t == FAR else None,
        state != "void" and d.overdue(t),
        d.elapsed(t),
        seconds[True],
        seconds[False],
        sum(at <= t for at, _ in d.urges),
        d.finished(t),
    ]


def in_words(row: list[Any], t: datetime) -> list[Any]:
    return [*row[:2], row[2] if t == FAR else None, *row[3:]]


def the_figures_say(world: World, diaries: dict[str, Diary]) -> None:
    october = periods.parse("2025-10")
    zone = reach.whole(world.units["QC"]).zone
    first, last = october.start(zone), october.end(zone)
    codes = {unit: code for code, unit in world.units.items()}

    def inside(t: datetime | None) -> bool:
        return t is not None and first <= t < last

    def measured(name: str) -> dict[str, tuple[float, int]]:
        definition = definitions.find(name)
        assert definition is not None
        question = Question(
            reach=reach.by_unit(world.units["QC"]), span=reach.over(october, as_of=FAR)
        )
        return {
            codes[f.unit]: (f.ratio.numerator, f.ratio.denominator)
            for f in queries.measure(definition, question)
            if f.ratio.denominator or f.ratio.numerator
        }

    def top(code: str) -> str:
        return code[:2] if code in {"DH-01", "XS-01"} else code

    def summed(rows: Sequence[tuple[str, float, int]]) -> dict[str, tuple[float, int]]:
        found: dict[str, tuple[float, int]] = {}
        for code, over, under in rows:
            a, b = found.get(top(code), (0, 0))
            found[top(code)] = (a + over, b + under)
        return {code: pair for code, pair in found.items() if any(pair)}

    counted = [d for d in diaries.values() if d.state not in {"void", "withdrawn"}]
    due = [d for d in counted if inside(d.due())]
    assert measured("K15") == summed([(d.charged(), d.overdue(FAR), 1) for d in due])
    assert measured("K14") == summed([(d.charged(), not d.overdue(FAR), 1) for d in due])
    born = [d for d in counted if inside(d.opened)]
    ended = [d for d in counted if inside(d.finished(FAR))]
    spent = [(d.charged(), (d.first["finished"] - d.opened).total_seconds(), 1) for d in ended]
    assert measured("K36") == summed(spent)
    urged = [(unit, 1, 0) for d in counted for at, unit in d.urges if inside(at)]
    assert measured("K19") == summed([*urged, *((d.charged(), 0, 1) for d in born)])
    judged = [(d.charged(), s <= 2, 1) for d in counted for at, s in d.ratings if inside(at)]
    low = {code: a for code, (a, _) in summed(judged).items() if a}
    assert {code: a for code, (a, _) in measured("N06").items()} == low
