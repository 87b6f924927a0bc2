"""What is done to accounts, roles and personal data."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access import errors, events, permissions
from shouwen.platform.access.models import Account, ApiToken, Role, RolePermission, Unmask
from shouwen.platform.access.shipped import ROLE_NAMES
from shouwen.platform.access.tokens import digest
from shouwen.platform.journal.actions import Fact, Text, record, record_set

UNMASK_LIMIT = timedelta(minutes=15)
_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def generated_password() -> str:
    """Twelve characters that cannot be mistaken for one another when read aloud or copied."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


@transaction.atomic
def create_account(
    login: str,
    *,
    password: str | None = None,
    hashed: str | None = None,
    superuser: bool = False,
    demo: bool = False,
    must_change: bool = False,
    by: Actor,
    at: datetime,
) -> Account:
    """开户: a login for one person. ``hashed`` takes a prepared hash; without either nobody can sign in."""
    login = login.strip()
    if Account.objects.filter(login=login).exists():
        raise errors.LoginTaken(login=login)
    account = Account(
        login=login,
        is_superuser=superuser,
        is_demo=demo,
        must_change_password=must_change,
        created_at=at,
    )
    if hashed:
        account.password = hashed
    else:
        account.set_password(password)
    account.save()
    record(events.AccountCreated(subject=_subject(account), superuser=superuser), by=by, at=at)
    return account


def create_administrator(
    password: str, *, login: str = "admin", by: Actor, at: datetime
) -> Account:
    """The first account: all verbs, all rows; its password is shown once and changed at first log-in."""
    return create_account(login, password=password, superuser=True, must_change=False, by=by, at=at)


@transaction.atomic
def change_password(account_id: int, new: str, *, by: Actor, at: datetime) -> None:
    """改口令: the owner sets a new one; all other sessions end with it."""
    account = _locked(account_id)
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise errors.PasswordTooWeak(reasons=" ".join(error.messages)) from error
    account.set_password(new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    record(events.PasswordChanged(subject=_subject(account)), by=by, at=at)


@transaction.atomic
def reset_password(account_id: int, *, by: Actor, at: datetime) -> str:
    """重置口令: a generated one, to be shown once; its owner must change it at the next log-in."""
    account = _administered(account_id, by)
    password = generated_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    record(events.PasswordReset(subject=_subject(account)), by=by, at=at)
    return password


@transaction.atomic
def set_active(account_id: int, active: bool, *, by: Actor, at: datetime) -> None:
    """启用 / 停用: a deactivated account is signed out at its next request; its tokens die too."""
    account = _administered(account_id, by)
    if account.is_active == active:
        return
    account.is_active = active
    account.save(update_fields=["is_active"])
    happened = events.AccountActivated if active else events.AccountDeactivated
    record(happened(subject=_subject(account)), by=by, at=at)


def set_preferences(
    account_id: int, *, locale: str, density: str, single_keys: bool, by: Actor, at: datetime
) -> None:
    """A person's own language, row height and keys; not worth a journal entry."""
    Account.objects.filter(pk=account_id).update(
        locale=locale, density=density, single_keys=single_keys
    )


@transaction.atomic
def signed_in(account_id: int, *, by: Actor, at: datetime) -> None:
    """登录: kept for six months at least, as the law on network security asks."""
    subject = Subject("account", account_id)
    record(events.SignedIn(subject=subject, post_id=by.post), by=by, at=at)


@transaction.atomic
def signed_out(account_id: int, *, by: Actor, at: datetime) -> None:
    record(events.SignedOut(subject=Subject("account", account_id)), by=by, at=at)


@transaction.atomic
def install_presets(*, by: Actor, at: datetime) -> None:
    """Bring in the shipped roles and their verbs, once each.

    A verb that an administrator has taken from a role stays away: what was ever granted is not granted again.
    """
    roles = {role.code: role for role in Role.objects.all()}
    for code in [code for code in ROLE_NAMES if code not in roles]:
        roles[code] = Role.objects.create(code=code, name=ROLE_NAMES[code])
        record(events.RoleCreated(subject=Subject("role", roles[code].pk), code=code), by=by, at=at)
    granted = set(_ever_granted())
    facts: list[Fact] = []
    new: list[RolePermission] = []
    for code, verbs in sorted(permissions.presets().items()):
        role = roles[code]
        missing = [verb for verb in verbs if (role.pk, verb) not in granted]
        if missing:
            new += [RolePermission(role=role, code=verb) for verb in missing]
            changed = events.RolePermissionsChanged(
                subject=Subject("role", role.pk), added=missing, removed=[]
            )
            facts.append(Fact(changed, by, at))
    RolePermission.objects.bulk_create(new)
    if facts:
        record_set(facts)


def _ever_granted() -> Iterable[tuple[int, str]]:
    history = RolePermission.pgh_event_model  # type: ignore[attr-defined]
    return history.objects.values_list("role_id", "code").distinct()  # type: ignore[no-any-return]


@transaction.atomic
def create_role(code: str, name: str, *, by: Actor, at: datetime) -> Role:
    """新增角色: starts without any verb."""
    if Role.objects.filter(code=code).exists():
        raise errors.RoleCodeTaken(code=code)
    role = Role.objects.create(code=code, name=name)
    record(events.RoleCreated(subject=Subject("role", role.pk), code=code), by=by, at=at)
    return role


@transaction.atomic
def set_role_permissions(role_id: int, codes: Iterable[str], *, by: Actor, at: datetime) -> None:
    """改权限: what the role may do from now on, for everybody who holds it."""
    wanted = set(codes)
    if unknown := sorted(wanted - permissions.codes()):
        raise errors.UnknownPermission(permission=unknown[0])
    role = Role.objects.select_for_update().get(pk=role_id)
    held = set(role.permissions.values_list("code", flat=True))
    added, removed = sorted(wanted - held), sorted(held - wanted)
    if not added and not removed:
        return
    role.permissions.filter(code__in=removed).delete()
    RolePermission.objects.bulk_create(RolePermission(role=role, code=code) for code in added)
    changed = events.RolePermissionsChanged(
        subject=Subject("role", role.pk), added=added, removed=removed
    )
    record(changed, by=by, at=at)


@transaction.atomic
def unmask(subject: Subject, field: str, reason: str, *, by: Actor, at: datetime) -> Unmask:
    """显示完整信息: for fifteen minutes, with the reason on the timeline of what was looked at."""
    reason = reason.strip()
    if len(reason) < 2 or by.account is None:
        raise errors.ReasonMissing
    look = Unmask.objects.create(
        account_id=by.account,
        post_id=by.post,
        subject_kind=subject.kind,
        subject_id=subject.id,
        field=field,
        reason=reason[:200],
        at=at,
        until=at + UNMASK_LIMIT,
    )
    seen = events.DataUnmasked(subject=subject, field=field, until=look.until)
    record(seen, by=by, at=at, text=Text(reason[:200], purpose="unmask"))
    return look


@transaction.atomic
def issue_token(
    account_id: int,
    name: str,
    *,
    post_id: int | None = None,
    expires_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """发令牌: the key to the API under one post; returned once, only its digest is kept."""
    secret = f"sw_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        account_id=account_id,
        post_id=post_id,
        name=name,
        digest=digest(secret),
        hint=secret[-4:],
        created_at=at,
        expires_at=expires_at,
    )
    subject = Subject("account", account_id)
    record(events.TokenIssued(subject=subject, token_id=token.pk), by=by, at=at)
    return secret


@transaction.atomic
def revoke_token(token_id: int, *, by: Actor, at: datetime) -> None:
    """收回令牌: ends at once."""
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    if token.revoked_at is not None:
        return
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    subject = Subject("account", token.account_id)
    record(events.TokenRevoked(subject=subject, token_id=token.pk), by=by, at=at)


def _subject(account: Account) -> Subject:
    return Subject("account", account.pk)


def _locked(account_id: int) -> Account:
    return Account.objects.select_for_update().get(pk=account_id)


def _administered(account_id: int, by: Actor) -> Account:
    """The account, if the actor may administer it: nobody rises by resetting an administrator."""
    account = _locked(account_id)
    if account.is_superuser and by.account is not None:
        actor = Account.objects.filter(pk=by.account).first()
        if actor is None or not actor.is_superuser:
            raise errors.NotYourAccount
    return account
