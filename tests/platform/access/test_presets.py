"""Roles: what ships arrives once; what an administrator takes away stays away."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.access import actions, errors, permissions, rules
from shouwen.platform.access.choices import ShippedRole
from shouwen.platform.access.models import Role, RolePermission
from shouwen.platform.access.shipped import ROLE_NAMES
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import timeline
from tests.factories.access import AT

pytestmark = pytest.mark.django_db


def held(code: str) -> set[str]:
    return set(RolePermission.objects.filter(role__code=code).values_list("code", flat=True))


def test_every_shipped_role_has_a_name():
    assert ROLE_NAMES.keys() == set(ShippedRole.values)


@pytest.mark.item("S000-80")
@pytest.mark.item("S001-66")
@pytest.mark.item("S002-40")
def test_every_preset_names_a_shipped_role_and_a_declared_verb():
    assert permissions.presets().keys() <= set(ShippedRole.values)
    granted = {code for codes in permissions.presets().values() for code in codes}
    assert granted <= permissions.codes()


def test_installing_twice_writes_once():
    actions.install_presets(by=SYSTEM, at=AT)
    rows, entries = RolePermission.objects.count(), Entry.objects.count()
    actions.install_presets(by=SYSTEM, at=AT)
    assert (RolePermission.objects.count(), Entry.objects.count()) == (rows, entries)
    assert held("org_admin") >= {"access.edit_roles", "access.manage_accounts"}


def test_a_verb_taken_away_does_not_come_back():
    actions.install_presets(by=SYSTEM, at=AT)
    role = Role.objects.get(code="agent")
    left = held("agent") - {rules.UNMASK.code}
    actions.set_role_permissions(role.pk, left, by=SYSTEM, at=AT)
    actions.install_presets(by=SYSTEM, at=AT)
    assert held("agent") == left


def test_a_change_names_what_was_added_and_taken():
    role = actions.create_role("guide", "引导员", by=SYSTEM, at=AT)
    actions.set_role_permissions(role.pk, ["access.unmask"], by=SYSTEM, at=AT)
    actions.set_role_permissions(role.pk, ["access.view_roles"], by=SYSTEM, at=AT)
    last = timeline(Subject("role", role.pk))[-1]
    assert last.facts == {"added": ["access.view_roles"], "removed": ["access.unmask"]}


def test_setting_what_is_held_already_records_nothing():
    role = actions.create_role("guide", "引导员", by=SYSTEM, at=AT)
    actions.set_role_permissions(role.pk, [], by=SYSTEM, at=AT)
    assert len(timeline(Subject("role", role.pk))) == 1


def test_an_unknown_verb_is_refused():
    role = actions.create_role("guide", "引导员", by=SYSTEM, at=AT)
    with pytest.raises(errors.UnknownPermission):
        actions.set_role_permissions(role.pk, ["cases.fly"], by=SYSTEM, at=AT)
    assert held("guide") == set()


def test_the_database_keeps_the_history_of_every_grant():
    role = actions.create_role("guide", "引导员", by=SYSTEM, at=AT)
    actions.set_role_permissions(role.pk, ["access.unmask"], by=SYSTEM, at=AT)
    actions.set_role_permissions(role.pk, [], by=SYSTEM, at=AT)
    kept: Any = RolePermission
    history = kept.pgh_event_model.objects.filter(role=role).order_by("pgh_id")
    assert list(history.values_list("pgh_label", "code")) == [
        ("insert", "access.unmask"),
        ("delete", "access.unmask"),
    ]
