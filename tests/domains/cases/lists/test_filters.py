"""Conditions on any field: page, file, saved view and API hold the same cases, and say what cannot be read."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from shouwen.domains.cases import actions
from shouwen.domains.cases.lists.queries import ordered, worded, worklist
from shouwen.domains.cases.models import Case
from shouwen.domains.customers.models import ServiceAccount
from shouwen.domains.mattertypes.models import FieldSet, MatterType
from shouwen.platform.access.models import SavedView
from tests.factories.cases import a_case, a_case_in
from tests.factories.customers import a_customer
from tests.world import World

SignedIn = Callable[[str], Client]
HOUR = timedelta(hours=1)
ASKED = [
    {"key": "band", "label": "带宽", "type": "number"},
    {"key": "since", "label": "何时起", "type": "date"},
    {"key": "light", "label": "指示灯", "type": "choice", "choices": ["红", "绿"]},
    {"key": "model", "label": "型号", "type": "text"},
]
OURS = (
    "number:is:{number}",
    "title:has:红灯",
    "kind:is:complaint",
    "kind:not:fault_report",
    "category:is:网络/断线",
    "category:starts:网络",
    "category:set",
    "channel:not:hotline",
    "state:is:accepted",
    "urges:ge:2",
    "urges:is:2",
    "owner:is:{owner}",
    "owner:not:{other}",
    "opened:to:{day}",
    "due:to:{day}",
    "tier:is:key",
    "customer:is:{customer}",
    "customer:set",
    "phone:is:5678",
    "account:is:QC0817",
    "product:has:光纤",
    "batch:is:17",
    "batch:set",
    "extra.band:is:500",
    "extra.band:ge:300",
    "extra.since:from:2026-03-01",
    "extra.since:to:2026-03-02",
    "extra.light:is:红",
    "extra.model:has:hg8",
    "extra.model:set",
    "extra.site:is:东河",
)
"""Each holds for one of two open cases; ``OTHERS``: for the other one."""
OTHERS = (
    "customer:empty",
    "extra.band:le:200",
    "extra.light:not:红",
    "extra.model:empty",
    "urges:le:1",
)


@pytest.fixture
def two(world: World) -> tuple[Case, Case, dict[str, Any]]:
    """A case in which every field says something, and one in which most say nothing."""
    agent, at = world.actor("0101"), now() - timedelta(days=3)
    customer = a_customer(at=at, tier="key")
    line = ServiceAccount.objects.create(number="QC0817", customer=customer, product="光纤宽带")
    of_type = MatterType.objects.create(kind="complaint", code="网络", name="网络", preset="test")
    FieldSet.objects.create(type=of_type, version=1, valid_from=localdate(), fields=ASKED)
    full = a_case(
        agent, at=at, kind="complaint", channel="hall", category="网络/断线", title="光猫红灯",
        customer_id=customer.pk, account_id=line.pk, given_due_at=at + HOUR,
        extra={"band": 500, "since": "2026-03-02", "light": "红", "model": "HG8245", "site": "东河"},
    )  # fmt: skip
    actions.accept(full.pk, by=agent, at=at)
    Case.objects.filter(pk=full.pk).update(urges=2, source_batch=17)
    bare = a_case(
        world.actor("0102"), at=now() - HOUR, given_due_at=now() + HOUR, title="绿灯闪烁",
        extra={"band": "200", "since": "不清楚", "light": "绿"},
    )  # fmt: skip
    words = {
        "number": full.number, "customer": customer.pk, "day": localdate(at + HOUR),
        "owner": world.staff["0101"], "other": world.staff["0102"],
    }  # fmt: skip
    return full, bare, words


def address(*conditions: str) -> str:
    return "&".join(f"where={quote(one)}" for one in conditions)


def in_file(client: Client, query: str) -> list[str]:
    text = client.get(f"/cases/file/csv?{query}").content.decode("utf-8-sig")
    return [row[0] for row in csv.reader(io.StringIO(text))][2:]


def test_a_condition_means_the_same_on_page_file_saved_view_and_api(
    two: tuple[Case, Case, dict[str, Any]], signed_in: SignedIn
) -> None:
    full, bare, words = two
    client = signed_in("0102")
    wanted = [(one.format(**words), full) for one in OURS] + [(one, bare) for one in OTHERS]
    for text, case in wanted:
        query = address(text)
        page = client.get(f"/cases/?{query}").context
        assert [row["case"].pk for row in page["rows"]] == [case.pk], text
        assert next(t for t in page["tabs"] if t.current).count == 1, text
        assert page["asked"].narrowed, text
        assert [p["name"] for p in page["pills"] if p["clear"] and p["value"]] == ["where-0"]
        assert in_file(client, query) == [case.number], text
        said = client.get(f"/api/v1/cases?{query}").json()
        assert ([one["id"] for one in said["items"]], said["count"]) == ([case.pk], 1), text
        client.post("/cases/views", {"name": text[:40], "query": query})
        if SavedView.objects.count() == 18 or text == OTHERS[-1]:
            tabs = {t.key: t.count for t in client.get("/cases/").context["tabs"]}
            kept = SavedView.objects.values_list("pk", flat=True)
            assert {tabs[f"saved-{pk}"] for pk in kept} == {1}
            SavedView.objects.all().delete()


def test_named_conditions_mean_the_same_over_the_api(
    two: tuple[Case, Case, dict[str, Any]], signed_in: SignedIn, world: World
) -> None:
    full, _bare, words = two
    client, unit = signed_in("0102"), world.units["QC-HOT"]
    for query in (
        f"category={quote('网络/断线')}", "tier=key", "is=urged", f"owner={words['owner']}",
        f"handler={words['owner']}", f"handler_unit={unit}&is=urged",
        f"extra={quote('band=500')}", f"{address('urges:ge:1', 'extra.band:ge:300')}&order=urges",
    ):  # fmt: skip
        rows = [row["case"].pk for row in client.get(f"/cases/?{query}").context["rows"]]
        said = client.get(f"/api/v1/cases?{query}").json()
        assert rows == [one["id"] for one in said["items"]] == [full.pk], query
    assert (
        client.get(f"/api/v1/cases?{address('urges:ge:1', 'extra.band:le:300')}").json()["count"]
        == 0
    )


def test_ended_cases_are_found_by_any_field(world: World, signed_in: SignedIn) -> None:
    ended = a_case_in("closed", world, at=now() - HOUR, extra={"band": 100})
    a_case_in("closed", world, at=now() - HOUR, extra={"band": 200})
    query = f"view=closed&{address('extra.band:is:100', 'ended:set')}"
    client = signed_in("0102")
    assert [r["case"].pk for r in client.get(f"/cases/?{query}").context["rows"]] == [ended.pk]
    assert client.get(f"/api/v1/cases?{query}").json()["count"] == 1


@pytest.mark.parametrize("many", [5000, 0], ids=["looked up", "read through"])
def test_what_a_title_contains_is_found_through_the_search_words(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Any piece of one character or more, open and ended, as a plain comparison finds it."""
    monkeypatch.setattr(worded, "MANY", many)
    agent = world.actor("0101")
    titles = ("光猫红灯闪，ADSL2+掉线", "光猫（二楼）", "红灯 100%", "adsl_b2 慢", "Ｗｉ－Ｆｉ弱")
    for n, title in enumerate(titles):
        case = a_case(agent, at=now() - HOUR, title=title)
        if n % 2:
            actions.withdraw(case.pk, text="客户撤回", by=agent, at=now())
    client = signed_in("0102")
    for value in (
        "光",
        "猫红",
        "红灯",
        "光猫红灯闪",
        "dsl",
        "SL2",
        "2+掉",
        "（二",
        "%",
        "_b",
        "楼）",
        "ｉ－",
        "没有",
    ):
        found = {
            row["title"]
            for view in ("open", "closed")
            for row in client.get(
                f"/api/v1/cases?view={view}&{address(f'title:has:{value}')}"
            ).json()["items"]
        }
        assert found == {title for title in titles if value.lower() in title.lower()}, value


def test_what_cannot_be_read_is_named_and_nothing_wider_is_handed_out(
    two: tuple[Case, Case, dict[str, Any]], signed_in: SignedIn, world: World
) -> None:
    client = signed_in("0102")
    elsewhere = world.units["XS"]
    for query, name in (
        (address("nonsense:is:1"), "where"), (address("urges:has:1"), "where"),
        (address("urges:ge:many"), "where"), (address("opened:from:2026-02-30"), "where"),
        (address("kind:is:other"), "where"), (address("handler:is:张"), "where"),
        (address("phone:is:13812345678"), "where"), (address("phone:has:5"), "where"),
        (address("extra.site:is:13812345678"), "where"), (address("extra.site:has:1"), "where"),
        (f"handler_unit={elsewhere}", "handler_unit"), ("due=today&view=closed", "due"),
        (f"{address('due:from:2026-11-01')}&view=closed", "where"), ("ended=today", "ended"),
    ):  # fmt: skip
        page = client.get(f"/cases/?{query}")
        assert [one.name for one in page.context["asked"].wrong] == [name], query
        assert f'data-wrong="{name}"' in page.content.decode()
        assert client.get(f"/cases/file/csv?{query}").status_code == 302
        refused = client.get(f"/api/v1/cases?{query}")
        assert refused.status_code == 422 and refused.json()["fields"][0]["at"] == ["query", name]
        body = {"name": "宽", "query": query}
        assert client.post("/api/v1/views", body, "application/json").status_code == 422
    assert client.get("/cases/?is=bogus&kind=complaint").context["asked"].kinds == ("complaint",)
    assert not SavedView.objects.exists()


def test_a_condition_is_picked_typed_by_name_and_taken_away_alone(
    two: tuple[Case, Case, dict[str, Any]], signed_in: SignedIn, world: World
) -> None:
    client = signed_in("0102")
    picked = client.get("/cases/conditions", {"pick": "1", "field": "extra.light"}).context["form"]
    assert [how for how, _label in picked["how"].field.choices] == ["is", "not", "empty", "set"]
    assert ("红", "红") in picked.fields["value"].widget.choices
    first = {"set": "1", "field": "owner", "how": "not", "value": "0101"}
    to = client.get("/cases/conditions", {**first, "kind": "complaint"}).headers["Location"]
    assert f"where=owner%3Anot%3A{world.staff['0101']}" in to and "kind=complaint" in to
    second = {"set": "1", "field": "urges", "how": "ge", "value": "2", "where": "batch:set"}
    page = client.get(client.get("/cases/conditions", second).headers["Location"]).context
    assert [str(one) for one in page["asked"].where] == ["batch:set", "urges:ge:2"]
    pill = next(one for one in page["pills"] if one["name"] == "where-0")
    assert pill["clear"] == "/cases/?where=urges%3Age%3A2"
    refused = client.get("/cases/conditions", {**second, "value": "viel"})
    assert refused.status_code == 200 and refused.context["form"].errors["value"]


def test_conditions_are_gathered_in_the_dialog_and_taken_away_there(signed_in: SignedIn) -> None:
    """Another one, one less, what is typed beside them stays; the list opens when it is asked for."""
    client = signed_in("0102")

    def dialog(**typed: Any) -> Any:
        query = urlencode(typed, doseq=True)
        return client.get(f"/cases/conditions?{query}", headers={"HX-Request": "true"})

    empty = dialog(view="closed").content.decode()
    assert 'id="no-conditions"' in empty and 'id="another-condition"' in empty
    first = {
        "set": 1,
        "view": "closed",
        "field": "urges",
        "how": "ge",
        "value": "2",
        "category": "网络",
    }
    more = dialog(**first, more=1)
    assert (
        more.context["form"]["category"].value() == "网络"
        and not more.context["form"]["field"].value()
    )
    assert ("where", "urges:ge:2") in more.context["kept"]
    assert 'value="urges:ge:2"' in more.content.decode()
    again = first | {"where": "urges:ge:2", "field": "title", "how": "has", "value": "光猫"}
    kept = dialog(**again, more=1).context["kept"]
    assert [said for name, said in kept if name == "where"] == ["urges:ge:2", "title:has:光猫"]
    wrong = dialog(**(again | {"value": ""}), more=1)
    assert wrong.context["form"].errors and ("where", "urges:ge:2") in wrong.context["kept"]
    less = dialog(**(first | {"where": ["urges:ge:2", "title:has:光猫"]}), drop="urges:ge:2")
    assert [one.field for one, *_words in less.context["spoken"]] == ["title"]
    assert less.context["form"]["value"].value() == "2"
    shown = client.get(f"/cases/conditions?{urlencode(again)}")
    asked = parse_qs(urlsplit(shown.headers["Location"]).query)
    assert asked["where"] == ["urges:ge:2", "title:has:光猫"] and asked["view"] == ["closed"]
    full = dialog(where=[f"urges:ge:{n}" for n in range(20)]).content.decode()
    assert 'id="another-condition"' not in full


def test_a_view_with_several_values_of_one_name_is_seen_to_change(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in("0102")
    url = client.post(
        "/cases/views", {"name": "两类", "query": "kind=complaint&kind=fault_report"}
    ).headers["Location"]
    assert not client.get(url).context["saved"]["changed"]
    assert client.get(url.replace("kind=complaint&", "")).context["saved"]["changed"]


@pytest.mark.parametrize("order", ["due", "opened", "urges"])
def test_a_case_page_walks_the_list_it_was_opened_from(
    order: str, world: World, signed_in: SignedIn
) -> None:
    """Also after this case has left the list."""
    agent, client = world.actor("0101"), signed_in("0102")
    made = [a_case(agent, at=now() - n * HOUR, extra={"band": str(n % 2)}) for n in range(1, 7)]
    query = f"{address('extra.band:is:1')}&order={order}"
    pages = [row["page"] for row in client.get(f"/cases/?{query}").context["rows"]]
    assert len(pages) == 3
    middle = client.get(pages[1]).context["walk"]
    assert (middle.prev, middle.next) == (pages[0], pages[2])
    assert "where=extra.band" in middle.back
    assert not client.get(pages[2]).context["walk"].next
    left = next(one for one in made if f"/{one.pk}/" in pages[1])
    actions.void(left.pk, text="测试", by=world.actor("0102"), at=now())
    assert client.get(pages[1]).context["walk"].next == pages[2]


def test_a_case_page_walks_what_was_searched(world: World, signed_in: SignedIn) -> None:
    for n in (1, 2, 3):
        a_case(world.actor("0101"), at=now() - n * HOUR, title=f"路由器{n}")
    client = signed_in("0102")
    pages = [row["page"] for row in client.get("/cases/?q=路由器").context["rows"]]
    walk = client.get(pages[1]).context["walk"]
    assert (walk.prev, walk.next) == (pages[0], pages[2]) and "q=" in walk.back


@pytest.mark.parametrize(
    ("few", "dense"),
    [(5000, 99), (2, 99), (0, 99), (5000, 2)],
    ids=["sorted", "some walked", "walked", "walked where the first of a large scope fit"],
)
def test_tabs_and_pages_hold_what_a_look_at_every_case_finds(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, few: int, dense: int
) -> None:
    """Whether few or many cases fit: random ones, open and ended, late and not, in every tab and order."""
    chance, agent, at = random.Random(few + dense), world.actor("0101"), now()
    for n in range(24):
        case = a_case(
            agent,
            at=at - HOUR * chance.randrange(1, 200),
            title=chance.choice(["光猫红灯", "宽带ADSL慢", "宽带 77", "adsl 红"]),
            category=chance.choice(["", "网络/断线", "资费"]),
        )
        Case.objects.filter(pk=case.pk).update(urges=chance.choice([0, 0, 1, 2]))
        if n % 3 == 0:
            actions.withdraw(case.pk, text="客户撤回", by=agent, at=at)
    monkeypatch.setattr(worklist, "SORTED", few)
    monkeypatch.setattr(worklist, "DENSE", dense)
    monkeypatch.setattr(worklist, "FEW_UNITS", 0 if dense == 2 else ordered.FEW_UNITS)
    monkeypatch.setattr(worded, "MANY", 2 if dense == 2 else worded.MANY)
    client = signed_in("0102")
    every = {view: shown(client, view, "") for view in ("open", "overdue", "soon", "closed")}
    fits: dict[str, Callable[[Case], bool]] = {
        "title:has:红": lambda c: "红" in c.title,
        "title:has:Adsl": lambda c: "adsl" in c.title.lower(),
        "title:has:77": lambda c: "77" in c.title,
        "title:has:没有": lambda c: False,
        "number:has:1": lambda c: "1" in c.number,
        "category:is:资费": lambda c: c.category == "资费",
        "category:not:资费": lambda c: c.category != "资费",
        "urges:ge:1": lambda c: c.urges > 0,
    }
    assert every["overdue"][0] and every["closed"][0]
    for condition, fit in fits.items():
        wanted = {
            view: [pk for pk in ids if fit(Case.objects.get(pk=pk))]
            for view, (ids, _tabs) in every.items()
        }
        for view, ids in wanted.items():
            found, tabs = shown(client, view, f"&{address(condition)}")
            assert found == ids, (condition, view)
            assert {v: tabs[v] for v in wanted} == {v: len(w) for v, w in wanted.items()}
            assert tabs["urged"] == sum(
                Case.objects.get(pk=pk).urges > 0 for pk in wanted["open"]
            ), condition
            said = client.get(f"/api/v1/cases?view={view}&{address(condition)}").json()
            assert ([one["id"] for one in said["items"]], said["count"]) == (ids, len(ids))
        for order in ("urges", "changed", "opened", "oldest"):
            found, _tabs = shown(client, "overdue", f"&order={order}&{address(condition)}")
            assert sorted(found) == sorted(wanted["overdue"]), (condition, order)


def shown(client: Client, view: str, query: str) -> tuple[list[int], dict[str, int]]:
    context = client.get(f"/cases/?view={view}{query}").context
    return [r["case"].pk for r in context["rows"]], {t.key: t.count for t in context["tabs"]}
