"""Customers and service accounts by files: once, corrected by their number, never over people's own work."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from shouwen.domains.cases.queries.search import said
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers import queries
from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.domains.imports import uploads
from shouwen.domains.imports.commands import Export
from shouwen.domains.imports.models import Upload, UploadState
from shouwen.domains.imports.registers import plans, running, undoing
from shouwen.domains.imports.registers.running import Outcome
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.command import UnusableInput
from shouwen.platform.access.models import Account
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.exchange.models import Before, Source
from shouwen.platform.exchange.organisation import Undone
from shouwen.platform.journal.models import Entry
from shouwen.platform.policies.actions import install_presets
from tests.factories.cases import a_case
from tests.world import World, build

pytestmark = pytest.mark.django_db
PROFILES = Path(__file__).parents[3] / "examples" / "profiles"
NOW = datetime(2025, 10, 10, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PEOPLE = "客户编号,客户姓名,联系电话,证件号码,客户等级,地址,单位编码"
LINES = "用户号,客户编号,装机地址,产品,网格编码,状态"
ZHOU = "K1,周小雨,13900010001,,普通,东河县文昌路1号,DH-01"
WU = "K2,吴大庆,１３９-0001-0002,11010119900101123x,重要,东河县文昌路2号,DH-01"
LINE = "8801,K1,东河县文昌路1号,家庭宽带,DH-01-G1,在用"


@dataclass(frozen=True)
class Counter:
    """Lays files of customers and accounts and takes them in."""

    folder: Path

    def people(
        self, *lines: str, scope: Scope = EVERYTHING, dry_run: bool = False, at: datetime = NOW
    ) -> Outcome:
        return self._take("customers", PEOPLE, lines, scope, dry_run, at)

    def lines(self, *lines: str, scope: Scope = EVERYTHING, at: datetime = NOW) -> Outcome:
        return self._take("accounts", LINES, lines, scope, False, at)

    def _take(
        self, what: str, head: str, lines: tuple[str, ...], scope: Scope, dry: bool, at: datetime
    ) -> Outcome:
        path = self.folder / f"{what}.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        plan = plans.load(PROFILES / f"{what}.toml")
        return running.run(
            path, plan, rejects_in=self.folder / "rejects", scope=scope, dry_run=dry,
            by=SYSTEM, at=at,
        )  # fmt: skip

    def undo(self, outcome: Outcome) -> Undone:
        assert outcome.batch is not None
        return undoing.undo(outcome.batch, by=SYSTEM, at=LATER)


@pytest.fixture
def world() -> World:
    install_presets()
    return build()


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def counter(tmp_path: Path, world: World) -> Counter:
    return Counter(tmp_path)


def counts(outcome: Outcome) -> tuple[int, ...]:
    c = outcome.counts
    return (c.rows, c.created, c.updated, c.unchanged, c.rejected, c.conflicts)


def test_customers_and_their_lines_come_in_and_are_found(counter: Counter, world: World) -> None:
    assert counts(counter.people(ZHOU, WU, dry_run=True)) == (2, 2, 0, 0, 0, 0)
    assert not Customer.objects.exists()
    outcome = counter.people(ZHOU, WU)
    assert counts(outcome) == (2, 2, 0, 0, 0, 0)
    wu = Customer.objects.get(name="吴大庆")
    assert (wu.phone, wu.phone_tail, wu.id_no, wu.tier, wu.unit_id) == (
        "13900010002", "0002", "11010119900101123X", "valued", world.units["DH-01"],
    )  # fmt: skip
    assert counts(counter.lines(LINE)) == (1, 1, 0, 0, 0, 0)
    line = ServiceAccount.objects.get(number="8801")
    assert line.customer.name == "周小雨" and line.grid_unit_id == world.units["DH-01-G1"]
    assert [c.pk for c in queries.find("文昌路1", scope=EVERYTHING, limit=9)] == [line.customer_id]
    kept = Source.objects.get(source="customers", key="K1").row
    assert "周小雨" not in str(kept) and "13900010001" not in str(kept)
    assert counts(counter.people(ZHOU, WU)) == (2, 0, 0, 2, 0, 0)


def test_a_changed_row_moves_what_changed_and_cases_are_found_by_it(
    counter: Counter, world: World
) -> None:
    counter.people(ZHOU)
    zhou = Customer.objects.get()
    case = a_case(world.actor("0101"), customer_id=zhou.pk)
    outcome = counter.people(ZHOU.replace("周小雨", "周大雨").replace("普通", "关键"), at=LATER)
    assert counts(outcome) == (1, 0, 1, 0, 0, 0)
    zhou.refresh_from_db()
    assert (zhou.name, zhou.tier) == ("周大雨", "key")
    assert "周大雨" in said([case.pk])[case.pk]
    entry = Entry.objects.filter(subject_kind="customer", subject_id=zhou.pk).latest("pk")
    assert (entry.batch_id, entry.facts["fields"]) == (outcome.batch, "name,tier")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_search WHERE case_id = %s AND tokens @@ %s::tsquery",
            [case.pk, "'大雨'"],
        )
        assert cursor.fetchone() == (1,)
    before = Before.objects.get(subject_kind="customer", subject_id=zhou.pk)
    assert before.fields["name"] == ["周小雨", "周大雨"]


def test_what_people_changed_is_left_and_said(counter: Counter) -> None:
    counter.people(ZHOU)
    zhou = Customer.objects.get()
    customers.correct(zhou.pk, phone="13911112222", by=SYSTEM, at=NOW)
    outcome = counter.people(ZHOU.replace("0001,,", "0009,,").replace("1号", "9号"), at=LATER)
    zhou.refresh_from_db()
    assert counts(outcome) == (1, 0, 1, 0, 0, 1)
    assert zhou.phone == "13911112222" and zhou.address.endswith("9号")


def test_bad_rows_stay_out_by_name_and_good_ones_go_in(counter: Counter, world: World) -> None:
    outcome = counter.people(
        ZHOU, "K3,,13900010003,,普通,,DH-01", "K4,甲,1,,金卡,,DH-01", "K5,乙,2,,普通,,没有"
    )
    assert counts(outcome) == (4, 1, 0, 0, 3, 0)
    with Path(outcome.rejects_file).open(encoding="utf-8-sig", newline="") as file:
        told = [(r["_row"], r["_column"], bool(r["_remedy"])) for r in csv.DictReader(file)]
    assert told == [("3", "客户姓名", True), ("4", "客户等级", True), ("5", "单位编码", True)]
    county = Scope(units=frozenset({world.units["XS"], world.units["XS-01"]}))
    assert counts(counter.people(ZHOU.replace("1号", "5号"), scope=county)) == (1, 0, 0, 0, 1, 0)
    assert counts(counter.lines(LINE, LINE.replace("8801", "8802"), "8803,K9,,,,")) == (
        *(3, 2, 0, 0, 1, 0),
    )


def test_somebody_the_desk_already_knows_is_recognised_not_doubled(counter: Counter) -> None:
    here = customers.register(
        name="周小雨", phone="13900010001", address="旧址", unit_id=None, by=SYSTEM, at=NOW
    )
    outcome = counter.people(ZHOU)
    assert Customer.objects.count() == 1 and counts(outcome) == (1, 0, 0, 1, 0, 1)
    counter.undo(outcome)
    assert Customer.objects.get().pk == here.pk and not Source.objects.exists()


def test_taken_back_what_nobody_uses_goes_and_the_rest_is_named(counter: Counter) -> None:
    first = counter.people(ZHOU, WU)
    lines = counter.lines(LINE)
    second = counter.people(ZHOU.replace("周小雨", "周大雨"), WU, at=LATER)
    undone = counter.undo(second)
    assert (undone.restored, undone.left) == (1, [])
    assert Customer.objects.filter(name="周小雨").count() == 1
    assert counts(counter.people(ZHOU, WU, at=LATER)) == (2, 0, 0, 2, 0, 0)
    undone = counter.undo(first)
    assert (undone.voided, undone.left) == (1, ["K1"])  # K1 has a line
    counter.undo(lines)
    assert not ServiceAccount.objects.exists()


ROUND = """
profile = "customers"
source = "customers"
shape = "customer"
zone = "UTC"
key = "number"
[fields]
name = "name"
phone = "phone"
id_no = "id_no"
tier = "tier"
address = "address"
unit = "unit"
"""


def exported(*words: str) -> str:
    command, parser, out = Export(), ArgumentParser(), StringIO()
    command.arguments(parser)
    args = parser.parse_args(["customers", *words])
    args.actor, args.now = SYSTEM, NOW
    assert command.run(args, out) == 0
    return out.getvalue()


def test_what_goes_out_in_full_comes_back_as_known(counter: Counter) -> None:
    """Covered unless there is a reason, and the reason is kept."""
    counter.people(ZHOU, WU)
    assert "周*" in exported() and "13900010001" not in exported()
    with pytest.raises(UnusableInput):
        exported("--in-full", " ")
    assert not Entry.objects.filter(kind="customers.register.exported").exists()
    table, profile = counter.folder / "out.csv", counter.folder / "round.toml"
    profile.write_text(ROUND, encoding="utf-8")
    exported("--in-full", "年度核对", "--out", str(table))
    assert Entry.objects.get(kind="customers.register.exported").facts == {"what": "customers"}
    plan = plans.load(profile)
    outcome = running.run(table, plan, rejects_in=counter.folder, by=SYSTEM, at=LATER)
    assert counts(outcome) == (2, 0, 0, 2, 0, 0)


def test_a_line_changes_its_holder(counter: Counter) -> None:
    counter.people(ZHOU, WU)
    counter.lines(LINE)
    moved = counter.lines(LINE.replace("K1", "K2").replace("在用", "停用"), at=LATER)
    line = ServiceAccount.objects.get()
    assert (line.customer.name, line.active, moved.counts.updated) == ("吴大庆", False, 1)
    assert counter.undo(moved).restored == 1
    line = ServiceAccount.objects.get()
    assert (line.customer.name, line.active) == ("周小雨", True)


def test_the_wizard_shows_nobody_in_full(settings: object, tmp_path: Path, world: World) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    client = signed_in(world.administrator)
    table = "\n".join([PEOPLE, ZHOU, "K9,王小丫,,110101199001011234110101199001011234,,,DH-01"])
    client.post("/imports/", {"file": SimpleUploadedFile("客户.csv", table.encode())})
    one = Upload.objects.get()
    client.post(f"/imports/{one.pk}/choose", {"profile": "customers"})
    page = client.get(f"/imports/{one.pk}/").content.decode()
    assert "139****0001" in page and "13900010001" not in page and "周小雨" not in page
    client.post(f"/imports/{one.pk}/choose", {"profile": "customers", "then": "check"})
    uploads.work_off(one.pk, at=NOW)
    page = client.get(f"/imports/{one.pk}/").content.decode()
    assert "11010119900101123411" not in page
    client.post(f"/imports/{one.pk}/import")
    uploads.work_off(one.pk, at=NOW)
    one.refresh_from_db()
    page = client.get(f"/imports/{one.pk}/").content.decode()
    assert one.state == UploadState.DONE and "周*" in page and "周小雨" not in page


def test_who_may_not_import_customers_cannot(
    settings: object, tmp_path: Path, world: World
) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    client = signed_in(world.account("0110"))
    client.post("/imports/", {"file": SimpleUploadedFile("客户.csv", PEOPLE.encode() + b"\n")})
    one = Upload.objects.get()
    answer = client.post(f"/imports/{one.pk}/choose", {"profile": "customers", "then": "check"})
    one.refresh_from_db()
    assert answer.status_code == 422 and one.spec is None
