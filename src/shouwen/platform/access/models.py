"""Accounts, roles and the small ledgers of access. Units appear as plain ids only."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from shouwen.platform.access.choices import Density, ViewKind


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up the way Django's authentication asks for them."""


class Account(AbstractBaseUser):
    """账号: what a person signs in with. Who the person is, and at which unit, is org's business."""

    login = models.CharField(max_length=64, unique=True)
    locale = models.CharField(max_length=10, default="zh-hans")
    density = models.CharField(max_length=8, choices=Density, default=Density.COMPACT)
    single_keys = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    is_superuser = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="account_login_not_blank", condition=~Q(login="")),
            models.CheckConstraint(
                name="account_density_known", condition=Q(density__in=Density.values)
            ),
        ]

    def __str__(self) -> str:
        return self.login


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class Role(models.Model):
    """角色: a set of verbs under a name, held through a post."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class RolePermission(models.Model):
    """One verb one role holds (角色权限)."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="permissions")
    code = models.CharField(max_length=60)

    class Meta:
        db_table = "access_role_permission"
        constraints = [
            models.UniqueConstraint(fields=["role", "code"], name="role_permission_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role_id}:{self.code}"


class Unmask(models.Model):
    """One look at full personal data (查看完整信息): who, what, why, until when."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    post_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    field = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["account", "subject_kind", "subject_id", "until"], name="unmask_lookup"
            )
        ]
        constraints = [
            models.CheckConstraint(name="unmask_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="unmask_ends_later", condition=Q(until__gt=F("at"))),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.subject_kind}:{self.subject_id} {self.field}"


class IdempotencyKey(models.Model):
    """One write that was asked for under a key (幂等键) and its answer, kept for seven days."""

    pk = models.CompositePrimaryKey("scope", "key")
    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    body_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    response = models.JSONField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "access_idempotency"
        indexes = [models.Index(fields=["at"], name="idempotency_at")]

    def __str__(self) -> str:
        return f"{self.scope}/{self.key}"


class ApiToken(models.Model):
    """A personal key to the API (接口令牌): shown once, stored as a digest, bound to one post."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    post_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_api_token"

    def __str__(self) -> str:
        return f"{self.name} …{self.hint}"


class SavedView(models.Model):
    """A list as somebody wants to find it again (视图): its filter, columns and order under a name.

    ``query`` is the query string of the list, without a place in it. A removed view can be brought
    back for a while; a view never widens what its reader may see.
    """

    area = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=ViewKind, default=ViewKind.PERSONAL)
    role_code = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(Account, models.CASCADE, related_name="views")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=2000, blank=True)
    columns = models.JSONField(default=list)
    order = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_saved_view"
        indexes = [
            models.Index(
                fields=["area", "kind", "owner"],
                name="saved_view_lookup",
                condition=Q(removed_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="saved_view_kind_known", condition=Q(kind__in=ViewKind.values)
            ),
            models.CheckConstraint(
                name="saved_view_of_a_role_names_it",
                condition=~Q(kind=ViewKind.ROLE) | ~Q(role_code=""),
            ),
            models.CheckConstraint(name="saved_view_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
