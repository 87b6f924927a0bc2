"""``--as LOGIN``: what a page would refuse to an account, a command that names it refuses too."""

from __future__ import annotations

from datetime import datetime

from shouwen.kernel.actor import Actor
from shouwen.platform.access.acting import Acting, nobody
from shouwen.platform.access.permissions import Permission
from shouwen.platform.access.scope import EVERYTHING, Scope
from shouwen.platform.org import queries
from shouwen.platform.org.acting import acting_for
from shouwen.platform.org.errors import PostMayNot, UnitOutOfSight


def acting_as(by: Actor, *, at: datetime) -> Acting | None:
    """The one a command names, under the main post; None is the system, which may do everything."""
    if by.account is None:
        return None
    return acting_for(by.account, post_id=by.post, at=at, via="cli") or nobody()


def scope_for(acting: Acting | None, *needed: Permission, unit: int | None = None) -> Scope:
    """What may be read of ``unit``; refused without a permission, and outside one's own units."""
    if acting is None:
        return EVERYTHING
    for permission in needed:
        if not acting.may(permission):
            raise PostMayNot(login=acting.account.login, permission=str(permission.label))
    if unit is not None and not acting.scope.covers(unit):
        raise UnitOutOfSight(login=acting.account.login, unit=queries.names([unit])[unit])
    return acting.scope
