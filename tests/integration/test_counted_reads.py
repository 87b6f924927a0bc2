"""What a program reads of the planted person (tests/planted.py) counts against the day; each operation says so or why not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.platform.exports import actions
from shouwen.platform.exports.models import ReadDay
from shouwen.platform.org.acting import acting_for
from tests import world as cast
from tests.ground import made
from tests.planted import Planted, plant
from tests.routes import Route
from tests.walking import addresses, readable, told
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_home")]

COUNTED = {
    "figure_rows", "get_appeal", "get_appointment", "get_case", "get_data_request", "get_evidence", "get_file",
    "get_links", "get_request", "list_appeals", "list_cases", "list_data_requests", "list_evidence", "list_files", "list_links",
    "list_requests", "list_returns", "list_tasks",
}  # fmt: skip
UNCOUNTED = {
    "GET api/v1/calendars", "GET api/v1/calendars/<code>/days", "GET api/v1/clocks/due",
    "GET api/v1/clocks/explain/<subject>",  # times and units, no person
    "GET api/v1/clocks/replay", "GET api/v1/rosters/on-duty", "blame", "figure",
    "get_import",  # one's own file
    "get_next_step", "get_suggestion", "list_appeal_terms", "list_contacts", "list_duties", "list_figures",
    "list_import_profiles", "list_needed_papers", "list_papers", "list_ping_pong", "list_types",
    "list_users_counted", "list_views",
}  # fmt: skip
"""Figures, times, settings and colleagues: nothing of a customer."""


@pytest.fixture
def world() -> World:
    return made()


@pytest.fixture
def found(world: World) -> Planted:
    return plant(world)


@pytest.fixture
def program(world: World) -> Client:
    secret = issue_token(world.administrator.pk, "x", by=SYSTEM, at=cast.BEGAN)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def rows() -> int:
    return sum(ReadDay.objects.values_list("rows", flat=True))


def operations() -> list[Route]:
    return [r for r in readable() if r.method and r.permission]


def test_each_operation_counts_what_it_says_of_a_customer(program: Client, found: Planted) -> None:
    counted, answered = set(), set()
    for route in operations():
        for address in addresses(route, found):
            before = rows()
            if program.get(address).status_code == 200:
                answered.add(told(route))
            if rows() > before:
                counted.add(told(route))
    assert counted == COUNTED
    assert answered - counted == UNCOUNTED


def test_nothing_more_is_read_once_the_day_is_read(program: Client, found: Planted) -> None:
    """Each operation that counts refuses with 429 and says when to ask again."""
    today = timezone.localdate()
    actions.set_quota(
        rows_a_day=0, since=today, role_code="", account_id=None, by=SYSTEM, at=timezone.now()
    )
    refused = set()
    for route in operations():
        for address in addresses(route, found):
            answer = program.get(address)
            if answer.status_code == 429:
                refused.add(told(route))
                assert int(answer["Retry-After"]) > 0
    assert refused == COUNTED
    assert rows() == 0


def test_a_counted_read_costs_two_statements(world: World) -> None:
    """The account's row of the day is counted up, then one statement sums up the day."""
    acting = acting_for(world.administrator.pk, post_id=None, at=timezone.now())
    assert acting is not None
    with CaptureQueriesContext(
        connection,
    ) as cost:
        actions.read(acting, rows=1, at=timezone.now())
    asked = [q["sql"] for q in cost if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == 2
