"""Knock on every address, under every role, at three scopes, for rows of somebody else's county.

    python -m bench.leaks

The authorization matrix of the tests in its long form: each route about one row is asked, with and
without every permission, by people of the eastern county (the county, one of its offices, one of its
halls) for a row of the western county, and again for a row that does not exist. Both answers must be
alike, and none may be a success. Prints one JSON line; exit status 1 when a row showed.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

from bench.ground import figure, installation, progress

if TYPE_CHECKING:
    from django.test import Client
    from tests.routes import Route
    from tests.world import World

SCOPES = {"county": "DH", "office": "DH-01", "hall": "DH-01-H"}


def main() -> None:
    with installation():
        from django.conf import settings

        from shouwen.platform.access.models import Account

        logging.disable()  # every refusal would be said
        settings.ALLOWED_HOSTS = ["*"]
        Account.objects.filter(is_superuser=True).update(login="first")  # the cast brings its own
        asked, leaks = knock()
    for leak in leaks:
        progress(leak)
    figure("cross-scope requests", requests=asked, leaks=len(leaks))
    sys.exit(bool(leaks))


def knock() -> tuple[int, list[str]]:
    """How many requests were sent, and those whose answer told of a row."""
    from tests import test_authorization as matrix
    from tests import world as cast

    world = cast.build()
    asked, leaks = 0, list[str]()
    targets = list(_targets(matrix, world))
    for login, client in _people():
        for route, address in targets:
            for send in (client.get, client.post):
                there, absent = send(address), send(route.address())
                asked += 2
                if _tells(matrix, there, absent, address, route.address()):
                    leaks.append(f"{login} {send.__name__} {route}: {there.status_code}")
        progress(f"{login}: {asked} requests")
    return asked, leaks


def _targets(matrix: ModuleType, world: World) -> Iterator[tuple[Route, str]]:
    """Each route about one row, at the address of a row of the west."""
    from tests.routes import guarded

    found: dict[object, dict[str, Any]] = {}
    for route in guarded():
        if (rows := matrix._foreign_row(route)) is None:
            continue
        if rows not in found:
            found[rows] = rows(world)
        yield route, route.address(**found[rows])


def _people() -> Iterator[tuple[str, Client]]:
    """Somebody of every role at each scope of the east, first as shipped, then with every verb."""
    from django.test import Client
    from django.utils.timezone import now

    from shouwen.kernel.actor import SYSTEM
    from shouwen.platform.access import permissions
    from shouwen.platform.access.choices import ShippedRole
    from shouwen.platform.access.models import Account, Role, RolePermission
    from shouwen.platform.org.actions import StaffRow, ensure_staff

    rows = [
        StaffRow(
            number=f"{role}-{scope}",
            name="东某",
            unit_code=unit,
            role=role,
            login=f"{role}-{scope}",
        )
        for role in ShippedRole.values
        for scope, unit in SCOPES.items()
    ]
    ensure_staff(rows, by=SYSTEM, at=now())
    for everything in (False, True):
        if everything:
            for role in Role.objects.all():
                held = set(role.permissions.values_list("code", flat=True))
                RolePermission.objects.bulk_create(
                    RolePermission(role=role, code=c) for c in permissions.codes() - held
                )
        for row in rows if not everything else rows[: len(SCOPES)]:
            client = Client(raise_request_exception=False)
            client.force_login(Account.objects.get(login=row.login))
            yield f"{row.login}{'+' if everything else ''}", client


def _tells(matrix: ModuleType, there: Any, absent: Any, address: str, nowhere: str) -> bool:
    if there.status_code in {403, 404, 405} and there.status_code == absent.status_code:
        return bool(matrix._neutral(there, address) != matrix._neutral(absent, nowhere))
    return True


if __name__ == "__main__":
    main()
