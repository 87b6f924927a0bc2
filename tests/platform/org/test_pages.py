"""The pages of the organisation, as its people use them."""

from __future__ import annotations

import pytest

from shouwen.platform.access.models import Account
from shouwen.platform.org import actions, queries
from shouwen.platform.org.models import Appointment, Contact, Staff, Unit
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return cast.build()


@pytest.fixture
def administrator(client, world):
    client.force_login(world.account("0110"))
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_the_tree_opens_along_the_path_to_the_unit(administrator, world):
    page = text(administrator.get(f"/org/units/{world.units['DH-01']}/"))
    assert "东河城关一网格" in page and "西山县分公司" in page
    assert "西山城关一网格" not in page


def test_a_unit_is_found_by_name_and_by_code(administrator):
    for typed in ("一网格", "xs-01-g1"):
        assert "西山城关一网格" in text(administrator.get("/org/", {"q": typed}))
    assert "没有" in text(administrator.get("/org/", {"q": "火星"}))


def test_a_county_sees_its_county_only(client, world):
    client.force_login(world.account("0204"))
    page = text(client.get("/org/"))
    assert "东河县分公司" in page and "西山" not in page and "市场部" not in page
    assert client.get(f"/org/units/{world.units['XS']}/").status_code == 404
    assert client.get(f"/org/staff/{world.staff['0301']}/").status_code == 404
    people = text(client.get("/org/staff/"))
    assert "厅春花" in people and "厅秋月" not in people
    assert "厅秋月" not in text(client.get("/org/staff/", {"q": "厅"}))


def test_a_unit_is_created_under_another(administrator, world):
    sent = {
        "parent_id": world.units["XS-01"],
        "name": "西山城关二网格",
        "code": "XS-01-G2",
        "kind": "grid",
    }
    answer = administrator.post("/org/units/add/", sent)
    made = Unit.objects.get(code="XS-01-G2")
    assert answer.headers["Location"] == f"/org/units/{made.pk}/"
    assert made.path[:-1] == Unit.objects.get(code="XS-01").path


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"code": "QC"}, "__all__"),
        ({"code": "有空格 x"}, "code"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"name": ""}, "name"),
        ({"kind": "castle"}, "kind"),
    ],
)
def test_a_wrong_unit_is_refused_on_the_form(administrator, world, sent, field):
    whole = {"parent_id": world.units["QC"], "name": "新", "code": "N", "kind": "grid"} | sent
    before = Unit.objects.count()
    answer = administrator.post("/org/units/add/", whole)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert Unit.objects.count() == before


def test_a_unit_is_renamed_moved_and_closed(administrator, world):
    grid = world.units["DH-01-G2"]
    administrator.post(f"/org/units/{grid}/rename/", {"name": "东河城关新网格"})
    form = administrator.get(f"/org/units/{grid}/move/").context["form"]
    sent = {"parent_id": world.units["XS-01"], "on": form.initial["on"].isoformat()}
    administrator.post(f"/org/units/{grid}/move/", sent)
    administrator.post(f"/org/units/{grid}/zone/", {"zone": "Asia/Urumqi"})
    administrator.post(f"/org/units/{grid}/area/", {"area": "rural"})
    administrator.post(f"/org/units/{grid}/close/")
    unit = Unit.objects.get(pk=grid)
    assert (unit.name, unit.parent_id, unit.zone) == (
        "东河城关新网格",
        world.units["XS-01"],
        "Asia/Urumqi",
    )
    assert unit.valid_to is not None
    page = text(administrator.get(f"/org/units/{grid}/"))
    assert (unit.area, "区域已更改" in page, "农村" in page) == ("rural", True, True)
    assert "东河城关二网格 → 东河城关新网格" in page and "东河城关营业处 → 西山城关营业处" in page


def test_a_unit_in_use_says_why_it_cannot_close(administrator, world):
    answer = administrator.post(f"/org/units/{world.units['DH']}/close/")
    assert answer.status_code == 422
    assert "1" in answer.context["form"].non_field_errors()[0]


def test_the_move_form_does_not_offer_what_is_below(administrator, world):
    form = administrator.get(f"/org/units/{world.units['DH']}/move/").context["form"]
    offered = {value for value, _ in form.fields["parent_id"].choices}
    assert world.units["XS"] in offered
    assert not offered & queries.below(world.units["DH"])


def test_a_contact_is_set_by_number_or_name(administrator, world):
    unit = world.units["QC-NET"]
    url = f"/org/units/{unit}/contact/"
    administrator.post(url, {"topic": "宽带", "role": "A", "staff_id": "0112"})
    administrator.post(url, {"topic": "宽带", "role": "B", "staff_id": "网主管"})
    held = Contact.objects.order_by("role").values_list("role", "staff_id")
    assert list(held) == [("A", world.staff["0112"]), ("B", world.staff["0113"])]
    assert administrator.post(url, {"topic": "x", "role": "A", "staff_id": "谁"}).status_code == 422


def test_a_colleague_is_hired_appointed_and_released(administrator, world):
    sent = {"name": "新来宾", "number": "0401", "unit_id": world.units["XS-01-H"], "role": "agent"}
    answer = administrator.post("/org/staff/add/", sent)
    person = Staff.objects.get(number="0401")
    assert answer.headers["Location"] == f"/org/staff/{person.pk}/"
    more = {"unit_id": world.units["XS-01"], "role": "dispatcher", "title": "晚班派单"}
    administrator.post(f"/org/staff/{person.pk}/appoint/", more)
    held = Appointment.objects.get(staff=person, post__title="晚班派单")
    administrator.post(f"/org/staff/{person.pk}/posts/{held.pk}/end/")
    held.refresh_from_db()
    assert held.until is not None
    assert "晚班派单" in text(administrator.get(f"/org/staff/{person.pk}/"))


def test_a_work_phone_is_set_on_the_page_of_the_person(administrator, world):
    page = f"/org/staff/{world.staff['0112']}/"
    assert administrator.post(f"{page}phone/", {"phone": "<b>"}).status_code == 422
    administrator.post(f"{page}phone/", {"phone": "0999-5550112"})
    assert 'href="tel:09995550112"' in text(administrator.get(page))


def test_a_login_is_opened_reset_and_closed(administrator, world):
    person = world.person("0101")
    hired = actions.hire(
        "无号",
        "0402",
        unit_id=world.units["XS"],
        role="agent",
        by=world.actor("0110"),
        at=cast.BEGAN,
    )
    opened = administrator.post(f"/org/staff/{hired.pk}/login/", {"login": "0402"})
    password = opened.context["password"]
    assert password in text(opened) and Account.objects.get(login="0402").check_password(password)
    assert password not in text(administrator.get(f"/org/staff/{hired.pk}/"))
    again = administrator.post(f"/org/staff/{person.pk}/login/reset/").context["password"]
    person.account.refresh_from_db()
    assert person.account.check_password(again) and person.account.must_change_password
    administrator.post(f"/org/staff/{person.pk}/login/active/", {"active": "0"})
    person.account.refresh_from_db()
    assert not person.account.is_active


def test_leaving_is_recorded_and_the_person_moves_to_those_who_left(administrator, world):
    person = world.staff["0112"]
    administrator.post(f"/org/staff/{person}/leave/", {"successor_id": "0113"})
    assert "网维新" not in text(administrator.get("/org/staff/"))
    assert "网维新" in text(administrator.get("/org/staff/", {"gone": "1"}))
    assert administrator.post(f"/org/staff/{person}/appoint/").status_code == 422


@pytest.mark.parametrize("number", ["0101", "0111", "0204"])
def test_reading_is_not_changing(client, world, number):
    client.force_login(world.account(number))
    own = Appointment.objects.filter(staff_id=world.staff[number]).first().post.unit_id
    for url in (
        "/org/units/add/",
        f"/org/units/{own}/rename/",
        f"/org/units/{own}/close/",
        "/org/staff/add/",
        f"/org/staff/{world.staff[number]}/leave/",
        f"/org/staff/{world.staff[number]}/login/reset/",
    ):
        assert client.post(url).status_code == 403


def test_the_staff_list_turns_its_pages(administrator, world, monkeypatch):
    from shouwen.platform.org.views import staff

    monkeypatch.setattr(staff, "PAGE", 4)
    seen, after = [], ""
    while True:
        page = administrator.get("/org/staff/", {"after": after}).context
        seen += [person.number for person in page["people"]]
        after = page["after"]
        if not after:
            break
    assert seen == sorted(world.staff)


def test_the_staff_list_costs_the_same_for_one_and_for_many(
    administrator, world, django_assert_num_queries
):
    administrator.get("/org/staff/")
    for query in ({"q": "0101"}, {}):
        with django_assert_num_queries(6):
            administrator.get("/org/staff/", query)


def test_the_post_is_chosen_and_kept(client, world):
    person = world.person("0204")
    extra = actions.appoint(
        person.pk,
        unit_id=world.units["DH-01"],
        role="dispatcher",
        by=world.actor("0110"),
        at=cast.BEGAN,
    )
    client.force_login(person.account)
    assert client.get("/org/post/").context["request"].acting.role_code == "county_manager"
    answer = client.post("/org/post/", {"post": extra.post_id, "next": "/org/"})
    assert answer.headers["Location"] == "/org/"
    assert client.get("/org/post/").context["request"].acting.role_code == "dispatcher"


def test_a_post_that_is_not_held_cannot_be_chosen(client, world):
    client.force_login(world.account("0101"))
    other = Appointment.objects.get(staff_id=world.staff["0110"]).post_id
    client.post("/org/post/", {"post": other})
    assert client.get("/org/post/").context["request"].acting.role_code == "agent"


def test_a_page_costs_session_acting_tree_and_bell_before_it_begins(
    client, world, django_assert_num_queries
):
    client.force_login(world.account("0101"))
    client.get("/me/password/")
    with django_assert_num_queries(4):
        client.get("/me/password/")
