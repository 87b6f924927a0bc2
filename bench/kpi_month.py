"""Figures of a month by unit against one hand-written GROUP BY over the same view.

    python -m bench.kpi_month [--cases 100000]

The floor asks for due and on-time cases by unit in one statement, as somebody would type it. The
figure is the compiled definition as pages and commands run it; the monitor is measured beside it.
"""

from __future__ import annotations

import argparse
from datetime import timedelta
from functools import partial

from bench.ground import figure, installation, milliseconds, progress

FLOOR = """
SELECT charged_unit_id, count(*), count(*) FILTER (WHERE finished_at <= due_at)
FROM cases_fact
WHERE counted AND due_at >= %s AND due_at < %s AND due_at < %s
GROUP BY charged_unit_id"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    number = parser.parse_args().cases
    with installation():
        measure(number)


def measure(number: int) -> None:
    from django.db import connection
    from django.utils.timezone import now

    from bench import crowd
    from shouwen.domains.kpi import definitions, monitor, queries, reach
    from shouwen.domains.kpi.reach import Question
    from shouwen.platform.org import queries as org

    crowd.province()
    at = now()
    crowd.matters(1, number, now=at)
    crowd.settle()
    progress(f"{number} open cases")
    (root,) = org.roots()
    where = reach.by_unit(root.pk)
    today = at.astimezone(where.zone).date()
    span = reach.span(today - timedelta(days=15), today + timedelta(days=15), None, as_of=at)
    bounds = (span.parts[0].start(where.zone), span.parts[0].end(where.zone), at)

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, bounds)
            cursor.fetchall()

    by_hand = milliseconds(floor)
    figure("KPI floor", cases=number, ms=round(by_hand, 1))
    for code in ("on_time_rate", "overdue_rate", "cases_created", "urge_rate", "overdue_open"):
        definition = definitions.find(code)
        assert definition is not None
        took = milliseconds(partial(queries.measure, definition, Question(reach=where, span=span)))
        figure("KPI", kpi=definition.id, ms=round(took, 1), ratio=round(took / by_hand, 2))
    board = milliseconds(lambda: monitor.board(root.pk, at=at))
    figure("monitor", cases=number, ms=round(board, 1))


if __name__ == "__main__":
    main()
