"""The play of the demo branch is plain data: the same for the same seed, and like a real service."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from shouwen.domains.cases.choices import CaseKind, CaseState
from shouwen.domains.cases.lifecycle import LIFECYCLE
from shouwen.web.demo import cast, plot
from shouwen.web.demo.customers import people
from shouwen.web.demo.script import Matter
from shouwen.web.demo.topics import topics

NOW = datetime(2025, 10, 10, 6, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def matters() -> list[Matter]:
    return plot.matters(NOW, people())


def test_the_same_seed_gives_the_same_play(matters: list[Matter]) -> None:
    assert plot.matters(NOW, people()) == matters


def test_three_thousand_matters_of_all_kinds_in_ninety_days(matters: list[Matter]) -> None:
    kinds = Counter(m.steps[0].args["kind"] for m in matters)
    assert len(matters) >= 3000
    assert set(kinds) == set(CaseKind.values) - {CaseKind.DATA_REQUEST}  # see rights.py
    assert (NOW - matters[0].opened_at).days in {89, 90}


def test_nothing_lies_in_the_future_and_time_never_runs_back(matters: list[Matter]) -> None:
    for matter in matters:
        times = [step.at for step in matter.steps]
        assert times == sorted(times)
        assert times[-1] <= NOW


def test_every_script_obeys_the_lifecycle(matters: list[Matter]) -> None:
    for matter in matters:
        state: str = CaseState.RECEIVED
        for step in matter.steps[1:]:
            state = LIFECYCLE.after(state, step.verb)


def test_every_verb_of_the_spine_is_played(matters: list[Matter]) -> None:
    assert {step.verb for m in matters for step in m.steps} == {
        "open", "accept", "dispatch", "start", "note", "urge", "wait", "resume", "answer", "invite",
        "evaluate", "close", "reopen", "archive", "withdraw", "void",
        "send_back",
    }  # fmt: skip


def test_titles_are_many_and_filled_in(matters: list[Matter]) -> None:
    titles = {m.steps[0].args["title"] for m in matters}
    assert sum(len(set(t.titles)) for kind in topics().values() for t in kind) >= 120
    assert len(titles) >= 300
    assert not [title for title in titles if "{" in title]


def test_mornings_are_busier_than_nights_and_mondays_than_sundays(matters: list[Matter]) -> None:
    from shouwen.web.demo.hours import ZONE

    hours = Counter(m.opened_at.astimezone(ZONE).hour for m in matters)
    days = Counter(m.opened_at.astimezone(ZONE).weekday() for m in matters)
    assert hours[10] > 5 * hours[3]
    assert days[0] > 1.3 * days[6]


def test_nobody_in_the_demo_has_a_number_that_could_be_somebodys() -> None:
    phones = [who.phone for who in people()]
    assert len(set(phones)) == 2000
    assert all(len(phone) == 11 and phone.startswith("100") for phone in phones)


def test_one_log_in_for_each_role_and_about_eighty_people() -> None:
    players = cast.players()
    by_login = [p.role for p in players if p.login]
    assert sorted(by_login) == sorted({p.role for p in players})
    assert 75 <= len(players) <= 90
    assert len({p.name for p in players}) == len(players)
