"""Accounts: opened, renewed, closed; every step in the journal and no password anywhere."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate

from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access import actions, errors
from shouwen.platform.access.models import Account
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import timeline
from tests.factories.access import AT, PASSWORD, an_account

pytestmark = pytest.mark.django_db


def kinds(account: Account) -> list[str]:
    return [entry.kind for entry in timeline(Subject("account", account.pk))]


def test_a_new_account_signs_in_with_its_password():
    account = an_account("0126")
    assert account.check_password(PASSWORD)
    assert kinds(account) == ["access.account.created"]


def test_a_login_is_given_once():
    an_account("0126")
    with pytest.raises(errors.LoginTaken):
        an_account(" 0126 ")
    assert Account.objects.count() == 1


def test_a_weak_password_is_refused_and_nothing_changes():
    account = an_account()
    with pytest.raises(errors.PasswordTooWeak):
        actions.change_password(account.pk, "1234567890", by=SYSTEM, at=AT)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert kinds(account) == ["access.account.created"]


def test_a_reset_password_is_new_and_must_be_changed():
    account = an_account()
    new = actions.reset_password(account.pk, by=SYSTEM, at=AT)
    account.refresh_from_db()
    assert account.check_password(new) and account.must_change_password
    assert new not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_changing_the_password_lifts_the_duty_to_change_it():
    account = an_account(must_change=True)
    actions.change_password(account.pk, "another good secret", by=SYSTEM, at=AT)
    account.refresh_from_db()
    assert not account.must_change_password
    assert kinds(account)[-1] == "access.account.password_changed"


def test_a_closed_account_does_not_sign_in(rf):
    account = an_account("0126")
    actions.set_active(account.pk, False, by=SYSTEM, at=AT)
    assert authenticate(rf.post("/"), username="0126", password=PASSWORD) is None
    actions.set_active(account.pk, False, by=SYSTEM, at=AT)
    assert kinds(account) == ["access.account.created", "access.account.deactivated"]


def test_nobody_rises_by_resetting_an_administrator():
    administrator = actions.create_administrator(PASSWORD, by=SYSTEM, at=AT)
    clerk = Actor(account=an_account().pk, via="web")
    with pytest.raises(errors.NotYourAccount):
        actions.reset_password(administrator.pk, by=clerk, at=AT)
    administrator.refresh_from_db()
    assert administrator.check_password(PASSWORD)


def test_generated_passwords_differ_and_avoid_letters_that_look_alike():
    made = {actions.generated_password() for _ in range(50)}
    assert len(made) == 50
    assert not set("".join(made)) & set("0O1lIi")
