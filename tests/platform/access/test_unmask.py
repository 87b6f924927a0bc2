"""Full personal data: with a reason, for a quarter of an hour, on the record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access import actions, errors, masking, queries
from shouwen.platform.access.models import Unmask
from shouwen.platform.journal.queries import timeline
from tests.factories.access import AT, an_account

pytestmark = pytest.mark.django_db

CASE = Subject("case", 42)


@pytest.fixture
def actor() -> Actor:
    return Actor(account=an_account().pk, via="web")


def test_a_look_lasts_a_quarter_of_an_hour(actor):
    actions.unmask(CASE, "phone", "联系客户核实地址", by=actor, at=AT)
    for minutes, seen in ((0, True), (14, True), (15, False)):
        at = AT + timedelta(minutes=minutes)
        assert queries.is_unmasked(actor.account, CASE, "phone", at) is seen


def test_a_look_is_for_one_field_of_one_matter_by_one_person(actor):
    actions.unmask(CASE, "phone", "联系客户", by=actor, at=AT)
    assert queries.unmasked_fields(actor.account, CASE, AT) == {"phone"}
    assert not queries.is_unmasked(actor.account, Subject("case", 43), "phone", AT)
    assert not queries.is_unmasked(an_account().pk, CASE, "phone", AT)


def test_the_reason_stands_on_the_matters_timeline(actor):
    actions.unmask(CASE, "phone", "联系客户", by=actor, at=AT)
    (entry,) = timeline(CASE)
    assert (entry.kind, entry.body, entry.by_id) == (
        "access.data.unmasked",
        "联系客户",
        actor.account,
    )
    assert "reason" not in entry.facts


@pytest.mark.parametrize("reason", ["", "  ", "看"])
def test_no_reason_no_look(actor, reason):
    with pytest.raises(errors.ReasonMissing):
        actions.unmask(CASE, "phone", reason, by=actor, at=AT)
    assert not Unmask.objects.exists() and not timeline(CASE)


@pytest.mark.parametrize(
    ("mask", "full", "shown"),
    [
        (masking.mask_phone, "13812345678", "138****5678"),
        (masking.mask_phone, "057112345678", "0571****5678"),
        (masking.mask_phone, "12345", "***45"),
        (masking.mask_phone, "12", "**"),
        (masking.mask_phone, "", ""),
        (masking.mask_name, "张明华", "张*"),
        (masking.mask_name, "欧阳明华", "欧阳*"),
        (masking.mask_name, "John Smith", "J*"),
        (masking.mask_name, "", ""),
        (masking.mask_id, "110101199001011234", "110101********1234"),
        (masking.mask_id, "G1234567", "********"),
        (masking.mask_address, "晴川市东河县人民路18号3幢502", "晴川市东河县人民路***"),
        (masking.mask_address, "望潮里12-3", "望潮里***"),
        (masking.mask_address, "", ""),
    ],
)
def test_personal_data_are_masked_by_default(mask, full, shown):
    assert mask(full) == shown
