"""Throw generated requests at the live API and look for answers that blame the server.

    python -m bench.api_fuzz [--examples 30] [--schemathesis PATH]

schemathesis (not among our dependencies: install it where you like and name its program) reads the
OpenAPI document of a server that runs on an empty, throw-away installation, with the token of somebody
who holds every permission. Any 5xx, any answer of a status or shape the document does not state is
printed; exit status 1 when there was one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.ground import figure, installation
from bench.intake import web

MATTERS = 20
CHECKS = "not_a_server_error,response_schema_conformance,content_type_conformance"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=30)
    parser.add_argument("--port", type=int, default=8192)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--schemathesis", default="schemathesis")
    args = parser.parse_args()
    with installation() as home:
        token = cast()
        document = home / "openapi.json"
        document.write_text(json.dumps(schema(), default=str))
        with web(args.port):
            status = fuzz(args, document, token)
    figure("API fuzz", examples_an_operation=args.examples, clean=status == 0)
    sys.exit(status)


def schema() -> dict[str, Any]:
    """The document; ids lie among those of the matters that are there, half of them, so that verbs meet rows."""
    from shouwen.web.api import api

    document: dict[str, Any] = dict(api.get_openapi_schema())
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path" and parameter["schema"].get("type") == "integer":
                    parameter["schema"] |= {"minimum": 1, "maximum": 2 * MATTERS}
    return document


def cast() -> str:
    """Two units, one of them asked things, and somebody who may do everything; their token."""
    from django.utils.timezone import now

    from shouwen.kernel.actor import SYSTEM
    from shouwen.platform.access import permissions
    from shouwen.platform.access.actions import issue_token
    from shouwen.platform.access.models import Role, RolePermission
    from shouwen.platform.org.actions import StaffRow, UnitRow, ensure_staff, ensure_units
    from shouwen.platform.org.models import Staff

    rows = [
        UnitRow(code="F", name="试验", kind="company"),
        UnitRow(code="F1", name="试验县", kind="county", parent_code="F"),
    ]
    ids = ensure_units(rows, by=SYSTEM, at=now())
    row = StaffRow(number="F1", name="试一", unit_code="F", role="service_manager", login="f1")
    ensure_staff([row], by=SYSTEM, at=now())
    role = Role.objects.get(code="service_manager")
    held = set(role.permissions.values_list("code", flat=True))
    RolePermission.objects.bulk_create(
        RolePermission(role=role, code=code) for code in permissions.codes() - held
    )
    account = Staff.objects.get(number="F1").account_id
    assert account is not None
    matters(Staff.objects.get(number="F1").pk, ids["F"])
    return issue_token(account, "fuzz", by=SYSTEM, at=now())


def matters(staff: int, unit: int) -> None:
    """Some cases to hit: nothing was done to them yet."""
    from django.utils.timezone import now

    from shouwen.domains.cases.actions import open_case
    from shouwen.kernel.actor import Actor

    by = Actor(staff=staff, unit=unit)
    for n in range(MATTERS):
        open_case(kind="fault_report", channel="hotline", title=f"断网 {n}", by=by, at=now())


def fuzz(args: argparse.Namespace, document: Path, token: str) -> int:
    return subprocess.run(
        [
            args.schemathesis,
            "run",
            str(document),
            "--url",
            f"http://127.0.0.1:{args.port}",
            "--header",
            f"Authorization: Bearer {token}",
            "--checks",
            CHECKS,
            "--max-examples",
            str(args.examples),
            "--seed",
            str(args.seed),
            "--suppress-health-check",
            "all",
        ],
        check=False,
    ).returncode


if __name__ == "__main__":
    main()
