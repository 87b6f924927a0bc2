"""The demo branch fills once, goes on where it was cut short, and can be taken away again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from shouwen.domains.balances.models import Standing
from shouwen.domains.bulletins.models import Bulletin
from shouwen.domains.calls import queries as calls
from shouwen.domains.calls.models import Call
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case, Rework
from shouwen.domains.customers.models import Customer
from shouwen.domains.papers import queries as paper_lists
from shouwen.domains.papers.models import Tick
from shouwen.domains.portal.choices import Stage
from shouwen.domains.portal.models import Appointment
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import actions as access
from shouwen.platform.access.models import Account
from shouwen.platform.clocks import queries as ledgers
from shouwen.platform.journal import queries as journal
from shouwen.platform.org.models import Staff, Unit
from shouwen.platform.policies import actions as policies
from shouwen.web.demo import (
    aftermath,
    fill,
    floor,
    live,
    papers,
    plot,
    remove,
    reworks,
    rights,
    visits,
    voices,
)
from shouwen.web.demo.customers import people
from shouwen.web.demo.models import Branch

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 10, 10, 6, 5, tzinfo=UTC)


def _silent(message: str) -> None:
    pass


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A branch of 60 customers and about 170 matters."""
    whole = plot.matters
    monkeypatch.setattr(fill, "people", lambda: people(60))
    monkeypatch.setattr(plot, "matters", lambda now, folk: whole(now, folk, count=150))
    monkeypatch.setattr(fill, "LIVE", 30)
    access.install_presets(by=SYSTEM, at=NOW)
    policies.install_presets(by=SYSTEM, at=NOW)


def _fill() -> Branch:
    return fill.fill(password="demo-secret-1", now=NOW, say=_silent)


@pytest.mark.usefixtures("small")
def test_a_fill_that_was_cut_short_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[int] = []
    whole: Callable[..., int] = live.play

    def dies(*arguments: object) -> int:
        if len(played) == 15:
            raise ConnectionError
        played.append(1)
        return whole(*arguments)

    monkeypatch.setattr(live, "play", dies)
    with pytest.raises(ConnectionError):
        _fill()
    cut = Branch.objects.get()
    assert (cut.ready_at, cut.done) == (None, cut.total - 20)
    assert Case.objects.count() == cut.done
    monkeypatch.setattr(live, "play", whole)
    done = _fill()
    assert done.ready_at is not None
    added = len(floor.LYING) + len(rights.ASKED) + len(aftermath.FOLLOWED)
    added += voices.OPENED + len(reworks.FAULTS) + len(visits.EARLIER)
    assert Case.objects.count() == done.total + added
    assert done.total == done.done
    assert Bulletin.objects.filter(state="frozen").exists()
    assert _fill().done == done.done
    assert Case.objects.count() == done.total + added
    assert list(journal.verify()) == []
    assert list(ledgers.verify()) == []


@pytest.mark.usefixtures("small")
def test_beside_real_data_the_demo_is_struck_from_every_figure() -> None:
    branch = _fill()
    assert remove.alone()
    assert Tick.objects.exists()
    assert set(Appointment.objects.values_list("stage", flat=True)) == set(Stage.values)
    assert Standing.objects.filter(suspended_since__isnull=False).exists()
    assert calls.missed(at=NOW).count() == 5
    assert Rework.objects.count() >= len(reworks.FAULTS)
    access.create_account("real", by=SYSTEM, at=NOW)
    assert not remove.alone()
    told = remove.retire(by=SYSTEM, at=NOW, say=_silent)
    assert told["staff"] == 83
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.VOID}
    assert not Account.objects.filter(is_demo=True, is_active=True).exists()
    assert not Staff.objects.filter(active_to__isnull=True).exists()
    assert not Unit.objects.active().exists()
    assert not Customer.objects.exclude(phone="").exists()
    assert not Standing.objects.exists()
    assert not Call.objects.exclude(number="").exists()
    assert not calls.missed(at=NOW).exists()
    later = timezone.localdate(NOW) + timedelta(days=9)
    assert not any(paper_lists.papers(*of, on=later) for of in papers.LISTS)
    assert list(journal.verify()) == []
    with pytest.raises(fill.Removed):
        _fill()
    branch.refresh_from_db()
    assert branch.removed_at == NOW
