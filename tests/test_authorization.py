"""The authorization matrix: every route × every shipped role × inside and outside the scope.

A new page is in it by itself; a new page about one row needs a line in FOREIGN_ROWS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxDetails

from shouwen.domains.appeals import actions as appeals
from shouwen.domains.appeals.queries import contestable
from shouwen.domains.asks.actions import ask
from shouwen.domains.bulk.models import Run
from shouwen.domains.cases.actions import accept, answer, dispatch
from shouwen.domains.duties.actions import Terms as DutyTerms
from shouwen.domains.duties.actions import draft as draft_duty
from shouwen.domains.hooks.actions import open_source
from shouwen.domains.imports.uploads import receive
from shouwen.domains.intake.actions import NewCaller
from shouwen.domains.macros.actions import keep
from shouwen.domains.portal.models import Link
from shouwen.domains.privacy.actions import ask as ask_for_data
from shouwen.domains.privacy.actions import hold
from shouwen.domains.privacy.models import DataRequest
from shouwen.domains.routing.actions import add_route
from shouwen.domains.rulings.actions import send_back
from shouwen.domains.teamwork.actions import assign
from shouwen.domains.voices.actions import enter
from shouwen.domains.voices.models import BookEntry
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import permissions, rules
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.actions import issue_token
from shouwen.platform.access.choices import ShippedRole
from shouwen.platform.access.models import Account
from shouwen.platform.access.saved import Look, save_view
from shouwen.platform.access.scope import Scope
from shouwen.platform.notify.models import Delivery
from shouwen.platform.org.acting import acting_for
from shouwen.platform.org.models import Unit
from shouwen.platform.org.queries import below
from shouwen.platform.policies.actions import install, install_presets
from shouwen.platform.policies.actions import install_presets as install_calendars
from shouwen.platform.rosters.actions import record_absence
from shouwen.platform.rosters.models import Duty, Shift, Swap
from tests import world as cast
from tests.bodies import body_of
from tests.factories.cases import MINUTE, T0, a_case
from tests.factories.customers import a_customer
from tests.factories.rosters import a_roster, a_shift
from tests.routes import NOWHERE, Route, guarded, routes

Rows = Callable[[cast.World], dict[str, Any]]


def _western_case(world: cast.World) -> dict[str, Any]:
    """A case of the western county's hall, owned and handled there."""
    case = a_case(world.actor("0301"))
    return {"pk": case.pk}


def _western_request(world: cast.World) -> dict[str, Any]:
    """What the western hall asked the western office."""
    case = a_case(world.actor("0301"))
    asked = ask(
        case.pk,
        unit_id=world.units["XS-01"],
        text="?",
        blocking=True,
        by=world.actor("0301"),
        at=case.opened_at,
    )
    return {"pk": asked.pk}


def _western_return(world: cast.World) -> dict[str, Any]:
    """What the western grid returned to the western hall."""
    case = a_case(world.actor("0301"))
    dispatch(case.pk, unit_id=world.units["XS-01-G1"], by=world.actor("0301"), at=case.opened_at)
    row = send_back(
        case.pk,
        reason="not_ours",
        proposed_unit_id=world.units["XS-01"],
        text="不在本网格的范围之内，见职责表",
        by=world.actor("0303"),
        at=case.opened_at,
    )
    return {"pk": row.pk}


def _western_appeal(world: cast.World) -> dict[str, Any]:
    """What the western hall says about a case it answered too late."""
    install_calendars()
    by = world.actor("0301")
    case = a_case(by, given_due_at=T0 + MINUTE)
    accept(case.pk, by=by, at=T0 + MINUTE)
    answer(case.pk, text="?", by=by, at=T0 + 2 * MINUTE)
    [late] = contestable(case.pk)
    row = appeals.appeal(
        case.pk, about="verdict", of=late.of, ground="system_failure",
        text="系统停机，无法录入答复", by=by, at=T0 + 3 * MINUTE,
    )  # fmt: skip
    return {"pk": row.pk}


def _western_task(world: cast.World) -> dict[str, Any]:
    """What the western hall gave the western office to do."""
    case = a_case(world.actor("0301"))
    task = assign(
        case.pk,
        unit_id=world.units["XS-01"],
        text="?",
        by=world.actor("0301"),
        at=case.opened_at,
    )
    return {"pk": task.pk}


def _somebodys_macro(world: cast.World) -> dict[str, Any]:
    """A macro the western hall keeps for itself."""
    account = world.account("0301").pk
    acting = acting_for(account, post_id=None, at=cast.BEGAN)
    assert acting is not None
    steps = [("note", {"text": "?", "visibility": "internal"})]
    macro = keep(name="?", kind="personal", steps=steps, acting=acting, at=cast.BEGAN)
    return {"macro": macro.pk}


def _somebodys_view(world: cast.World) -> dict[str, Any]:
    """A view the western hall keeps for itself."""
    acting = acting_for(world.account("0301").pk, post_id=None, at=cast.BEGAN)
    assert acting is not None
    look = Look(query="kind=fault_report")
    return {"pk": save_view("cases.list", name="?", look=look, acting=acting, at=cast.BEGAN).pk}


def _western_link(world: cast.World) -> dict[str, Any]:
    """The link of a customer in the west."""
    case = a_case(world.actor("0301"))
    link = Link.objects.create(
        case=case,
        nonce=f"{case.pk:032x}",
        token_hash=f"{case.pk:064x}",
        tail="5678",
        made_at=cast.BEGAN,
        expires_at=case.opened_at,
    )
    return {"pk": link.pk}


def _western_route(world: cast.World) -> dict[str, Any]:
    """What is suggested for the places of the west."""
    row = add_route(
        unit_id=world.units["XS-01-G1"],
        place_id=world.units["XS"],
        why="属地",
        since=date(2025, 1, 1),
        by=world.actor("0304"),
        at=cast.BEGAN,
    )
    return {"pk": row.pk}


def _western_register(world: cast.World) -> dict[str, Any]:
    return {"unit": world.units["XS"]}


def _western_duty_draft(world: cast.World) -> dict[str, Any]:
    """What the western county means to promise."""
    terms = DutyTerms(name="?", amount=1, counted_in="hours", valid_from=date(2025, 1, 1))
    row = draft_duty(world.units["XS"], terms, by=world.actor("0304"), at=cast.BEGAN)
    return {"pk": row.pk}


def _western_unit(world: cast.World) -> dict[str, Any]:
    return {"pk": world.units["XS"]}


def _western_person(world: cast.World) -> dict[str, Any]:
    return {"pk": world.staff["0301"]}


def _western_bulletin(world: cast.World) -> dict[str, Any]:
    return {"unit": world.units["XS"], "period": "2025-10-X1", "kind": "html"}


def _western_rule(world: cast.World) -> dict[str, Any]:
    """A rule of a policy that holds in the western county only."""
    unit = world.units["XS"]
    day = date(2099, 1, 1)
    install_presets()
    policy = install("cable_cn", since=day, unit=unit, by=world.actor("0304"), at=cast.BEGAN)
    return {"code": policy.code, "rank": 100}


def _western_upload(world: cast.World) -> dict[str, Any]:
    """A file that somebody of the west brought."""
    upload = receive(
        [b"a,b\n"], name="x.csv", account_id=world.account("0304").pk, post_id=None, at=cast.BEGAN
    )
    return {"pk": upload.pk}


def _western_delivery(world: cast.World) -> dict[str, Any]:
    """A message that was to reach somebody of the west."""
    row = Delivery.objects.create(
        key="west",
        subject_kind="matter",
        subject_id=1,
        kind="clocks.step.warning",
        staff_id=world.staff["0301"],
        state="failed",
        queued_at=cast.BEGAN,
    )
    return {"pk": row.pk}


def _western_roster(world: cast.World) -> dict[str, Any]:
    """A roster of the western county."""
    unit = Unit.objects.get(pk=world.units["XS"])
    if not unit.shifts.exists():
        a_shift(unit, "early")
    return {"pk": a_roster(unit, ["early"], name=f"排班{unit.rosters.count()}").pk}


def _western_setup(world: cast.World) -> dict[str, Any]:
    return {"unit": world.units["XS"]}


def _western_swap(world: cast.World) -> dict[str, Any]:
    """A swap of two of the west, the duty it is about, and somebody's leave: all have the same id or none."""
    roster = _western_roster(world)["pk"]
    staff = [world.staff["0304"], world.staff["0302"]]
    begins = datetime(2100, 1, 4, tzinfo=UTC) + timedelta(days=Duty.objects.count())
    duty = Duty.objects.create(
        roster_id=roster,
        unit_id=world.units["XS"],
        staff_id=staff[0],
        shift=Shift.objects.get(code="early"),
        kind="day",
        on=begins.date(),
        since=begins,
        until=begins + timedelta(hours=8),
        state="published",
    )
    return {"pk": Swap.objects.create(duty=duty, asker_id=staff[0], colleague_id=staff[1], asked_at=cast.BEGAN).pk}  # fmt: skip


def _western_duty(world: cast.World) -> dict[str, Any]:
    return {"pk": Swap.objects.get(pk=_western_swap(world)["pk"]).duty_id}


def _western_absence(world: cast.World) -> dict[str, Any]:
    absence = record_absence(
        world.staff["0304"], "leave", first=date(2100, 2, 1), last=date(2100, 2, 1), by=SYSTEM, at=cast.BEGAN
    )  # fmt: skip
    return {"pk": absence.pk}


def _western_run(world: cast.World) -> dict[str, Any]:
    """What the western dispatcher did to several cases at once."""
    account = world.account("0302")
    run = Run.objects.create(key=uuid4(), verb="urge", account=account, at=cast.BEGAN)
    return {"pk": run.pk}


def _western_data_request(world: cast.World) -> dict[str, Any]:
    """What a customer of the western hall asked about the own data."""
    by = world.actor("0301")
    person = a_customer(at=cast.BEGAN, n=DataRequest.objects.count())
    case = a_case(by, customer_id=person.pk, kind="data_request")
    row = ask_for_data(case.pk, wish="copy", checked="papers", by=by, at=case.opened_at)
    return {"pk": row.pk}


def _western_entry(world: cast.World) -> dict[str, Any]:
    """An entry of the opinion book in the western hall."""
    entry = enter(
        world.units["XS-01-H"], book="1", number=BookEntry.objects.count() + 1, kind="suggestion",
        written_on=cast.BEGAN.date(), text="?", writer=NewCaller(), by=world.actor("0301"),
        at=cast.BEGAN,
    )  # fmt: skip
    return {"pk": entry.pk}


def _western_hold(world: cast.World) -> dict[str, Any]:
    """A legal hold on a case of the western hall."""
    case = a_case(world.actor("0301"))
    row = hold(case.subject, reason="诉讼在审", by=world.actor("0304"), at=case.opened_at)
    return {"pk": row.pk}


def _western_source(world: cast.World) -> dict[str, Any]:
    """Another system that delivers for the western hall."""
    source, _secret = open_source(
        code="west", name="?", unit_id=world.units["XS-01-H"], channel="app",
        by=world.actor("0109"), at=cast.BEGAN,
    )  # fmt: skip
    return {"pk": source.pk}


FOREIGN_ROWS: dict[str, Rows] = {
    "privacy:ask": _western_case,
    "privacy:hold": _western_case,
    "privacy:lift": _western_hold,
    "privacy": _western_data_request,
    "hooks": _western_source,
    "voices": _western_entry,
    "bulk": _western_run,
    "rosters:unit_setup": _western_setup,
    "rosters:define_shift": _western_setup,
    "rosters:keep_roster": _western_setup,
    "rosters:set_chain": _western_setup,
    "rosters:answer_swap": _western_swap,
    "rosters:ask_swap": _western_duty,
    "rosters:end_absence": _western_absence,
    "rosters": _western_roster,
    "org:unit": _western_unit,
    "org:rename_unit": _western_unit,
    "org:set_zone": _western_unit,
    "org:set_area": _western_unit,
    "org:move_unit": _western_unit,
    "org:close_unit": _western_unit,
    "org:set_contact": _western_unit,
    "org": _western_person,
    "notify": _western_delivery,
    "cases": _western_case,
    "links:revoke": _western_link,
    "links": _western_case,
    "papers": _western_case,
    "take_over": _western_case,
    "asks:ask": _western_case,
    "asks": _western_request,
    "teamwork:task": _western_task,
    "teamwork:accept": _western_task,
    "teamwork:done": _western_task,
    "teamwork:withdraw": _western_task,
    "teamwork": _western_case,
    "watching": _western_case,
    "macros:pick": _western_case,
    "macros:apply": _western_case,
    "macros": _somebodys_macro,
    "bulk:ask_macro": _somebodys_macro,
    "bulk:do_macro": _somebodys_macro,
    "rulings:send_back": _western_case,
    "rulings:ask_arbitration": _western_case,
    "rulings": _western_return,
    "reopening": _western_case,
    "appeals:make": _western_case,
    "appeals": _western_appeal,
    "routing": _western_route,
    "duties:register": _western_register,
    "duties:draft": _western_register,
    "duties:publish": _western_register,
    "duties": _western_duty_draft,
    "bulletins": _western_bulletin,
    "imports": _western_upload,
    "profiles": _western_upload,
    "policies": _western_rule,
}
"""Route, or namespace for the rest of its routes → a row of the western county."""


def _foreign_row(route: Route) -> Rows | None:
    """What the eastern county must not see through this route."""
    if "int" not in route.parameters.values() or route.name in EVERYWHERE:
        return None
    return FOREIGN_ROWS.get(route.name) or FOREIGN_ROWS.get(route.name.partition(":")[0])


EVERYWHERE = {
    "mattertypes:type",
    "mattertypes:rest_type",
    "privacy:decide",
    "care:read",
    "care:followed",
    "access:role",
    "access:role_permissions",
    "access:revoke_token",
    "intake:call_back",
    "intake:caller",
    "intake:consent",
    "intake:official",
    "intake:repeat",
    "intake:unmask",
    "intake:urge",
    "notify:acknowledge",
    "policies:edit_step",
    "policies:remove_step",
    "watching:unwatch",
}
"""Routes with an id that follow another rule than the unit: roles and ladders hold everywhere, keys and notices belong
to one person, whoever answers a caller may know the caller and urge the matter wherever it is, and one stops watching
whatever one watched."""


@cache
def _held(role: str) -> frozenset[str]:
    return frozenset(permissions.presets().get(role, ()))


@pytest.mark.parametrize("role", ShippedRole.values)
def test_a_role_without_the_verb_is_refused_before_anything_is_read(rf: RequestFactory, role: str):
    """No database: the guard stands before every query."""
    acting = Acting(account=Account(pk=1, login="x"), role_code=role, permissions=_held(role))
    for route in routes():
        asked = route.permission
        if asked is None or asked is rules.SIGNED_IN or asked.code in acting.permissions:
            continue
        for method in ("get", "post"):
            request = getattr(rf, method)(route.address())
            request.acting = acting
            with pytest.raises(PermissionDenied):
                route.view(request, **route.arguments)


@pytest.mark.django_db
def test_whoever_holds_every_verb_gets_every_page(client: Client):
    """Pages without a row answer; pages about a row that is not there say so; nothing fails."""
    client.force_login(cast.build().administrator)
    odd = []
    for route in guarded():
        expected = {302, 404, 405} if route.parameters else {200, 204, 302, 400, 405, 422}
        got = {client.get(route.address()).status_code}
        if route.parameters:
            got.add(client.post(route.address()).status_code)
        if not got <= expected:
            odd.append((str(route), got))
    assert odd == []


@pytest.mark.django_db
def test_a_row_out_of_scope_answers_like_a_row_that_is_not_there(client: Client):
    """Even with every verb: the eastern county's manager must not learn that the row exists."""
    world = cast.build()
    _grant_everything("county_manager")
    client.force_login(world.account("0204"))
    odd = []
    found: dict[Rows, dict[str, Any]] = {}
    for route in guarded():
        if (rows := _foreign_row(route)) is None:
            continue
        if rows not in found:
            found[rows] = rows(world)
        address = route.address(**found[rows])
        for send in (client.get, client.post):
            there, absent = send(address), send(route.address())
            alike = _neutral(there, address) == _neutral(absent, route.address())
            if there.status_code not in {404, 405} or not alike:
                odd.append((str(route), there.status_code, absent.status_code))
    assert odd == []


@pytest.mark.django_db
def test_the_api_answers_for_a_row_out_of_scope_as_for_none(client: Client):
    """With a row of the right kind and a body that would be taken."""
    world = cast.build()
    _grant_everything("county_manager")
    secret = issue_token(world.account("0204").pk, "x", by=world.actor("0204"), at=cast.BEGAN)
    found: dict[Rows, dict[str, Any]] = {}
    odd = []
    for route in routes():
        if not route.method or "pk" not in route.parameters:
            continue
        rows = _foreign_of_api(route)
        if rows not in found:
            found[rows] = rows(world)
        row = found[rows]
        body, kind = body_of(route.name)
        there, absent = (
            client.generic(
                route.method,
                address,
                data=body,
                content_type=kind,
                headers={"Authorization": f"Bearer {secret}"},
            )
            for address in (route.address(**row), route.address())
        )
        if there.status_code != 404 or there.content != absent.content:
            odd.append((str(route), there.status_code, absent.status_code, there.content[:200]))
    assert odd == []


FOREIGN_OF_API: dict[str, Rows] = {
    "cases": _western_case,
    "views": _somebodys_view,
    "imports": _western_upload,
    "links": _western_link,
    "requests": _western_request,
    "teamwork/tasks": _western_task,
    "rulings": _western_return,
    "appeals": _western_appeal,
    "rosters": _western_roster,
    "duties/units": _western_register,
    "duties": _western_duty_draft,
    "data-requests": _western_data_request,
}
"""The beginning of an address of the API → a row of the west; what has ``/cases/<pk>`` in it is about a case."""


def _foreign_of_api(route: Route) -> Rows:
    if "/cases/<" in route.path:
        return _western_case
    rest = route.path.removeprefix("api/v1/")
    return next(rows for name, rows in FOREIGN_OF_API.items() if rest.startswith(f"{name}/<"))


@pytest.mark.django_db
def test_no_role_reaches_a_row_of_another_county_from_any_of_its_units(rf: RequestFactory):
    """Routes × shipped roles × scopes of the east, each with the verbs the role ships with: nobody gets an answer."""
    world = cast.build()
    found = {rows: rows(world) for rows in dict.fromkeys(FOREIGN_ROWS.values())}
    readers = list(_readers(world))
    asked, leaks = 0, []
    for route in guarded():
        if (rows := _foreign_row(route)) is None:
            continue
        given = route.arguments | found[rows]
        for acting, method in product(readers, ("get", "post")):
            asked += 1
            if (status := _status(rf, method, route, given, acting)) not in {403, 404, 405}:
                leaks.append((str(route), method, acting.role_code, status))
    assert leaks == []
    assert asked >= 10_000


def _readers(world: cast.World) -> Iterator[Acting]:
    """Every shipped role, at the county and at a hall of the east, and at a unit that has nothing."""
    acting = acting_for(world.account("0204").pk, post_id=None, at=cast.BEGAN)
    assert acting is not None
    for units in (below(world.units["DH"]), below(world.units["DH-01-H"]), frozenset()):
        for role in ShippedRole.values:
            yield replace(acting, role_code=role, permissions=_held(role), scope=Scope(units=units))


def _status(
    rf: RequestFactory, method: str, route: Route, given: dict[str, Any], acting: Acting
) -> int:
    request = getattr(rf, method)(route.address(**given))
    request.acting, request.user, request.session = acting, acting.account, {}
    request.htmx = HtmxDetails(request)
    values = {name: given[name] for name in route.parameters}
    try:
        return int(route.view(request, **values).status_code)
    except PermissionDenied:
        return 403
    except Http404:
        return 404


def _neutral(answer: Any, address: str) -> tuple[int, str]:
    """Status and page without what differs from one request to the next: address, token, time."""
    page = answer.content.decode().replace(address, "")
    page = re.sub(r"<p class=\"sw-onpaper\">.*?</p>", "", page)  # names the minute
    page = re.sub(r"(csrf-token\" content|csrfmiddlewaretoken\" value)=\"\w+\"", "", page)
    return answer.status_code, re.sub(r"20\d\d-\d\d-\d\dT[\d:.+]+", "", page)


def _grant_everything(role: str) -> None:
    from shouwen.platform.access.models import Role, RolePermission

    owner = Role.objects.get(code=role)
    held = set(owner.permissions.values_list("code", flat=True))
    RolePermission.objects.bulk_create(
        RolePermission(role=owner, code=code) for code in permissions.codes() - held
    )


def test_every_route_about_one_row_has_a_line_here():
    about_rows = [r for r in guarded() if "int" in r.parameters.values()]
    unnamed = [r.name for r in about_rows if not _foreign_row(r) and r.name not in EVERYWHERE]
    assert unnamed == []


def test_the_dummy_id_is_nobodys():
    assert NOWHERE > 10**8
