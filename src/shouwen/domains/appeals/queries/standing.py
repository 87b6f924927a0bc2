"""What of a case can be appealed, and how far the appeal about it has come: one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from shouwen.domains.appeals.choices import AGAIN, About
from shouwen.domains.cases.choices import UNCOUNTED

DISSATISFIED = 2
"""Of five: what the figure of dissatisfied customers counts."""

_SUBJECTS = """
WITH subject AS (
    SELECT 'verdict' AS about, k.id AS of, v.n::int AS verdict_n, k.kind, k.instance, v.unit_id, v.person_id,
           v.at, v.due_at, NULL::int AS score
      FROM clocks_clock k JOIN clocks_verdict_in_force v ON v.clock_id = k.id
     WHERE k.subject_kind = 'case' AND k.subject_id = %(case)s AND k.basis = 'internal'
       AND k.kind IN ('resolution', 'first_response') AND v.verdict = 'breached'
    UNION ALL
    SELECT 'rating', r.id, NULL, '', r.instance, f.charged_unit_id, f.charged_person_id, r.at, NULL, r.score
      FROM cases_rating r JOIN cases_fact f ON f.case_id = r.case_id
     WHERE r.case_id = %(case)s AND r.score <= %(low)s
       AND NOT EXISTS (SELECT FROM cases_rating w WHERE w.case_id = r.case_id AND w.instance = r.instance
                          AND (w.at, w.id) > (r.at, r.id))
)
SELECT s.*, a.id AS appeal, coalesce(a.n, 0)::int AS n, a.outcome
  FROM subject s JOIN cases_case c ON c.id = %(case)s AND c.state <> ALL(%(uncounted)s)
  LEFT JOIN LATERAL (
       SELECT a.id, a.n, d.outcome FROM appeals_appeal a LEFT JOIN appeals_decision d ON d.appeal_id = a.id
        WHERE a.case_id = %(case)s AND a.about = s.about AND coalesce(a.clock_id, a.rating_id) = s.of
          AND a.verdict_n IS NOT DISTINCT FROM s.verdict_n
        ORDER BY a.n DESC LIMIT 1) a ON true
 ORDER BY s.at, s.of
"""


@dataclass(frozen=True, slots=True)
class Contestable:
    """A late verdict or a bad evaluation that counts; ``of`` is the clock or the evaluation.

    ``n`` appeals were made about it, the last one is ``appeal`` and came to ``outcome``.
    """

    about: About
    of: int
    verdict_n: int | None
    kind: str
    instance: int
    unit: int
    person: int | None
    at: datetime
    due_at: datetime | None
    score: int | None
    appeal: int | None
    n: int
    outcome: str | None

    @property
    def is_free(self) -> bool:
        """Nobody has appealed, or nobody has judged the appeal."""
        return self.appeal is None or self.outcome in AGAIN

    @property
    def is_waiting(self) -> bool:
        return self.appeal is not None and self.outcome is None


def contestable(case_id: int) -> list[Contestable]:
    """What the figures hold against somebody in this case, in the order of time; of one that counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SUBJECTS, {"case": case_id, "low": DISSATISFIED, "uncounted": list(UNCOUNTED)}
        )
        found = cursor.fetchall()
    return [Contestable(About(row[0]), *row[1:]) for row in found]
