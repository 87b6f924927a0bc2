"""Under which post the person behind a request acts, and what that post may do."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.kernel.actor import Actor, Via
from shouwen.platform.access.models import Account
from shouwen.platform.access.permissions import Permission
from shouwen.platform.access.scope import NOTHING, Scope

POST_SESSION_KEY = "post"
"""Where a session keeps the post its person has chosen."""


@dataclass(frozen=True, slots=True)
class HeldPost:
    """One of the posts a person may act under."""

    id: int
    title: str
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """The account of a request with the post in use (岗位): blame, verbs and visible rows follow the post."""

    account: Account
    staff_id: int | None = None
    staff_name: str = ""
    post_id: int | None = None
    post_title: str = ""
    role_code: str = ""
    unit_id: int | None = None
    unit_name: str = ""
    unit_zone: str = ""
    permissions: frozenset[str] = frozenset()
    scope: Scope = NOTHING
    posts: tuple[HeldPost, ...] = ()
    via: Via = "web"

    @property
    def signed_in(self) -> bool:
        return self.account.pk is not None

    @property
    def name(self) -> str:
        """What to call the person on screen."""
        return self.staff_name or self.account.login

    def may(self, permission: Permission | str) -> bool:
        """Whether the post in use holds the verb; superusers hold all."""
        code = permission if isinstance(permission, str) else permission.code
        return self.account.is_superuser or code in self.permissions

    def actor(self, via: Via | None = None) -> Actor:
        """The one who answers for an action done in this request."""
        return Actor(
            account=self.account.pk,
            staff=self.staff_id,
            post=self.post_id,
            unit=self.unit_id,
            via=via or self.via,
        )


def nobody() -> Acting:
    """The acting of a request without log-in: no verb, no row."""
    return Acting(account=Account(is_active=False))
