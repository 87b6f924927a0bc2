"""The cast itself: every role is there once and stands where it should."""

from __future__ import annotations

import pytest

from shouwen.platform.access.choices import ShippedRole
from shouwen.platform.org import queries
from shouwen.platform.org.acting import acting_for
from tests import world as cast

pytestmark = pytest.mark.django_db


def test_somebody_holds_each_shipped_role():
    world = cast.build()
    held = {
        a.role_code
        for n in world.staff
        if (a := acting_for(world.account(n).pk, post_id=None, at=cast.BEGAN))
    }
    assert held == set(ShippedRole.values)


def test_a_county_post_sees_its_county_and_nothing_else():
    world = cast.build()
    acting = acting_for(world.account("0204").pk, post_id=None, at=cast.BEGAN)
    assert acting.scope.units == queries.below(world.units["DH"])
    assert not acting.scope.covers(world.units["XS"])
    assert acting.scope.covers(world.units["DH-01-G2"])


def test_a_post_at_the_only_root_sees_everything():
    world = cast.build()
    acting = acting_for(world.account("0107").pk, post_id=None, at=cast.BEGAN)
    assert acting.scope.everything


def test_who_acts_is_read_in_one_statement(django_assert_num_queries):
    world = cast.build()
    pk = world.account("0101").pk
    with django_assert_num_queries(1):
        acting = acting_for(pk, post_id=None, at=cast.BEGAN)
    assert (acting.staff_name, acting.unit_name, acting.post_title) == (
        "话小满",
        "客服热线中心",
        "话务员",
    )
