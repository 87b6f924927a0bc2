"""The list, the panel and the case page as a person meets them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Urge
from shouwen.platform.access.models import Unmask
from shouwen.platform.ui.components.clocks import paused_words
from shouwen.platform.ui.components.words import roughly
from tests.factories.cases import a_case, a_case_in
from tests.factories.customers import a_customer
from tests.world import World

SignedIn = Callable[[str], Client]
HOUR = timedelta(hours=1)
HX = {"HX-Request": "true"}


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_a_list_costs_the_same_at_one_and_at_three_rows(world: World, signed_in: SignedIn) -> None:
    client = signed_in("0102")
    for n in range(3):
        customer = a_customer(at=now(), n=n)
        a_case(world.actor("0101"), at=now() - HOUR, customer_id=customer.pk)
        if n == 0:
            client.get("/cases/")
            one = queries(client, "/cases/")
    three = queries(client, "/cases/")
    assert one == three
    assert three <= 20


def test_a_row_that_waits_says_for_whom_and_how_long(world: World, signed_in: SignedIn) -> None:
    """A hand-over during the wait does not begin it anew, and what does not wait asks nothing."""
    clerk = world.actor("0112")
    case = a_case_in(S.IN_PROGRESS, world, at=now() - 5 * HOUR)
    actions.note(case.pk, text="已约时间", contacted=True, by=clerk, at=now() - 4 * HOUR)
    client = signed_in("0102")
    client.get("/cases/")
    before = queries(client, "/cases/")
    actions.wait(
        case.pk,
        waiting_for="customer",
        reason="customer_absent",
        until=now() + HOUR,
        by=clerk,
        at=now() - 3 * HOUR,
    )
    shown = paused_words("customer", timedelta(hours=3))
    for url in ("/cases/", f"/cases/{case.pk}/panel"):
        assert roughly(timedelta(hours=3)) in client.get(url).content.decode()
    assert shown in client.get("/cases/").content.decode()
    assert queries(client, "/cases/") == before + 1
    handed = {"from_staff_id": world.staff["0112"], "to_staff_id": world.staff["0113"]}
    actions.hand_over(case.pk, **handed, by=clerk, at=now() - HOUR)
    assert shown in client.get("/cases/").content.decode()


def test_an_upset_customer_is_named_in_list_panel_and_page(
    world: World, signed_in: SignedIn
) -> None:
    case = a_case(world.actor("0101"), at=now() - HOUR, extra={"mood": "angry"})
    a_case(world.actor("0101"), at=now() - HOUR, title="别的事")
    client = signed_in("0102")
    for url in ("/cases/", f"/cases/{case.pk}/panel", f"/cases/{case.pk}/"):
        assert client.get(url).content.decode().count('data-tone="mood">情绪激动') == 1


def test_fifty_rows_stay_below_three_hundred_kilobytes(world: World, signed_in: SignedIn) -> None:
    for n in range(51):
        customer = a_customer(at=now(), n=n)
        a_case(
            world.actor("0101"), at=now() - HOUR, customer_id=customer.pk, title="很长的标题" * 20
        )
    answer = signed_in("0102").get("/cases/")
    assert answer.content.count(b"data-tick ") == 50
    assert len(answer.content) <= 300_000


def test_pages_follow_each_other_without_gap_or_double(world: World, signed_in: SignedIn) -> None:
    made = {
        a_case(world.actor("0101"), at=now() - HOUR + n * timedelta(seconds=1)).pk
        for n in range(55)
    }
    client = signed_in("0102")
    first = client.get("/cases/").context
    second = client.get(first["pager"]["next"]).context
    back = client.get(second["pager"]["prev"]).context
    seen = [row["case"].pk for page in (first, second) for row in page["rows"]]
    assert (len(seen), set(seen)) == (55, made)
    assert [r["case"].pk for r in back["rows"]] == [r["case"].pk for r in first["rows"]]
    assert (second["pager"]["start"], second["pager"]["end"]) == (51, 55)
    assert second["pager"]["next"] == ""


def test_views_count_what_they_show(world: World, signed_in: SignedIn) -> None:
    agent = world.actor("0101")
    late = a_case(agent, at=now() - HOUR, given_due_at=now() - timedelta(minutes=5))
    a_case(agent, at=now() - timedelta(minutes=1))
    done = a_case_in(S.CLOSED, world, at=now() - HOUR)
    actions.urge(late.pk, by=agent, at=now())
    client = signed_in("0101")
    for view in ("mine", "overdue", "soon", "urged", "angry", "escalate", "open", "closed"):
        context = client.get(f"/cases/?view={view}").context
        tab = next(t for t in context["tabs"] if t.current)
        assert (tab.key, tab.count) == (view, len(context["rows"]))
    assert [r["case"].pk for r in client.get("/cases/?view=closed").context["rows"]] == [done.pk]
    assert [r["case"].pk for r in client.get("/cases/?view=urged").context["rows"]] == [late.pk]


def test_filters_narrow_and_unknown_values_are_dropped(world: World, signed_in: SignedIn) -> None:
    a_case(world.actor("0101"), at=now(), kind="complaint")
    a_case(world.actor("0101"), at=now(), kind="consultation", channel="hall")
    client = signed_in("0102")

    def kinds(query: str) -> list[str]:
        return [r["case"].kind for r in client.get(f"/cases/?{query}").context["rows"]]

    assert kinds("kind=complaint") == ["complaint"]
    assert kinds("channel=hall&opened=today") == ["consultation"]
    assert len(kinds("kind=nonsense&after=x.y&from=-3&unit=zz&opened=never")) == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("光猫红灯", True),
        ("柳荫路1号", True),
        ("5678", True),
        ("张明华", True),
        ("光猫 柳荫", True),
        ("红灯光猫", False),
        ("9999", False),
        ("'; drop & !", False),
        ("%", False),
    ],
)
def test_the_search_box_finds_by_word_tail_name_and_address(
    typed: str, found: bool, world: World, signed_in: SignedIn
) -> None:
    customer = a_customer(at=now())
    case = a_case(world.actor("0101"), at=now(), customer_id=customer.pk)
    client = signed_in("0102")
    rows = client.get("/cases/", {"q": typed}).context["rows"]
    assert [r["case"].pk for r in rows] == ([case.pk] if found else [])
    rows = client.get("/cases/", {"q": case.number}).context["rows"]
    assert [r["case"].pk for r in rows] == [case.pk]


def test_personal_data_are_masked_until_a_reason_is_given(
    world: World, signed_in: SignedIn
) -> None:
    customer = a_customer(at=now())
    case = a_case(world.actor("0101"), at=now() - HOUR, customer_id=customer.pk)
    client = signed_in("0102")
    pages = ["/cases/", f"/cases/{case.pk}/", f"/cases/{case.pk}/panel"]
    for page in pages:
        text = client.get(page).content.decode()
        assert "138****5678" in text
        assert not any(word in text for word in ("13812345678", "张明华", "柳荫路1号"))
    refused = client.post(f"/cases/{case.pk}/unmask", {"reason": "nonsense"})
    assert refused.status_code == 422
    client.post(f"/cases/{case.pk}/unmask", {"reason": "call", "detail": "回拨"})
    text = client.get(f"/cases/{case.pk}/").content.decode()
    assert "13812345678" in text and "张明华" in text
    assert "13812345678" not in client.get("/cases/").content.decode()
    assert "13812345678" not in signed_in("0101").get(f"/cases/{case.pk}/").content.decode()
    assert Unmask.objects.get().subject_id == case.pk


def test_a_verb_is_done_from_its_dialog_and_the_page_hears_of_it(
    world: World, signed_in: SignedIn
) -> None:
    case = a_case_in(S.IN_PROGRESS, world, at=now() - HOUR)
    client = signed_in("0102")
    dialog = client.get(f"/cases/{case.pk}/answer", headers=HX).content.decode()
    assert f'name="version" value="{case.version}"' in dialog
    answer = client.post(
        f"/cases/{case.pk}/answer", {"text": "已修复", "version": case.version}, headers=HX
    )
    assert answer.status_code == 204
    assert set(json.loads(answer.headers["HX-Trigger"])) == {
        "toast",
        "close-dialog",
        "case-changed",
    }
    case.refresh_from_db()
    assert case.state == S.ANSWERED
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "已修复" in page


def test_a_missing_word_is_asked_for_in_place(world: World, signed_in: SignedIn) -> None:
    case = a_case_in(S.IN_PROGRESS, world, at=now() - HOUR)
    answer = signed_in("0102").post(f"/cases/{case.pk}/answer", {"text": ""}, headers=HX)
    assert answer.status_code == 422
    assert b'aria-invalid="true"' in answer.content


def test_a_conflict_is_shown_in_the_dialog_with_what_was_typed(
    world: World, signed_in: SignedIn
) -> None:
    case = a_case_in(S.IN_PROGRESS, world, at=now() - HOUR)
    answer = signed_in("0102").post(
        f"/cases/{case.pk}/answer", {"text": "我写的答复", "version": 1}, headers=HX
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "我写的答复" in text and f"/cases/{case.pk}/answer" in text
    case.refresh_from_db()
    assert case.state == S.IN_PROGRESS


def test_whoever_was_slower_sees_what_changed_and_may_do_it_anyway(
    world: World, signed_in: SignedIn
) -> None:
    case = a_case_in(S.ACCEPTED, world, at=now() - HOUR)
    seen = case.version
    actions.dispatch(case.pk, unit_id=world.units["QC-NET"], by=world.actor("0101"), at=now())
    actions.note(case.pk, text="已打电话", by=world.actor("0101"), at=now())
    typed = {"text": "我写的答复", "version": seen}
    answer = signed_in("0102").post(f"/cases/{case.pk}/answer", typed, headers=HX)
    assert [told.kind for told in answer.context["changes"]] == ["cases.case.dispatched"]
    assert answer.context["changes"][0].who
    again = {"text": "我写的答复", "version": answer.context["form"]["version"].value()}
    assert signed_in("0102").post(f"/cases/{case.pk}/answer", again, headers=HX).status_code == 204
    case.refresh_from_db()
    assert case.state == S.ANSWERED


def test_what_is_no_longer_possible_is_not_offered_again(world: World, signed_in: SignedIn) -> None:
    case = a_case_in(S.ANSWERED, world, at=now() - HOUR)
    answer = signed_in("0102").post(
        f"/cases/{case.pk}/answer", {"text": "晚了", "version": 1}, headers=HX
    )
    assert (answer.status_code, answer.context["anyway"]) == (409, False)
    assert "晚了" in answer.content.decode()


def test_a_refusal_says_why(world: World, signed_in: SignedIn) -> None:
    case = a_case_in(S.CLOSED, world, at=now() - HOUR)
    answer = signed_in("0102").post(f"/cases/{case.pk}/accept", headers=HX)
    assert answer.status_code == 409
    assert "data-open" in answer.content.decode()


def test_only_the_verbs_that_are_possible_and_permitted_are_offered(
    world: World, signed_in: SignedIn
) -> None:
    case = a_case_in(S.RECEIVED, world, at=now() - HOUR)

    def offered(number: str) -> set[str]:
        context = signed_in(number).get(f"/cases/{case.pk}/").context
        verbs = context["verbs"]
        return {v.name for v in [verbs.first, *verbs.main, *verbs.more] if v}

    everyday = {"accept", "declare", "dispatch", "urge", "wait", "withdraw"}
    assert offered("0102") == everyday | {"merge", "void"}
    assert offered("0101") == everyday
    assert offered("0107") == {"urge"}


def test_only_leaders_urge_as_leaders(world: World, signed_in: SignedIn) -> None:
    mine = a_case(world.actor("0101"), at=now() - HOUR)
    answer = signed_in("0101").post(
        f"/cases/{mine.pk}/urge", {"source": "leader", "channel": "staff"}, headers=HX
    )
    assert answer.status_code == 422
    assert not Urge.objects.exists()


def test_the_parts_of_the_case_page_are_fetched_alone(world: World, signed_in: SignedIn) -> None:
    case = a_case_in(S.CLOSED, world, at=now() - HOUR)
    client = signed_in("0102")
    page = client.get(f"/cases/{case.pk}/").context
    for shown in page["clocks"]:
        part = client.get(f"/cases/{case.pk}/clocks/{shown.clock.pk}", headers=HX)
        assert part.content.decode().strip().startswith('<section class="sw-card" id="explain"')
    assert client.get(f"/cases/{case.pk}/clocks/999999").status_code == 404
    part = client.get(f"/cases/{case.pk}/blame?blame=calendar", headers=HX)
    assert "sw-ok" in part.content.decode()


def test_the_list_names_the_neighbours_of_a_case(world: World, signed_in: SignedIn) -> None:
    cases = [
        a_case(world.actor("0101"), at=now() - HOUR + n * timedelta(seconds=1)) for n in range(3)
    ]
    walk = signed_in("0102").get(f"/cases/{cases[1].pk}/").context["walk"]
    assert walk.prev.partition("?")[0] == f"/cases/{cases[0].pk}/"
    assert walk.next.partition("?")[0] == f"/cases/{cases[2].pk}/"


def test_a_full_case_page_takes_few_statements(world: World, signed_in: SignedIn) -> None:
    """With a customer who has another open case, and words in the timeline."""
    agent, customer = world.actor("0101"), a_customer(at=now())
    case, _other = (a_case(agent, at=now() - HOUR, customer_id=customer.pk) for _ in range(2))
    actions.note(case.pk, text="客户补充了地址", by=agent, at=now())
    client = signed_in("0102")
    client.get(f"/cases/{case.pk}/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get(f"/cases/{case.pk}/").status_code == 200
    assert len(seen) == 30, "\n".join(q["sql"] for q in seen)
