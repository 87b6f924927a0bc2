"""Facts straight from a list: temporary tables that stand before the views of the same name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from shouwen.platform.org.models import Unit

Row = dict[str, Any]


class Facts:
    """Cases, urges, ratings and holds as the views would show them."""

    def __init__(self) -> None:
        self.cases = 0
        self.others = 0

    def open_tables(self) -> None:
        with connection.cursor() as cursor:
            for view in (
                "cases_fact",
                "cases_urge_fact",
                "kpi_rating_fact",
                "kpi_hold_fact",
                "kpi_open_fact",
                "cases_declaration_fact",
                "cases_rework_fact",
                "appeals_excluded_fact",
                "asks_request_fact",
                "kpi_answer_fact",
            ):
                cursor.execute(f"CREATE TEMP TABLE {view} ON COMMIT DROP AS TABLE public.{view}")

    def case(self, unit: int, opened: datetime, **columns: Any) -> int:
        """One case; ``due`` and ``finished`` are instants, the rest as in the view."""
        self.cases += 1
        row: Row = {
            "case_id": self.cases,
            "number": f"C{self.cases:06d}",
            "kind": "fault_report",
            "category": "",
            "channel": "hotline",
            "state": "closed" if columns.get("finished") else "in_progress",
            "opened_at": opened,
            "due_at": columns.pop("due", None),
            "finished_at": columns.pop("finished", None),
            "owner_unit_id": unit,
            "handler_unit_id": unit,
            "charged_unit_id": unit,
            "counted": True,
        }
        row |= columns
        self._insert("cases_fact", row)
        if row["counted"] and row["due_at"] and not row["finished_at"]:
            self._open(row)
        return self.cases

    def _open(self, row: Row) -> None:
        shared = (
            "case_id",
            "number",
            "kind",
            "category",
            "channel",
            "state",
            "opened_at",
            "due_at",
        )
        units = {"holder_unit_id": row["handler_unit_id"], "waiting_for": "none"}
        units |= {name: row[name] for name in ("owner_unit_id", "charged_unit_id")}
        self._insert("kpi_open_fact", {name: row[name] for name in shared} | units)

    def urge(self, case: int, unit: int, at: datetime, *, counted: bool = True) -> int:
        self.others += 1
        row = {"urge_id": self.others, "case_id": case, "at": at, "counted": counted}
        self._insert("cases_urge_fact", row | {"charged_unit_id": unit})
        return self.others

    def rating(self, case: int, at: datetime, score: int) -> int:
        self.others += 1
        row = {"rating_id": self.others, "case_id": case, "at": at, "score": score}
        self._insert("kpi_rating_fact", row)
        return self.others

    def declaration(self, case: int, unit: int, at: datetime, *, counted: bool = True) -> int:
        self.others += 1
        row = {"declaration_id": self.others, "case_id": case, "at": at, "counted": counted}
        self._insert("cases_declaration_fact", row | {"charged_unit_id": unit})
        return self.others

    def rework(self, case: int, unit: int, at: datetime, **columns: Any) -> int:
        """One rework of the second instance, asked for by staff unless ``rating_id`` says otherwise."""
        self.others += 1
        row: Row = {"rework_id": self.others, "case_id": case, "at": at, "instance": 2}
        self._insert("cases_rework_fact", row | {"charged_unit_id": unit} | columns)
        return self.others

    def strike(self, case: int, rating: int, at: datetime) -> None:
        """An upheld appeal takes this judgement out of the figures."""
        row: Row = {"case_id": case, "about": "rating", "rating_id": rating, "at": at}
        self._insert("appeals_excluded_fact", row)

    def request(self, asking: int, unit: int, at: datetime, **columns: Any) -> int:
        """One internal request, made in writing and answered in time unless told otherwise."""
        self.others += 1
        row: Row = {
            "request_id": self.others,
            "number": f"R{self.others:06d}",
            "kind": "quick",
            "made_by": "electronic",
            "state": "ended",
            "outcome": "answered",
            "asking_unit_id": asking,
            "charged_unit_id": unit,
            "asked_at": at,
            "counts_at": at + timedelta(minutes=15),
            "in_time": True,
            "counted": True,
            "waiting": True,
        }
        self._insert("asks_request_fact", row | columns)
        return self.others

    def answer(self, asking: int, unit: int, at: datetime, score: int, *, by: int) -> None:
        """A rating of an answer by one of the front line."""
        self.others += 1
        row: Row = {
            "rating_id": self.others,
            "request_id": self.others,
            "number": f"R{self.others:06d}",
            "kind": "quick",
            "made_by": "electronic",
            "state": "ended",
            "asking_unit_id": asking,
            "charged_unit_id": unit,
            "at": at,
            "score": score,
            "staff_id": by,
        }
        self._insert("kpi_answer_fact", row)

    def hold(
        self, case: int, unit: int, start: datetime, end: datetime | None, **more: Any
    ) -> None:
        row: Row = {"case_id": case, "unit_id": unit, "from_at": start, "to_at": end}
        self._insert("kpi_hold_fact", row | {"waiting_for": "none", "stage": "in_progress"} | more)

    def _insert(self, table: str, row: Row) -> None:
        marks = ", ".join(["%s"] * len(row))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values())
            )


@pytest.fixture
def facts(db: None) -> Facts:
    made = Facts()
    made.open_tables()
    return made


@pytest.fixture
def unit(db: None) -> Callable[..., int]:
    """A unit under another; the root stands in Asia/Shanghai unless told."""

    def make(code: str, parent: int | None = None, zone: str | None = None) -> int:
        path = [] if parent is None else list(Unit.objects.get(pk=parent).path)
        made = Unit.objects.create(
            code=code,
            name=code,
            kind="company" if parent is None else "business_office",
            parent_id=parent,
            zone=zone,
            valid_from=date(2000, 1, 1),
        )
        made.path = [*path, made.pk]
        made.save(update_fields=["path"])
        return made.pk

    return make


OFFICES = {
    # new installations, repairs, urges, declared, dissatisfied, overdue, complaints
    "福海": (42, 131, 5, 2, 3, 4, 1),
    "清洋": (35, 96, 2, 1, 1, 1, 0),
    "东厅": (51, 158, 9, 3, 4, 8, 2),
    "门楼": (18, 64, 1, 0, 0, 0, 0),
}


@pytest.fixture
def ten_days(facts: Facts, unit: Callable[..., int]) -> Iterator[dict[str, int]]:
    """The worked ten-day table: 595 orders opened and fallen due from 1 to 10 October 2025.

    Complaints are matters of their own, without a due time, in the further column.
    """
    root = unit("county")
    offices = {name: unit(name, root) for name in OFFICES}
    opened = datetime(2025, 10, 1, 1, tzinfo=UTC)
    for name, (installs, repairs, urges, said, sour, late, complaints) in OFFICES.items():
        at = offices[name]
        made = []
        for n in range(installs + repairs):
            due = opened + timedelta(hours=24)
            finished = due + timedelta(hours=1 if n < late else -1)
            kind = "new_installation" if n < installs - installs // 5 else "relocation"
            kind = kind if n < installs else "fault_report"
            made.append(facts.case(at, opened, due=due, finished=finished, kind=kind))
        for n in range(urges):
            facts.urge(made[n // 2], at, opened + timedelta(hours=n))
        for n in range(said):
            facts.declaration(made[-1 - n], at, opened + timedelta(hours=30 + n))
        for n in range(sour):
            facts.rating(made[-1 - n], opened + timedelta(days=2), 1 + n % 2)
        for _ in range(complaints):
            facts.case(at, opened + timedelta(days=3), kind="complaint")
    yield {"county": root, **offices}
