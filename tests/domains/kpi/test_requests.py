"""K52, K54 and K12: what the front line asked of departments, by numbers worked out by hand."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shouwen.domains.asks import actions
from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries import figures
from shouwen.domains.kpi import definitions, monitor, queries, reach
from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.reach import Question
from shouwen.domains.kpi.words import shown
from shouwen.kernel import periods
from shouwen.platform.exports.models import Use
from shouwen.platform.policies.actions import install_presets
from tests import world as cast
from tests.factories.cases import T0
from tests.factories.facts import Facts

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOON = datetime(2025, 10, 5, 4, tzinfo=UTC)
OCTOBER = periods.parse("2025-10")


def figure(
    name: str, unit: int, *, at: datetime, charge: Charge = Charge.HANDLER
) -> queries.Figure:
    definition = definitions.find(name)
    assert definition is not None
    span = reach.over(OCTOBER, as_of=at)
    (found,) = queries.measure(
        definition, Question(reach=reach.whole(unit), span=span, charge=charge)
    )
    return found


def numbers(
    name: str, unit: int, *, at: datetime, charge: Charge = Charge.HANDLER
) -> tuple[float, int]:
    ratio = figure(name, unit, at=at, charge=charge).ratio
    return ratio.numerator, ratio.denominator


@pytest.fixture
def world(db: None) -> cast.World:
    install_presets()
    return cast.build()


def _quick(world: cast.World, *, after: int | None = None) -> Request:
    made = actions.ask_quickly(
        unit_id=world.units["QC-NET"], text="？", waiting=True, by=world.actor("0101"), at=T0
    )
    if after is None:
        return made
    return actions.answer(made.pk, text="答", by=world.actor("0112"), at=T0 + after * MINUTE)


@pytest.fixture
def asked(world: cast.World) -> cast.World:
    """Six due: two in time, one late, one unanswered, two given up; one withdrawn, one sent back."""
    front, clerk = world.actor("0101"), world.actor("0112")
    for after, score in ((5, 4), (15, 5), (16, 2)):  # the second at the very limit
        made = _quick(world, after=after)
        actions.rate(made.pk, score=score, by=front, at=T0 + 20 * MINUTE)
    actions.rate(made.pk, score=3, by=front, at=T0 + 30 * MINUTE)  # the last one counts
    _quick(world)
    actions.give_up(_quick(world).pk, outcome="unclear", by=front, at=T0 + 2 * MINUTE)
    actions.withdraw(_quick(world).pk, by=front, at=T0 + MINUTE)
    actions.send_back(_quick(world).pk, text="不归我们管", by=clerk, at=T0 + MINUTE)
    actions.record_call(
        unit_id=world.units["QC-NET"], text="？", outcome="not_reached", by=front, at=T0
    )
    return world


@pytest.mark.item("S003-21")
@pytest.mark.item("S003-23")
@pytest.mark.item("S003-24")
def test_figures_of_requests_from_the_real_ledgers(asked: cast.World) -> None:
    net, hot, at = asked.units["QC-NET"], asked.units["QC-HOT"], T0 + HOUR
    assert numbers("K52", net, at=at) == (2, 6)
    assert numbers("K52", hot, at=at) == (0, 0)
    assert numbers("K52", hot, at=at, charge=Charge.OWNER) == (2, 6)
    assert numbers("K54", hot, at=at) == (6, 7)
    satisfied = figure("K12", net, at=at)
    assert (satisfied.ratio.numerator, satisfied.ratio.denominator) == (12, 15)
    assert (satisfied.raters, satisfied.is_ranked) == (1, False)
    inbox = {"since": T0 - HOUR, "until": T0 + 24 * HOUR, "at": at}
    assert figures.replied_on_time([net], **inbox) == figure("K52", net, at=at).ratio
    # before the limits had passed only what was given up stood among the due
    assert numbers("K52", net, at=T0 + 3 * MINUTE) == (0, 2)
    board = monitor.board(asked.units["QC"], at=at)
    assert board.asked[monitor.REPLIES][0] == figure("K52", net, at=at).ratio


@pytest.mark.item("S003-21")
def test_one_in_ten_requests_in_writing(facts: Facts, unit: Callable[..., int]) -> None:
    """S003-21: the front line made about 10 % of its requests in writing."""
    root = unit("root")
    hall, network = unit("hall", root), unit("network", root)
    for n in range(100):
        facts.request(hall, network, NOON, made_by="electronic" if n < 10 else "phone")
    facts.request(hall, network, NOON, counted=False, counts_at=None)
    found = figure("K54", root, at=NOON + HOUR)
    assert (shown(found), found.ratio.percent()) == ("10.00%", Decimal("10.00"))
    assert numbers("K54", network, at=NOON + HOUR) == (0, 0)


@pytest.mark.item("S003-24")
def test_internal_satisfaction_of_the_three_departments(
    facts: Facts, unit: Callable[..., int]
) -> None:
    """Worked example (e): 71.00, 78.50 and 83.00 of a hundred, by points given ÷ points to give."""
    hall = unit("hall")
    for name, points in (("market", 71), ("network", 78.5), ("support", 83)):
        department = unit(name)
        given = round(points * 10)  # of two hundred answers, a thousand points
        other = given - 800
        scores = [5 if other > 0 else 3] * abs(other) + [4] * (200 - abs(other))
        for n, score in enumerate(scores):
            facts.answer(hall, department, NOON, score, by=n % 5)
        found = figure("K12", department, at=NOON + HOUR)
        assert (found.ratio.numerator, found.ratio.denominator) == (given, 1000)
        assert shown(found) == f"{points:.2f}"
        assert (found.raters, found.is_ranked) == (5, True)
    assert numbers("K12", hall, at=NOON + HOUR, charge=Charge.OWNER) == (710 + 785 + 830, 3000)


@pytest.fixture
def later(asked: cast.World, monkeypatch: pytest.MonkeyPatch) -> datetime:
    now = T0 + HOUR
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def signed_in(world: cast.World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def days(unit: int, **more: Any) -> dict[str, str]:
    day = timezone.localdate(T0)
    given = {"unit": unit, "from": "2025-10-01", "to": day, **more}
    return {name: str(value) for name, value in given.items()}


def test_a_number_of_requests_opens_its_requests(asked: cast.World, later: datetime) -> None:
    reader, net = signed_in(asked, "0107"), asked.units["QC-NET"]
    where = reverse("kpi:rows", args=["K52"])
    page = reader.get(where, days(net)).content.decode()
    shown_ = [r for r in Request.objects.all() if reverse("asks:request", args=[r.pk]) in page]
    assert len(shown_) == 6
    missed = reader.get(where, days(net, hit="0")).content.decode()
    assert sum(r.number in missed for r in Request.objects.all()) == 4
    file = reader.get(reverse("kpi:file", args=["K52", "csv"]), days(net))
    lines = list(csv.reader(file.content.decode("utf-8-sig").splitlines()))
    assert len(lines) == 1 + 6 + 1  # heads, rows, the mark
    assert {line[4] for line in lines[1:-1]} == {r.number for r in shown_}
    assert (Use.objects.get().what, Use.objects.get().rows) == ("kpi.rows", 6)
    assert reader.get(reverse("kpi:file", args=["K52", "pdf"]), days(net)).status_code == 404
    for code in ("K12", "K54"):
        assert reader.get(reverse("kpi:figure", args=[code])).status_code == 200
        assert reader.get(reverse("kpi:rows", args=[code]), days(net)).status_code == 200
    assert reverse("kpi:rows", args=[monitor.REPLIES]) in (
        reader.get(reverse("kpi:monitor")).content.decode()
    )


def test_a_score_is_told_in_points_and_ranked_by_its_raters(
    asked: cast.World, later: datetime
) -> None:
    reader = signed_in(asked, "0107")
    score = reader.get(reverse("kpi:figure", args=["K12"]))
    assert score.context["cut"] > 0
    told = score.content.decode()
    assert f"纵轴自 {score.context['cut']} 起" in told
    assert f"评分人数不足 {score.context['floor']} 位的不排名" in told
    assert "位的不排名" not in reader.get(reverse("kpi:figure", args=["K52"])).content.decode()


def test_figures_over_the_api_stay_in_the_scope(asked: cast.World, later: datetime) -> None:
    reader, net = signed_in(asked, "0107"), asked.units["QC-NET"]
    catalogue = reader.get("/api/v1/figures").json()
    assert {"K12", "K52", "K54"} <= {one["id"] for one in catalogue["items"]}
    (row,) = reader.get("/api/v1/figures/K52", days(net)).json()["rows"]
    assert (row["numerator"], row["denominator"]) == (2, 6)
    split = reader.get("/api/v1/figures/K52", days(asked.units["QC"], by_unit=True)).json()
    assert sum(row["denominator"] for row in split["rows"]) == 6
    rows = reader.get("/api/v1/figures/K52/rows", days(net)).json()
    assert (rows["count"], sum(one["numerator"] for one in rows["items"])) == (6, 2)
    assert reader.get("/api/v1/figures/K99", days(net)).status_code == 404
    backwards = days(net, to="2025-09-01")
    assert reader.get("/api/v1/figures/K52", backwards).status_code == 404
    assert signed_in(asked, "0204").get("/api/v1/figures/K52", days(net)).status_code == 404
    assert signed_in(asked, "0101").get("/api/v1/figures").status_code == 403
