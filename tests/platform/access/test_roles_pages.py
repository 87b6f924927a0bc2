"""Roles and permissions on screen."""

from __future__ import annotations

import pytest

from shouwen.platform.access.models import Role, RolePermission
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return cast.build()


def test_an_organisation_administrator_ticks_what_a_role_may_do(client, world):
    client.force_login(world.account("0110"))
    role = Role.objects.get(code="auditor")
    answer = client.post(f"/settings/roles/{role.pk}/permissions/", {"codes": ["org.view"]})
    assert answer.headers["Location"] == f"/settings/roles/{role.pk}/"
    assert list(role.permissions.values_list("code", flat=True)) == ["org.view"]
    assert 'value="org.view" checked' in client.get(f"/settings/roles/{role.pk}/").content.decode()


def test_a_made_up_verb_is_not_saved(client, world):
    client.force_login(world.account("0110"))
    role = Role.objects.get(code="auditor")
    client.post(f"/settings/roles/{role.pk}/permissions/", {"codes": ["no.such", "org.view"]})
    assert list(role.permissions.values_list("code", flat=True)) == ["org.view"]


def test_reading_roles_is_not_changing_them(client, world):
    client.force_login(world.account("0111"))
    role = Role.objects.get(code="agent")
    assert client.get(f"/settings/roles/{role.pk}/").status_code == 200
    before = RolePermission.objects.count()
    assert client.post(f"/settings/roles/{role.pk}/permissions/").status_code == 403
    assert RolePermission.objects.count() == before


def test_an_agent_does_not_see_the_roles(client, world):
    client.force_login(world.account("0101"))
    assert client.get("/settings/roles/").status_code == 403


def test_a_role_is_added_and_then_ticked(client, world):
    client.force_login(world.account("0110"))
    answer = client.post("/settings/roles/add/", {"code": "guide", "name": "引导员"})
    assert answer.headers["Location"] == f"/settings/roles/{Role.objects.get(code='guide').pk}/"


@pytest.mark.parametrize("code", ["agent", "Guide", "引导"])
def test_a_bad_or_used_code_is_refused_on_the_form(client, world, code):
    client.force_login(world.account("0110"))
    before = Role.objects.count()
    answer = client.post("/settings/roles/add/", {"code": code, "name": "x"})
    assert answer.status_code == 422 and "code" in answer.context["form"].errors
    assert Role.objects.count() == before


def test_the_page_costs_the_same_with_one_role_and_with_many(
    client, world, django_assert_max_num_queries
):
    client.force_login(world.account("0110"))
    with django_assert_max_num_queries(7):
        client.get("/settings/roles/")
