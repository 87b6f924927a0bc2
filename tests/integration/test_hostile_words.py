"""A payload in every text field comes out as text: list, panel, page, search, monitor, print, files."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.exchange.writers import harmless
from shouwen.platform.org.actions import rename_unit
from shouwen.platform.policies.actions import install_presets
from tests.factories.customers import a_customer
from tests.world import World, build

MARK = "zq7"
CORPUS = [
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"' onmouseover='{MARK}()",
    f"</textarea><svg onload={MARK}()>",
    f"{{{{ {MARK} }}}}{{% {MARK} %}}javascript:{MARK}()",
]
LIVE = [f"<script>{MARK}", "<img src=x", "<svg onload", "onmouseover='zq7()'", "</textarea><svg"]


@pytest.fixture
def world(db: None) -> World:
    install_presets()
    return build()


@pytest.mark.parametrize("payload", CORPUS)
def test_a_payload_in_every_field_stays_text(payload: str, world: World) -> None:
    by, at = world.actor("0102"), now() - timedelta(hours=3)
    rename_unit(world.units["QC-NET"], payload[:100], by=SYSTEM, at=at)
    customer = a_customer(at=at, name=payload, address=payload)
    case = actions.open_case(
        kind="complaint", channel="hotline", title=payload, text=payload,
        customer_id=customer.pk, extra={"x": payload}, given_due_at=at + timedelta(hours=1), by=by, at=at,
    )  # fmt: skip
    actions.note(case.pk, text=payload, by=by, at=at + timedelta(minutes=1))
    actions.dispatch(
        case.pk, unit_id=world.units["QC-NET"], text=payload, by=by, at=at + timedelta(minutes=2)
    )
    actions.urge(case.pk, text=payload, by=by, at=at + timedelta(minutes=3))
    client = Client()
    client.force_login(world.administrator, backend="django.contrib.auth.backends.ModelBackend")
    root = world.units["QC"]
    pages = [
        "/", "/cases/", f"/cases/?q={case.number}", f"/cases/{case.pk}/", f"/cases/{case.pk}/panel",
        f"/cases/{case.pk}/blame", f"/cases/{case.pk}/dispatch", f"/intake/?customer={customer.pk}",
        f"/monitor/?unit={root}", "/bulletins/", "/org/units/", "/notices/", "/cases/nowhere",
        f"/cases/?q={payload}", f"/kpi/cases_created/rows/?from={at.date()}&to={now().date()}",
    ]  # fmt: skip
    for address in pages:
        answer = client.get(address, follow=True)
        page = answer.content.decode()
        assert not [live for live in LIVE if live in page], address
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "script-src 'self'" in policy, address
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_no_form_is_taken_without_a_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator, backend="django.contrib.auth.backends.ModelBackend")
    case = actions.open_case(
        kind="complaint", channel="hotline", title="x", by=world.actor("0102"), at=now()
    )
    sent = [f"/cases/{case.pk}/accept", f"/cases/{case.pk}/note", "/bulk/dispatch/", "/intake/",
            "/api/v1/cases", f"/api/v1/cases/{case.pk}/accept", "/imports/"]  # fmt: skip
    assert [client.post(a, {"text": "x"}, follow=False).status_code for a in sent] == [403] * len(
        sent
    )
    case.refresh_from_db()
    assert case.version == 1


def test_a_log_in_begins_a_new_session(world: World) -> None:
    client = Client()
    client.get("/login/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    account = world.account("0102")
    account.set_password("a long enough secret")
    account.must_change_password = False
    account.save()
    client.post("/login/", {"username": "0102", "password": "a long enough secret"})
    assert client.session.session_key != planted
    assert client.session["_auth_user_id"] == str(account.pk)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_is_no_formula_in_a_csv(text: str) -> None:
    assert harmless(text) == f"'{text}"
