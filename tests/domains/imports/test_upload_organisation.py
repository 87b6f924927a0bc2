"""Units and people through the import pages: whose verb it takes, and within which units."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouwen.domains.imports import uploads
from shouwen.domains.imports.models import Upload, UploadState
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.models import Account
from shouwen.platform.org import actions as org
from shouwen.platform.org.models import Staff, Unit
from shouwen.platform.policies.actions import install_presets
from tests import world
from tests.domains.imports.test_uploads import PROFILE, TABLE
from tests.world import World

pytestmark = pytest.mark.django_db
AT = datetime(2025, 10, 10, 6, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
UNITS = (
    "单位编码,单位名称,类别,上级编码,设立日期\n"
    "DH-02-H,东河城南厅,营业厅,DH-02,\nDH-02,东河城南处,营业处,DH,\nXS-09,西山九处,营业处,XS,\n"
)
PEOPLE = "工号,姓名,登录名,单位编码,岗位,岗位名称,入职日期\n0801,新一,xinyi,DH-01,派单员,,\n"


@pytest.fixture
def town(settings: object, tmp_path: Path) -> World:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    install_presets()
    built = world.build()
    org.hire(
        "组东河", "0205", login="0205", unit_id=built.units["DH"], role="org_admin",
        by=SYSTEM, at=world.BEGAN,
    )  # fmt: skip
    return built


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def login(number: str) -> Client:
    account = Staff.objects.select_related("account").get(number=number).account
    assert account is not None
    return client_of(account)


def sent(client: Client, table: str) -> Upload:
    client.post("/imports/", {"file": SimpleUploadedFile("表.csv", table.encode())})
    return Upload.objects.latest("pk")


def tried(client: Client, table: str, profile: str) -> Upload:
    one = sent(client, table)
    answer = client.post(f"/imports/{one.pk}/choose", {"profile": profile, "then": "check"})
    assert answer.status_code == 302, answer.context["error"]
    uploads.work_off(one.pk, at=AT)
    one.refresh_from_db()
    assert one.state == UploadState.CHECKED, one.error
    return one


def brought_in(client: Client, one: Upload) -> Upload:
    client.post(f"/imports/{one.pk}/import")
    uploads.work_off(one.pk, at=AT)
    one.refresh_from_db()
    assert one.state == UploadState.DONE, one.error
    return one


def test_a_county_admin_brings_in_units_of_the_county_and_takes_them_back(town: World) -> None:
    client = login("0205")
    one = tried(client, UNITS, "branch_units")
    assert (one.outcome["created"], one.outcome["rejected"]) == (2, 1)
    assert not Unit.objects.filter(code="DH-02").exists()
    one = brought_in(client, one)
    assert one.batch is not None and one.batch.file_name == "表.csv"
    page = client.get(f"/imports/{one.pk}/")
    assert [b.code for b in page.context["organised"]] == ["DH-02", "DH-02-H"]
    assert not Unit.objects.filter(code="XS-09").exists()
    client.post(f"/imports/{one.pk}/undo")
    uploads.work_off(one.pk, at=AT)
    one.refresh_from_db()
    assert (one.state, one.outcome["undone"]["voided"]) == (UploadState.UNDONE, 2)
    assert Unit.objects.get(code="DH-02").valid_to is not None
    assert client.get(f"/imports/{one.pk}/").status_code == 200


def test_a_file_of_people_opens_logins_without_password(town: World) -> None:
    client = client_of(town.administrator)
    one = brought_in(client, tried(client, PEOPLE, "branch_staff"))
    account = Account.objects.get(login="xinyi")
    assert not account.has_usable_password()
    page = client.get(f"/imports/{one.pk}/")
    assert [(b.code, b.about) for b in page.context["organised"]] == [("0801", "xinyi")]


def test_only_profiles_are_offered_whose_rows_one_may_bring_in(town: World) -> None:
    def offered(client: Client) -> set[str]:
        one = sent(client, UNITS)
        return {c.key for c in client.get(f"/imports/{one.pk}/").context["choices"]}

    assert offered(login("0205")) == {"branch_units", "branch_staff"}
    assert offered(login("0108")) == {"branch_staff"}
    assert offered(login("0106")) == {*("boston311", "uci_incidents", "customers", "accounts")}


def test_a_shape_one_may_not_bring_in_is_refused_whichever_way_it_comes(town: World) -> None:
    hr = login("0108")
    one = sent(hr, UNITS)
    answer = hr.post(f"/imports/{one.pk}/choose", {"profile": "branch_units", "then": "check"})
    assert (answer.status_code, "org" in answer.context["error"]) == (422, False)
    cases = sent(hr, TABLE)
    toml = SimpleUploadedFile("register.toml", PROFILE.encode())
    assert hr.post(f"/imports/{cases.pk}/choose", {"toml": toml}).status_code == 422
    manager = login("0106")
    own = sent(manager, UNITS)
    text = (ROOT / "examples/profiles/branch_units.toml").read_text("utf-8")
    toml = SimpleUploadedFile("branch_units.toml", text.encode())
    assert manager.post(f"/imports/{own.pk}/choose", {"toml": toml}).status_code == 422


def test_a_verb_lost_in_the_meantime_stops_the_import(town: World) -> None:
    client = login("0205")
    one = tried(client, UNITS, "branch_units")
    client.post(f"/imports/{one.pk}/import")
    post = Staff.objects.get(number="0205").appointments.get()
    org.end_appointment(post.pk, by=SYSTEM, at=world.BEGAN.replace(month=2))
    uploads.work_off(one.pk, at=AT)
    one.refresh_from_db()
    assert (one.state, Unit.objects.filter(code="DH-02").exists()) == (UploadState.FAILED, False)
