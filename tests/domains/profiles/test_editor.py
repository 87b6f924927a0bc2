"""A profile is made and changed in the wizard and over the API: suggested, looked at, saved as versions."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases.models import Case
from shouwen.domains.imports import uploads
from shouwen.domains.imports.models import Upload, UploadState
from shouwen.domains.imports.registers import plans
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.domains.profiles import actions
from shouwen.domains.profiles import draft as drafts
from shouwen.domains.profiles.choices import Look
from shouwen.domains.profiles.columns import mark, seen
from shouwen.domains.profiles.composing import compose
from shouwen.domains.profiles.remedies import HERE
from shouwen.platform.exchange import profiles
from shouwen.platform.exchange.models import Batch, ProfileVersion
from shouwen.platform.exchange.problems import SENTENCES
from shouwen.platform.exchange.reading import open_table
from shouwen.platform.journal.models import Entry
from shouwen.platform.org.queries import staff_names
from tests.threads import at_once
from tests.world import World

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
HEAD = (
    "工单编号,业务类型,标题,诉求内容,受理时间,联系电话,客户姓名,承办单位,工单状态,办结时间,备注\n"
)
TABLE = HEAD + (
    "GD-001,报修,断网三天,家里断网,2025/10/1 08:00,13900010001,周小雨,DH-01-G1,处理中,,甲\n"
    "GD-002,投诉,收费有误,多收了钱,2025/10/2 09:30,13900010002,吴明,DH-01-G1,已办结,2025/10/3 10:00,乙\n"
    "GD-003,报修,黑屏,机顶盒黑屏,2025/13/45 09:00,13900010003,郑爽,DH-01-G1,处理中,,\n"
    "GD-004,报修,花屏,画面花,2025/10/4 09:00,13900010004,冯远,DH-01-G1,挂起,,丙\n"
)  # fmt: skip
MANAGER, SECOND, AGENT = "0106", "0109", "0101"
CODE = "热线登记"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def sent(client: Client, table: str = TABLE, name: str = "热线.csv") -> Upload:
    file = SimpleUploadedFile(name, table.encode("gb18030"))
    assert client.post("/imports/", {"file": file}).status_code == 302
    return Upload.objects.latest("pk")


def filled(page: Any, **said: str | None) -> dict[str, Any]:
    """The form of the page as a browser would send it, with some inputs changed."""
    data: dict[str, list[str]] = {}
    select: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            a = dict(attrs)
            if tag == "select":
                select[:] = [a.get("name") or ""]
                data[select[0]] = []
            elif tag == "option" and select and select[0]:
                value = a.get("value")
                if "selected" in a or not data[select[0]]:
                    data[select[0]] = [value or ""]
            elif tag == "input" and (a.get("type") != "checkbox" or "checked" in a):
                data.setdefault(a.get("name") or "", []).append(a.get("value") or "")

        def handle_endtag(self, tag: str) -> None:
            if tag == "select":
                select.clear()

    html = page.content.decode()
    form = re.search(r'<form[^>]*id="editor".*?</form>', html, re.S)
    assert form is not None
    Reader().feed(form.group())
    for name, value in said.items():
        data[name] = [] if value is None else [value]
    data.pop("csrfmiddlewaretoken", None)
    return data


def input_of(prefix: str, column: str, word: str = "") -> str:
    return f"{prefix}-{mark(column)}" + (f"-{mark(word)}" if word else "")


def begun(client: Client, upload: Upload) -> Any:
    answer = client.post(f"/imports/{upload.pk}/profile/begin", {"as": "new"})
    assert answer.status_code == 302
    return client.get(answer.headers["Location"])


NAMED = {"title": "热线登记表", "code": CODE, "source": CODE}
HELD = {input_of("w", "工单状态", "挂起"): "in_progress|customer"}


def saved(client: Client, upload: Upload, **said: str | None) -> Any:
    data = filled(begun(client, upload), **{**NAMED, **HELD, **said})
    return client.post(f"/imports/{upload.pk}/profile/", data)


def test_columns_are_known_by_their_looks(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    rows = "".join(
        f"A{n},1390001000{n},2025年10月{n}日,{n},05/0{n}/2024,报修,20251001\n" for n in range(1, 9)
    )
    file.write_text("甲,乙,丙,丁,戊,己,建单日期\n" + rows, "utf-8")
    found = {column.name: column for column in seen(open_table(file))}
    looks = [found[name].look for name in "甲乙丙丁戊己"]
    assert looks == [Look.CODE, Look.PHONE, Look.TIME, Look.NUMBER, Look.TIME, Look.WORD]
    assert found["丙"].formats == ("%Y年%m月%d日",)
    assert found["戊"].formats == ("%d/%m/%Y", "%m/%d/%Y"), "the whole file tells which"
    assert found["建单日期"].formats == ("%Y%m%d",)


@pytest.mark.parametrize("path", sorted(uploads.EXAMPLES.glob("*.toml")), ids=lambda p: p.stem)
def test_a_profile_that_is_only_looked_at_says_the_same(path: Path) -> None:
    before = profiles.load(path, SHAPES)
    draft = drafts.of(before.document, before.columns())
    after = profiles.build(compose(draft, before.document), SHAPES, name="after")
    for said in (
        "code",
        "title",
        "source",
        "mode",
        "zone",
        "key",
        "header_row",
        "no_date",
        "extra",
    ):
        assert getattr(after, said) == getattr(before, said), said
    assert plans.plan(after) == dataclasses.replace(plans.plan(before), profile=after)
    for name, rule in before.rules.items():
        same = dataclasses.replace(after.rules[name], table_name=rule.table_name)
        assert same == rule, name


def test_several_columns_are_joined_on_the_page(world: World, signed_in: SignedIn) -> None:
    client = signed_in(MANAGER)
    one = sent(client)
    page = begun(client, one)
    data = filled(page, **NAMED, **HELD)
    data[input_of("f", "备注")] = ["title"]
    again = client.post(f"/imports/{one.pk}/profile/look", data)
    several = input_of("y", "标题")
    assert several in filled(again) and input_of("y", "备注") not in filled(again)
    data = filled(again, **{several: "j-", input_of("p", "标题"): "【热线】"})
    assert client.post(f"/imports/{one.pk}/profile/", data).status_code == 302
    rule = ProfileVersion.objects.get().spec["fields"]["title"]
    assert rule["columns"] == ["标题", "备注"]
    assert (rule["join"], rule["prefix"]) == ("-", "【热线】")
    shown = client.get(f"/imports/{one.pk}/profile/")
    assert "【热线】断网三天-甲" in shown.content.decode()


def test_remedies_of_the_page_speak_of_the_page(world: World, signed_in: SignedIn) -> None:
    assert set(HERE) <= set(SENTENCES)
    client = signed_in(MANAGER)
    page = begun(client, sent(client, TABLE.replace("DH-01-G1", "无此单位")))
    found = {one.why: one.remedy for one in page.context["preview"].complaints}
    words = " ".join(found.values())
    assert "自动建立" in words and "写法" in words
    assert not re.search(r"[a-z]+[._][a-z]+|\[|=", words), words


def test_a_file_without_profile_is_suggested_and_shown_converted(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(MANAGER)
    page = begun(client, sent(client))
    draft, preview = page.context["draft"], page.context["preview"]
    targets = {column: entry.field for column, entry in draft.entries.items()}
    assert targets == {
        "工单编号": "", "业务类型": "kind", "标题": "title", "诉求内容": "text", "受理时间": "opened_at",
        "联系电话": "customer_phone", "客户姓名": "customer_name", "承办单位": "unit", "工单状态": "state",
        "办结时间": "closed_at", "备注": "",
    }  # fmt: skip
    assert (draft.shape, draft.key, draft.zone) == ("case", ("工单编号",), "Asia/Shanghai")
    assert draft.entries["业务类型"].words == {"报修": "fault_report", "投诉": "complaint"}
    assert draft.entries["工单状态"].words == {
        "处理中": "in_progress",
        "已办结": "closed",
        "挂起": "",
    }
    assert [number for number, _cells in preview.rows] == [2, 3, 4, 5]
    wrong = {(*one.rows, one.rejects) for one in preview.complaints}
    assert wrong == {(4, True), (5, True)} and all(one.remedy for one in preview.complaints)
    html = page.content.decode()
    assert "受理时间" in preview.complaints[0].field and "2025/13/45" in html
    assert "13900010001" not in html and "周小雨" not in html, "personal data are covered"
    assert not ProfileVersion.objects.exists()


def test_what_is_chosen_is_looked_at_saved_and_imported(world: World, signed_in: SignedIn) -> None:
    client = signed_in(MANAGER)
    one = sent(client)
    data = filled(begun(client, one), **NAMED, **HELD, **{input_of("f", "备注"): "+"})
    look = client.post(f"/imports/{one.pk}/profile/look", data, headers={"HX-Request": "true"})
    assert look.content.lstrip().startswith(b"<form") and look.context["preview"].rejected == 1
    answer = client.post(f"/imports/{one.pk}/profile/", data | {"then": "check"})
    assert answer.status_code == 302, answer.context["error"]
    kept = ProfileVersion.objects.get()
    account = world.account(MANAGER).pk
    assert (kept.code, kept.version, kept.account_id) == (CODE, 1, account) and kept.saved_at
    assert Entry.objects.filter(kind="exchange.profile.saved", subject_id=kept.pk).count() == 1
    for state in (UploadState.CHECKED, UploadState.DONE):
        uploads.work_off(one.pk, at=timezone.now())
        one.refresh_from_db()
        assert one.state == state, one.error
        client.post(f"/imports/{one.pk}/import")
    assert (one.outcome["created"], one.outcome["rejected"]) == (3, 1)
    assert set(Case.objects.values_list("kind", flat=True)) == {"fault_report", "complaint"}
    assert Case.objects.get(title="花屏").extra == {"备注": "丙"}
    assert Batch.objects.get().profile_id == kept.pk


def test_a_change_is_a_new_version_and_a_batch_keeps_its_own(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(MANAGER)
    one = sent(client)
    assert saved(client, one, then="check").status_code == 302
    uploads.work_off(one.pk, at=timezone.now())
    client.post(f"/imports/{one.pk}/import")
    uploads.work_off(one.pk, at=timezone.now())
    again = sent(client)
    client.post(f"/imports/{again.pk}/profile/begin", {"as": "edit", "profile": CODE})
    page = client.get(f"/imports/{again.pk}/profile/")
    assert (page.context["code"], page.context["base"]) == (CODE, 1)
    assert [v.version for v in page.context["versions"]] == [1]
    same = client.post(f"/imports/{again.pk}/profile/", filled(page))
    assert same.status_code == 302 and ProfileVersion.objects.count() == 1, "nothing moved"
    changed = filled(page, **{input_of("c", "标题"): "collapse"})
    assert client.post(f"/imports/{again.pk}/profile/", changed).status_code == 302
    versions = ProfileVersion.objects.order_by("version")
    assert [v.version for v in versions] == [1, 2]
    assert versions[1].spec["fields"]["title"] == {"column": "标题", "clean": ["collapse"]}
    assert Batch.objects.get().profile.version == 1
    again.refresh_from_db()
    assert again.spec == versions[1].spec
    copy = filled(page, code="另一份", title="另一份")
    assert client.post(f"/imports/{again.pk}/profile/", copy).status_code == 302
    other = ProfileVersion.objects.get(code="另一份")
    assert (other.version, other.spec["source"]) == (1, CODE), "the rows are still recognised"


def test_an_older_choice_never_becomes_the_newest_again(world: World, signed_in: SignedIn) -> None:
    client = signed_in(MANAGER)
    one = sent(client)
    saved(client, one, then="check")
    uploads.work_off(one.pk, at=timezone.now())
    other = sent(client)
    client.post(f"/imports/{other.pk}/profile/begin", {"as": "edit", "profile": CODE})
    page = client.get(f"/imports/{other.pk}/profile/")
    client.post(f"/imports/{other.pk}/profile/", filled(page, missing="无"))
    client.post(f"/imports/{one.pk}/import")
    uploads.work_off(one.pk, at=timezone.now())
    assert Batch.objects.get().profile.version == 1
    assert ProfileVersion.objects.filter(code=CODE).count() == 2


def test_a_wrong_profile_is_refused_with_its_place_and_changes_nothing(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(MANAGER)
    one = sent(client)
    wrong = [
        {input_of("f", "受理时间"): ""},
        {input_of("d", "受理时间"): "%Q"},
        {"zone": "Mars/Olympus"},
        {"root": "NOWHERE"},
        {input_of("f", "标题"): "kind"},
        {"shape": "starship"},
        {"code": "长" * 61},
    ]
    page = begun(client, one)
    for said in wrong:
        data = filled(page, **{**NAMED, **HELD, **said})
        answer = client.post(f"/imports/{one.pk}/profile/", data)
        assert answer.status_code == 422, said
        assert answer.context["error"], said
    assert not ProfileVersion.objects.exists()
    one.refresh_from_db()
    assert one.spec is None and one.state == UploadState.CHOOSING
    assert saved(client, one).status_code == 302
    taken = saved(client, one)
    assert taken.status_code == 422 and CODE in taken.context["error"]
    assert saved(client, one, code="新").status_code == 422, "the title is in use"


def test_the_second_of_two_hears_who_was_quicker(world: World, signed_in: SignedIn) -> None:
    first = signed_in(MANAGER)
    one = sent(first)
    saved(first, one)
    page = first.get(f"/imports/{one.pk}/profile/")
    mine = filled(page, **{input_of("c", "标题"): "collapse"})
    first.post(f"/imports/{one.pk}/profile/", filled(page, missing="无"))
    late = first.post(f"/imports/{one.pk}/profile/", mine)
    assert late.status_code == 409
    rival = late.context["rival"]
    assert (rival["saved"].version, rival["moved"]) == (2, ["read.missing"])
    assert rival["saved"].who == staff_names([world.staff[MANAGER]])[world.staff[MANAGER]]
    assert late.context["draft"].entries["标题"].clean == "collapse", "what was entered stands"
    assert ProfileVersion.objects.count() == 2
    assert first.post(f"/imports/{one.pk}/profile/", mine | {"over": ["2"]}).status_code == 302
    assert ProfileVersion.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_saves(world: World) -> None:
    document = {
        "profile": "two", "shape": "unit", "zone": "Asia/Shanghai", "key": "编码",
        "fields": {"code": "编码", "name": "名称", "kind": {"constant": "hall"}},
    }  # fmt: skip
    by = world.actor(MANAGER)

    def save(title: str, base: int) -> Callable[[], object]:
        said = {**document, "title": title}
        return lambda: actions.save(
            said, base=base, may=lambda _verb: True, by=by, at=timezone.now()
        )

    assert at_once(save("甲", 0), save("乙", 0)) == ["done", "profile_taken"]
    assert ProfileVersion.objects.get(code="two").version == 1
    changed = [save(title, 1) for title in ("丙", "丁", "戊")]
    assert at_once(*changed) == ["done", "profile_moved", "profile_moved"]
    versions = ProfileVersion.objects.filter(code="two").order_by("version")
    assert list(versions.values_list("version", flat=True)) == [1, 2]


def test_who_may(world: World, signed_in: SignedIn) -> None:
    client = signed_in(MANAGER)
    one = sent(client)
    assert saved(client, one).status_code == 302
    assert signed_in(AGENT).get(f"/imports/{one.pk}/profile/").status_code == 403
    assert signed_in(SECOND).get(f"/imports/{one.pk}/profile/").status_code == 404
    address = "/api/v1/imports/profiles"
    assert signed_in(AGENT).get(f"{address}/{CODE}").status_code == 403
    forbidden = saved(client, one, shape="staff", code="人员", title="人员")
    assert forbidden.status_code == 422 and not ProfileVersion.objects.filter(code="人员").exists()


def test_the_api_does_the_same(world: World, signed_in: SignedIn) -> None:
    client = signed_in(MANAGER)
    address = "/api/v1/imports/profiles"
    saved(client, sent(client))
    told = client.get(f"{address}/{CODE}").json()
    assert (told["version"], told["versions"][0]["by"]) == (
        1,
        staff_names([world.staff[MANAGER]])[world.staff[MANAGER]],
    )

    def post(document: dict[str, Any], base: int) -> Any:
        body = json.dumps({"document": document, "base": base})
        return client.post(address, body, content_type="application/json")

    changed = told["document"] | {"mode": "live"}
    answer = post(changed, 1)
    assert answer.status_code == 201 and answer.json()["version"] == 2
    late = post(changed | {"mode": "history"}, 1)
    assert (late.status_code, late.json()["code"]) == (409, "profile_moved")
    assert late.json()["details"] == {"version": 2, "base": 1}
    wrong = post(changed | {"zone": "Mars/Olympus"}, 2)
    assert (wrong.status_code, wrong.json()["details"]) == (422, {"where": "zone"})
    for odd in ({"profile": 7}, changed | {"title": "\0"}, changed | {"title": "\ud800"}, {}):
        assert post(odd, 2).status_code == 422, odd
    assert client.get(f"{address}/nothing").status_code == 404
    assert CODE in [one["code"] for one in client.get(address).json()]
    file = SimpleUploadedFile("热线.csv", TABLE.encode())
    brought = client.post("/api/v1/imports", {"profile": CODE, "file": file})
    assert brought.status_code == 201 and brought.json()["profile"] == CODE


def test_another_kind_of_row_and_another_header_row_are_suggested_anew(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(MANAGER)
    one = sent(client, "热线中心十月登记表,,\n客户编号,客户姓名,联系电话\nK1,周小雨,13900010001\n")
    page = begun(client, one)
    assert page.context["draft"].header_row == 2, "the first row is a title"
    look = f"/imports/{one.pk}/profile/look"
    first = client.post(look, filled(page, header_row="1"))
    assert len(first.context["lines"]) == 1
    second = client.post(look, filled(first, header_row="2"))
    assert [line.column.name for line in second.context["lines"]] == [
        "客户编号",
        "客户姓名",
        "联系电话",
    ]
    other = client.post(look, filled(second, shape="customer"))
    fields = {name: entry.field for name, entry in other.context["draft"].entries.items()}
    assert (fields["客户姓名"], fields["联系电话"]) == ("name", "phone")
    named = sent(
        client, "编号,受理时间,单位\n1,2025-10-01,网络维护部\n2,2025-10-01,QC-SVC\n", "单位.csv"
    )
    unit = begun(client, named).context["draft"].entries["单位"]
    assert (unit.led, unit.words) == (True, {"网络维护部": "QC-NET", "QC-SVC": ""})
    beyond = client.post(look, filled(other, header_row="99"))
    assert beyond.status_code == 200 and beyond.context["preview"].refusal
    empty = sent(client, "编号,受理时间\n", "空.csv")
    assert not begun(client, empty).context["preview"].rows
