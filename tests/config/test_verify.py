"""``shouwen verify``: everything adds up, and what does not is told and mended."""

from __future__ import annotations

import io
import json
from argparse import Namespace

import pytest

from shouwen.config.commands.verify import Verify
from shouwen.domains.asks.models import Request
from shouwen.domains.cases import actions
from shouwen.domains.cases.models import Case
from shouwen.platform.clocks.models import Clock
from tests.factories.asks import a_request
from tests.factories.cases import MINUTE, T0, a_case_in
from tests.world import World


def ran(*, rebuild: bool = False) -> tuple[int, dict[str, list[dict[str, str]]]]:
    out = io.StringIO()
    code = Verify().run(Namespace(json=True, rebuild=rebuild), out)
    return code, json.loads(out.getvalue())


@pytest.fixture
def case(world: World) -> Case:
    case = a_case_in("in_progress", world)
    actions.urge(case.pk, by=world.actor("0101"), at=T0 + 10 * MINUTE)
    a_request(case, world, by=world.actor("0101"), to="QC-MKT")
    return case


def test_what_went_through_the_verbs_adds_up(case: Case) -> None:
    assert ran() == (0, {"ok": True, "problems": []})


def test_wrong_caches_are_told_and_mended(case: Case) -> None:
    right = list(Clock.objects.order_by("id").values())
    Clock.objects.filter(subject_kind="case").update(due_at=None, person_id=7)
    Case.objects.filter(pk=case.pk).update(urges=4, reassignments=2)
    assert ran()[0] == 1
    code, answer = ran(rebuild=True)
    assert code == 1
    said = {line["problem"] for line in answer["rebuilt"]}
    assert f"case:{case.pk}: urges was 4, is 1" in said
    assert f"case:{case.pk}: reassignments was 2, is 0" in said
    assert any("due_at was None" in line for line in said)
    assert answer["problems"] == []
    assert list(Clock.objects.order_by("id").values()) == right
    assert ran(rebuild=True) == (0, {"ok": True, "problems": [], "rebuilt": []})


def test_a_request_that_contradicts_its_ledger_is_told(case: Case) -> None:
    Request.objects.update(state="ended", outcome="withdrawn", ended_at=T0 + 600 * MINUTE)
    said = [line["problem"] for line in ran()[1]["problems"]]
    assert any("somebody has it" in line for line in said)
    assert any("a clock runs" in line for line in said)
