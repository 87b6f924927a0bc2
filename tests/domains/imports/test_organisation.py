"""Units and people enter by files: whole, in any order, once, within one's own units, and back out."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from shouwen.domains.imports.registers import plans, running, undoing
from shouwen.domains.imports.registers.running import Outcome
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.access import actions as access
from shouwen.platform.access.models import Account
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.exchange.models import Batch, Reject, Source
from shouwen.platform.exchange.organisation import Undone
from shouwen.platform.journal import queries as journal
from shouwen.platform.journal.models import Entry
from shouwen.platform.org import actions as org
from shouwen.platform.org import queries
from shouwen.platform.org.models import Appointment, Staff, Unit, UnitPlace

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
PROFILES, SAMPLES = ROOT / "examples" / "profiles", ROOT / "docs" / "tutorials" / "samples"
NOW = datetime(2025, 10, 10, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
UNITS = "单位编码,单位名称,类别,上级编码,设立日期"
STAFF = "工号,姓名,登录名,单位编码,岗位,岗位名称,入职日期"
CITY = "YH,云河市有线,市公司,,2018-06-01"
COUNTY = "LS,柳溪县分公司,县公司,YH,2020-01-01"


@dataclass(frozen=True)
class Office:
    """Lays files of units and people and takes them in."""

    folder: Path

    def take(
        self,
        path: Path,
        shape: str,
        *,
        dry_run: bool = False,
        scope: Scope = EVERYTHING,
        at: datetime = NOW,
    ) -> Outcome:
        plan = plans.load(PROFILES / f"branch_{shape}.toml")
        return running.run(
            path, plan, rejects_in=self.folder / "rejects", dry_run=dry_run, scope=scope,
            by=SYSTEM, at=at,
        )  # fmt: skip

    def units(self, *lines: str, scope: Scope = EVERYTHING, at: datetime = NOW) -> Outcome:
        return self._lines(UNITS, lines, "units", scope, at)

    def staff(self, *lines: str, scope: Scope = EVERYTHING, at: datetime = NOW) -> Outcome:
        return self._lines(STAFF, lines, "staff", scope, at)

    def _lines(
        self, head: str, lines: tuple[str, ...], shape: str, scope: Scope, at: datetime
    ) -> Outcome:
        path = self.folder / f"{shape}.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return self.take(path, shape, scope=scope, at=at)

    def undo(self, outcome: Outcome, *, at: datetime = LATER) -> Undone:
        assert outcome.batch is not None
        return undoing.undo(outcome.batch, by=SYSTEM, at=at)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    access.install_presets(by=SYSTEM, at=NOW)
    return Office(tmp_path)


def counts(outcome: Outcome) -> tuple[int, ...]:
    c = outcome.counts
    return (c.rows, c.created, c.updated, c.unchanged, c.rejected, c.conflicts)


def why(outcome: Outcome) -> list[tuple[str, str, str]]:
    with Path(outcome.rejects_file).open(encoding="utf-8-sig", newline="") as file:
        return [(r["_row"], r["_column"], r["_problem"]) for r in csv.DictReader(file)]


def written() -> tuple[int, ...]:
    models = (Unit, UnitPlace, Staff, Account, Appointment, Source, Entry)
    return tuple(model.objects.count() for model in models)


def sound() -> None:
    assert [str(p) for p in journal.verify()] == []


def test_the_samples_of_the_tutorial_go_in_with_parents_after_their_children(
    office: Office,
) -> None:
    assert counts(office.take(SAMPLES / "branch_units.csv", "units")) == (6, 6, 0, 0, 0, 0)
    hall = Unit.objects.get(code="LS-01-H")
    assert queries.codes(hall.path) == {
        u.pk: u.code for u in Unit.objects.filter(code__in=["YH", "LS", "LS-01", "LS-01-H"])
    }
    assert (hall.kind, hall.valid_from) == ("hall", date(2021, 3, 1))
    assert UnitPlace.objects.get(unit=hall).since == date(2021, 3, 1)
    assert counts(office.take(SAMPLES / "branch_staff.csv", "staff")) == (5, 5, 0, 0, 0, 0)
    head = Staff.objects.get(number="YH002")
    assert [
        (a.post.unit.code, a.post.role.code, a.post.title) for a in head.appointments.all()
    ] == [("YH-HOT", "shift_leader", "热线一班班长")]
    assert head.active_from == date(2018, 6, 1)
    assert Staff.objects.get(number="LS002").account is None
    sound()


def test_an_account_from_a_file_has_no_password_until_somebody_resets_it(office: Office) -> None:
    office.take(SAMPLES / "branch_units.csv", "units")
    office.take(SAMPLES / "branch_staff.csv", "staff")
    account = Account.objects.get(login="yanxn")
    assert not account.has_usable_password()
    password = access.reset_password(account.pk, by=SYSTEM, at=NOW)
    account.refresh_from_db()
    assert account.check_password(password) and account.must_change_password


def test_a_dry_run_finds_the_same_and_writes_nothing(office: Office) -> None:
    before = written()
    outcome = office.take(SAMPLES / "branch_units.csv", "units", dry_run=True)
    assert counts(outcome) == (6, 6, 0, 0, 0, 0)
    assert (written(), Batch.objects.exists(), queries.unit_by_code("YH")) == (before, False, None)


@pytest.mark.parametrize("shape", ["units", "staff"])
def test_the_same_file_twice_writes_nothing_but_its_batch(office: Office, shape: str) -> None:
    office.take(SAMPLES / "branch_units.csv", "units")
    first = office.take(SAMPLES / f"branch_{shape}.csv", shape)
    before = written()
    again = office.take(SAMPLES / f"branch_{shape}.csv", shape)
    assert counts(again)[1:] == (0, 0, first.counts.rows, 0, 0)
    assert written() == (*before[:-1], before[-1] + 1)  # the batch's own entry


def test_rows_that_cannot_be_are_rejected_with_clear_sentences_and_the_others_go_in(
    office: Office,
) -> None:
    org.deactivate_unit(
        org.create_unit("OLD", "旧所", "team", None, by=SYSTEM, at=NOW).pk, by=SYSTEM, at=NOW
    )
    with translation.override("en"):
        outcome = office.units(
            CITY,
            "A,甲,班组,B,",
            "B,乙,班组,C,",
            "C,丙,班组,A,",
            "D,丁,班组,A,",
            "E,戊,班组,NONE,",
            "F,己,飞船,YH,",
            "YH,另一个,市公司,,",
            "OLD,旧所,班组,YH,",
            "G,庚,班组,OLD,",
            COUNTY,
        )
        found = why(outcome)
    assert counts(outcome) == (11, 2, 0, 0, 9, 0)
    assert {row: words for row, _column, words in found} == {
        "3": "under “B” the unit would stand under itself: A → B → C → A.",
        "4": "under “C” the unit would stand under itself: B → C → A → B.",
        "5": "under “A” the unit would stand under itself: C → A → B → C.",
        "6": "the row of the unit “A”, under which this one belongs, was rejected.",
        "7": "there is no unit with the code “NONE”, neither here nor in the file.",
        "8": "“飞船” is not in the table kinds.",
        "9": "the key YH stands already in an earlier row of this file with other contents.",
        "10": "the unit “OLD” has been closed.",
        "11": "the unit “OLD” has been closed.",
    }
    assert set(Unit.objects.values_list("code", flat=True)) == {"OLD", "YH", "LS"}


def test_the_rejects_file_is_mended_and_fed_back(office: Office) -> None:
    outcome = office.units(CITY, "LS,柳溪县分公司,县公司,XX,2020-01-01")
    path = Path(outcome.rejects_file)
    path.write_text(path.read_text("utf-8-sig").replace(",XX,", ",YH,", 1), encoding="utf-8")
    assert counts(office.take(path, "units")) == (1, 1, 0, 0, 0, 0)


def test_a_changed_row_moves_only_its_fields_by_one_correction(office: Office) -> None:
    office.units(CITY, COUNTY, "LS-01,城关营业处,营业处,LS,")
    outcome = office.units(CITY, COUNTY, "LS-01,城关营业所,班组,YH,", at=LATER)
    assert counts(outcome) == (3, 0, 1, 2, 0, 0)
    unit = Unit.objects.get(code="LS-01")
    assert (unit.name, unit.kind, unit.parent and unit.parent.code) == ("城关营业所", "team", "YH")
    line = journal.timeline(Subject("unit", unit.pk))[-1]
    assert (line.kind, line.facts["fields"], line.body) == (
        "org.unit.corrected", ["kind", "name", "parent"], "城关营业处 → 城关营业所",
    )  # fmt: skip
    assert Entry.objects.filter(subject_kind="unit", subject_id=unit.pk).count() == 2
    below = queries.below_on(Unit.objects.get(code="LS").pk, on=date(2025, 10, 10))
    assert unit.pk in below  # yesterday's figures stay where they were
    sound()


def test_what_people_changed_since_is_left_and_listed(office: Office) -> None:
    office.units(CITY, COUNTY)
    unit = Unit.objects.get(code="LS")
    org.rename_unit(unit.pk, "柳溪分公司", by=SYSTEM, at=NOW)
    outcome = office.units(CITY, "LS,柳溪县公司,部门,YH,2020-01-01", at=LATER)
    unit.refresh_from_db()
    assert (unit.name, unit.kind) == ("柳溪分公司", "department")
    assert counts(outcome) == (2, 0, 1, 1, 0, 1)
    assert list(Reject.objects.values_list("row_no", "column", "code", "weight")) == [
        (3, "单位名称", "org_touched", "conflict")
    ]


def test_a_move_that_would_close_a_circle_with_units_already_here_is_rejected(
    office: Office,
) -> None:
    office.units(CITY, COUNTY, "LS-01,城关营业处,营业处,LS,")
    with translation.override("en"):
        outcome = office.units(CITY, "LS,柳溪县分公司,县公司,LS-01,2020-01-01", at=LATER)
        assert [w for _r, _c, w in why(outcome)] == [
            "under “LS-01” the unit would stand under itself: LS → LS-01 → LS."
        ]
    assert Unit.objects.get(code="LS").parent == Unit.objects.get(code="YH")


def test_undo_closes_what_the_batch_made_and_a_second_import_opens_it_again(
    office: Office,
) -> None:
    first = office.units(CITY)
    batch = office.units(CITY, COUNTY, "LS-01,城关营业处,营业处,LS,", "LS-02,城南营业处,营业处,LS,")
    touched = Unit.objects.get(code="LS-02")
    org.rename_unit(touched.pk, "城南所", by=SYSTEM, at=NOW)
    undone = office.undo(batch)
    assert (undone.voided, undone.restored, undone.left) == (1, 0, ["LS", "LS-02"])
    assert Unit.objects.get(code="LS-01").valid_to is not None
    again = office.units(CITY, COUNTY, "LS-01,城关所,营业处,LS,", at=LATER)
    assert counts(again) == (3, 1, 0, 2, 0, 0)
    back = Unit.objects.get(code="LS-01")
    assert (back.valid_to, back.name) == (None, "城关所")
    assert first.batch is not None
    sound()


def test_undo_restores_what_a_batch_replaced(office: Office) -> None:
    office.units(CITY, COUNTY, "LS-01,城关营业处,营业处,LS,")
    changed = office.units(CITY, COUNTY, "LS-01,城关所,班组,YH,", at=LATER)
    undone = office.undo(changed, at=LATER + timedelta(days=1))
    unit = Unit.objects.get(code="LS-01")
    assert (unit.name, unit.kind, unit.parent and unit.parent.code) == (
        "城关营业处",
        "business_office",
        "LS",
    )
    assert (undone.voided, undone.restored, undone.left) == (0, 1, [])
    before = written()
    assert office.units(CITY, COUNTY, "LS-01,城关营业处,营业处,LS,").counts.unchanged == 3
    assert written() == (*before[:-1], before[-1] + 1)


def test_a_unit_that_was_here_is_recognised_left_as_it_is_and_survives_the_undo(
    office: Office,
) -> None:
    org.create_unit("YH", "云河", "city", None, by=SYSTEM, at=NOW)
    outcome = office.units(CITY, COUNTY)
    assert counts(outcome) == (2, 1, 0, 1, 0, 1)
    assert Unit.objects.get(code="YH").name == "云河"
    assert office.undo(outcome).left == []
    assert Unit.objects.get(code="YH").valid_to is None


def test_a_county_admin_brings_in_units_of_the_own_county_only(office: Office) -> None:
    office.units(CITY, COUNTY, "XX,他县,县公司,YH,")
    county = Scope(units=queries.below(Unit.objects.get(code="LS").pk))
    with translation.override("en"):
        outcome = office.units(
            "LS-01,城关营业处,营业处,LS,",
            "LS-01-H,城关营业厅,营业厅,LS-01,",
            "XX-01,他县营业处,营业处,XX,",
            "XX,改名,县公司,YH,",
            "NEW,新公司,市公司,,",
            scope=county,
        )
        found = why(outcome)
    assert counts(outcome) == (5, 2, 0, 0, 3, 0)
    assert [w for _r, _c, w in sorted(found)] == [
        "“XX” is not among the units you are responsible for.",
        "“XX” is not among the units you are responsible for.",
        "a unit without a parent can only be made by who is responsible for all units.",
    ]
    assert Unit.objects.get(code="XX").name == "他县"


PEOPLE = ("1,甲,jia,LS,县经理,,", "2,乙,,LS,派单员,,")


def test_people_who_cannot_be_are_rejected_with_clear_sentences(office: Office) -> None:
    office.units(CITY, COUNTY)
    org.hire("丙", "3", login="bing", by=SYSTEM, at=NOW)
    with translation.override("en"):
        outcome = office.staff(
            *PEOPLE,
            "3,丁,,LS,派单员,,",
            "4,戊,bing,LS,派单员,,",
            "5,己,JIA,LS,派单员,,",
            "6,庚,,NONE,派单员,,",
            "7,辛,,LS,船长,,",
            "8,壬,,LS,,,",
            "2,乙,,YH,派单员,,",
        )
        found = {row: words for row, _column, words in why(outcome)}
    assert counts(outcome) == (9, 2, 0, 0, 7, 0)
    assert found == {
        "4": "the staff number 3 belongs to somebody else.",
        "5": "the login bing is already in use.",
        "6": "the login JIA stands already in row 2.",
        "7": "there is no unit with the code “NONE”.",
        "8": "“船长” is not in the table roles.",
        "9": "a post needs both a unit and a role.",
        "10": "the key 2 stands already in an earlier row of this file with other contents.",
    }


def test_people_of_another_county_cannot_be_brought_in_or_changed(office: Office) -> None:
    office.units(CITY, COUNTY, "XX,他县,县公司,YH,")
    office.staff("9,癸,,XX,派单员,,")
    county = Scope(units=queries.below(Unit.objects.get(code="LS").pk))
    outcome = office.staff(
        *PEOPLE, "9,改名,,LS,派单员,,", "10,子,,XX,派单员,,", "11,丑,,,,,", scope=county
    )
    assert counts(outcome) == (5, 2, 0, 0, 3, 0)
    assert sorted(Reject.objects.values_list("code", flat=True)) == [
        "outside", "outside", "unit_needed",
    ]  # fmt: skip
    assert Staff.objects.get(number="9").name == "癸"


def test_a_person_changes_name_and_post_by_one_correction_and_back_by_undo(
    office: Office,
) -> None:
    office.units(CITY, COUNTY)
    office.staff(*PEOPLE)
    moved = office.staff("1,甲一,jia,YH,班长,大班长,", PEOPLE[1], at=LATER)
    assert counts(moved) == (2, 0, 1, 1, 0, 0)
    person = Staff.objects.get(number="1")
    line = journal.timeline(Subject("staff", person.pk))[-1]
    assert (person.name, line.kind, line.facts["fields"]) == (
        "甲一", "org.staff.corrected", ["name", "post"],
    )  # fmt: skip
    assert held(person, LATER) == [("YH", "shift_leader", "大班长")]
    end = LATER + timedelta(days=1)
    undone = office.undo(moved, at=end)
    person.refresh_from_db()
    assert (undone.restored, person.name, held(person, end)) == (
        1, "甲", [("LS", "county_manager", "")],
    )  # fmt: skip
    sound()


def held(person: Staff, at: datetime) -> list[tuple[str, str, str]]:
    posts = queries.posts_of(person.pk, at=at)
    return [(a.post.unit.code, a.post.role.code, a.post.title) for a in posts]


def test_a_person_moved_by_hand_stays_where_people_put_him(office: Office) -> None:
    office.units(CITY, COUNTY)
    office.staff(*PEOPLE)
    person = Staff.objects.get(number="2")
    org.end_appointment(person.appointments.get().pk, by=SYSTEM, at=LATER)
    unit = Unit.objects.get(code="YH")
    org.appoint(person.pk, unit_id=unit.pk, role="expert", by=SYSTEM, at=LATER)
    outcome = office.staff(PEOPLE[0], "2,乙,,LS,班长,,", at=LATER)
    assert (counts(outcome), held(person, LATER)) == ((2, 0, 0, 2, 0, 1), [("YH", "expert", "")])


def test_undo_lets_people_go_who_were_not_used_and_a_second_import_takes_them_back(
    office: Office,
) -> None:
    office.units(CITY, COUNTY)
    batch = office.staff(*PEOPLE)
    used = Staff.objects.get(number="1")
    assert used.account_id is not None
    access.reset_password(used.account_id, by=SYSTEM, at=NOW)
    undone = office.undo(batch)
    assert (undone.voided, undone.left) == (1, ["1"])
    assert Staff.objects.get(number="2").active_to is not None
    end = LATER + timedelta(days=1)
    assert counts(office.staff(*PEOPLE, at=end)) == (2, 1, 0, 1, 0, 0)
    back = Staff.objects.get(number="2")
    assert (back.active_to, held(back, end)) == (None, [("LS", "dispatcher", "")])
    sound()


def test_work_phones_come_in_change_are_refused_and_go_back(office: Office) -> None:
    profile = office.folder / "phones.toml"
    words = (PROFILES / "branch_staff.toml").read_text(encoding="utf-8")
    whole = words.replace('active_from = "入职日期"', 'work_phone = "办公电话"')
    profile.write_text(whole, encoding="utf-8")

    def take(*phones: str, at: datetime) -> Outcome:
        rows = [f"P{n},员{n},,,,,{phone}" for n, phone in enumerate(phones)]
        path = office.folder / "phones.csv"
        head = STAFF.replace("入职日期", "办公电话")
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return running.run(
            path, plans.load(profile), rejects_in=office.folder / "rejects", by=SYSTEM, at=at
        )  # fmt: skip

    def phones() -> list[str]:
        return list(Staff.objects.order_by("number").values_list("work_phone", flat=True))

    first = take("0999-5550001", "", "打电话", at=NOW)
    assert (counts(first), phones()) == ((3, 2, 0, 0, 1, 0), ["0999-5550001", ""])
    second = take("0999-5550009", "0999-5550002", at=LATER)
    assert (counts(second)[2], phones()) == (2, ["0999-5550009", "0999-5550002"])
    office.undo(second, at=LATER)
    assert phones() == ["0999-5550001", ""]
