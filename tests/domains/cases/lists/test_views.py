"""Saved views, conditions, columns and orders of the case list, as a reader meets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.domains.cases.lists.queries import worklist
from shouwen.domains.cases.lists.queries.narrowing import Filters
from shouwen.domains.cases.lists.queries.tabs import CHANGED, DUE, OLDEST, OPENED, URGES
from shouwen.domains.cases.models import Case
from shouwen.platform.access.models import SavedView
from shouwen.platform.access.scope import Scope
from tests.factories.cases import a_case
from tests.factories.customers import a_customer
from tests.world import World

SignedIn = Callable[[str], Client]
HOUR = timedelta(hours=1)


def shown(client: Client, query: str) -> list[int]:
    return [row["case"].pk for row in client.get(f"/cases/?{query}").context["rows"]]


def tab(client: Client, name: str) -> Any:
    return next((t for t in client.get("/cases/").context["tabs"] if t.label == name), None)


def test_a_list_is_saved_found_again_changed_and_brought_back(
    world: World, signed_in: SignedIn
) -> None:
    complaint = a_case(world.actor("0101"), at=now() - HOUR, kind="complaint")
    a_case(world.actor("0101"), at=now() - HOUR, kind="consultation")
    client = signed_in("0102")
    dialog = client.get("/cases/views/new?kind=complaint&cols=state").content.decode()
    assert "kind=complaint" in dialog and 'value="role"' in dialog
    saved = {"name": "投诉", "query": "kind=complaint&cols=state.urges&after=1.2&nonsense=1"}
    answer: Any = client.post("/cases/views", saved)
    view = SavedView.objects.get()
    assert (view.query, view.columns, view.kind) == (
        "kind=complaint",
        ["state", "urges"],
        "personal",
    )
    assert shown(client, answer.url.partition("?")[2]) == [complaint.pk]
    found = tab(client, "投诉")
    assert (found.count, found.url) == (1, answer.url)
    page = client.get(answer.url)
    assert [name for name, *_ in page.context["columns"]] == ["matter", "state", "urges"]
    assert page.context["saved"]["may"]
    client.post(f"/cases/views/{view.pk}", {"act": "name", "name": "我的投诉"})
    assert tab(client, "我的投诉")
    gone: Any = client.post(f"/cases/views/{view.pk}", {"act": "remove"})
    assert tab(client, "我的投诉") is None
    assert "restore" in client.get(gone.url).content.decode()
    client.post(f"/cases/views/{view.pk}", {"act": "restore"})
    assert tab(client, "我的投诉").count == 1


def test_a_view_is_shared_by_leaders_and_touched_by_nobody_else(
    world: World, signed_in: SignedIn
) -> None:
    a_case(world.actor("0101"), at=now() - HOUR)
    agent, leader = signed_in("0101"), signed_in("0102")
    agent.post("/cases/views", {"name": "越权", "kind": "role", "role": "agent"})
    assert not SavedView.objects.exists()
    leader.post("/cases/views", {"name": "热线在办", "kind": "role", "role": "agent"})
    view = SavedView.objects.get()
    assert (view.kind, view.role_code) == ("role", "agent")
    assert tab(agent, "热线在办").count == 1
    assert tab(signed_in("0301"), "热线在办") is None
    for act in ("remove", "remember", "name", "left"):
        agent.post(f"/cases/views/{view.pk}", {"act": act, "name": "改"})
    view.refresh_from_db()
    assert (view.name, view.removed_at) == ("热线在办", None)
    assert agent.get(f"/cases/views/{view.pk}/settings").status_code == 404
    assert leader.post("/cases/views/987654/", {"act": "remove"}).status_code == 404


def test_views_are_moved(world: World, signed_in: SignedIn) -> None:
    client = signed_in("0101")
    for name in "甲乙丙":
        client.post("/cases/views", {"name": name})
    last = SavedView.objects.get(name="丙")
    client.post(f"/cases/views/{last.pk}", {"act": "left"})
    assert [t.label for t in client.get("/cases/").context["tabs"]][-3:] == ["甲", "丙", "乙"]


@pytest.mark.parametrize(
    "query",
    [
        "is=urged",
        "is=urged&is=angry",
        "handler={handler}",
        "owner={handler}&due=today&view=overdue",
        "handler_unit={unit}&is=urged",
        "owner_unit={unit}&unit={unit}&is=urged",
        "category=网络&order=opened",
        "tier=key&is=urged",
        "extra=band%3D500M",
        "view=mine&is=urged&order=opened",
        "view=overdue&order=opened&is=urged",
    ],
)
def test_each_condition_finds_its_case_and_counts_it(
    query: str, world: World, signed_in: SignedIn
) -> None:
    """List, count of its tab and count as a saved view agree."""
    agent, client = world.actor("0101"), signed_in("0101")
    customer = a_customer(at=now(), tier="key")
    wanted = a_case(
        agent,
        at=now() - HOUR,
        given_due_at=now() - timedelta(minutes=5),
        category="网络",
        customer_id=customer.pk,
        extra={"band": "500M", "mood": "angry"},
    )
    actions.urge(wanted.pk, by=agent, at=now())
    other = world.actor("0102")
    a_case(other, at=now() - 2 * HOUR)
    asked = query.format(handler=world.staff["0101"], unit=world.units["QC-HOT"])
    page = client.get(f"/cases/?{asked}").context
    assert [row["case"].pk for row in page["rows"]] == [wanted.pk]
    assert next(t for t in page["tabs"] if t.current).count == 1
    client.post("/cases/views", {"name": "一件", "query": asked})
    assert tab(client, "一件").count == 1


def test_waiting_is_a_condition(world: World, signed_in: SignedIn) -> None:
    agent, client = world.actor("0101"), signed_in("0101")
    waits, _goes = (a_case(agent, at=now() - HOUR) for _ in range(2))
    actions.wait(
        waits.pk,
        waiting_for="customer",
        reason="customer_absent",
        until=now() + HOUR,
        by=agent,
        at=now(),
    )
    assert shown(client, "waiting=customer") == [waits.pk]
    assert shown(client, "waiting=customer&order=opened") == [waits.pk]


def test_the_newest_first_page_by_page(world: World, signed_in: SignedIn) -> None:
    made = [a_case(world.actor("0101"), at=now() - n * HOUR).pk for n in range(53)]
    client = signed_in("0102")
    first = client.get("/cases/?order=opened").context
    second = client.get(first["pager"]["next"]).context
    rows = [row["case"].pk for page in (first, second) for row in page["rows"]]
    assert rows == made
    back = client.get(second["pager"]["prev"]).context
    assert [row["case"].pk for row in back["rows"]] == made[:50]


def test_conditions_are_typed_by_name(world: World, signed_in: SignedIn) -> None:
    client = signed_in("0102")
    form = client.get("/cases/conditions?kind=complaint").content.decode()
    assert "网络维护部 (QC-NET)" in form and 'name="kind" value="complaint"' in form
    answer: Any = client.get(
        "/cases/conditions",
        {"set": "1", "kind": "complaint", "handler_unit": "网络维护部", "handler": "网维新"},
    )
    assert f"handler_unit={world.units['QC-NET']}" in answer.url
    assert f"handler={world.staff['0112']}" in answer.url and "kind=complaint" in answer.url
    refused = client.get("/cases/conditions", {"set": "1", "handler": "无此人"})
    assert refused.status_code == 200 and refused.context["form"].errors


def test_each_order_walks_on_and_back_without_gap_or_double(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sorted when few, walked by index when many: the same pages, for a unit and for everybody."""
    agent = world.actor("0101")
    cases = [a_case(agent, at=now() - n * HOUR) for n in (4, 3, 2, 1)]
    for case, times in zip(cases, (0, 2, 1, 2), strict=True):
        for n in range(times):
            actions.urge(case.pk, by=agent, at=now() + n * HOUR)
    a, b, c, d = (case.pk for case in cases)
    Case.objects.update(changed_at=now() - 9 * HOUR)
    actions.accept(b, by=agent, at=now())
    whole = {
        "urges": [b, d, c, a],
        "oldest": [a, b, c, d],
        "opened": [d, c, b, a],
        "urges&is=urged": [b, d, c],
        "oldest&view=mine": [a, b, c, d],
    }
    client, boss = signed_in("0101"), Client()
    boss.force_login(world.administrator, "django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr(worklist, "PAGE", 2)
    monkeypatch.setattr(worklist.page, "__kwdefaults__", {"after": None, "before": None, "n": 2})
    for few in (5000, 1):
        monkeypatch.setattr(worklist, "SORTED", few)
        for order, wanted in whole.items():
            readers = [client] if "mine" in order else [client, boss]
            for reader in readers:
                first = reader.get(f"/cases/?order={order}").context
                onward = first["pager"]["next"].partition("?")[2]
                second = reader.get(f"/cases/?{onward}").context
                back = second["pager"]["prev"].partition("?")[2]
                assert [r["case"].pk for r in first["rows"] + second["rows"]] == wanted, order
                assert shown(reader, back) == wanted[:2], order
        assert shown(client, "order=changed")[0] == b
    assert shown(client, "order=urges&after=nonsense") == [b, d]
    assert client.get("/cases/?view=closed&order=urges").status_code == 200


@pytest.mark.parametrize("few", [5000, 1])
def test_the_rows_beside_one_are_its_neighbours_in_every_order(
    world: World, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    agent = world.actor("0101")
    for n, times in enumerate((0, 2, 1, 2)):
        case = a_case(agent, at=now() - (4 - n) * HOUR)
        for urge in range(times):
            actions.urge(case.pk, by=agent, at=now() + urge * HOUR)
        if n % 2:
            actions.note(case.pk, text="已联系", contacted=True, by=agent, at=now())
    monkeypatch.setattr(worklist, "SORTED", few)
    units = frozenset(Case.objects.values_list("owner_unit_id", flat=True))
    for order in (DUE, URGES, CHANGED, OPENED, OLDEST):
        for scope in (Scope(everything=True), Scope(units=units)):
            for filters in (Filters(), Filters(urged=True)):
                view = worklist.View(key="open", order=order)
                asked: dict[str, Any] = {"scope": scope, "filters": filters, "person": None}
                whole = worklist.page(view, **asked).rows
                assert len(whole) == (3 if filters.urged else 4)
                for i, row in enumerate(whole):
                    before, after = worklist.beside(view, here=row.key, n=2, **asked)
                    assert before == whole[:i][::-1][:2], order
                    assert after == whole[i + 1 :][:2], order
