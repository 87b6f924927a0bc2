"""Appeals and decisions that cannot be so, for ``shouwen verify``."""

from __future__ import annotations

from collections.abc import Iterator

from shouwen.kernel.problem import Problem
from shouwen.platform.journal.contradictions import contradictions

MOST = 1_000

_CHECKS = {
    "left out of the figures, but nobody said so in the journal": """
        SELECT x.appeal_id FROM appeals_excluded_fact x
         WHERE NOT EXISTS (SELECT FROM journal_entry e
                            WHERE e.subject_kind = 'case' AND e.subject_id = x.case_id
                              AND e.kind = 'appeals.appeal.decided' AND e.facts->>'outcome' = 'upheld'
                              AND (e.facts->>'appeal_id')::bigint = x.appeal_id)""",
    "said to be upheld in the journal, but not decided so": """
        SELECT (e.facts->>'appeal_id')::bigint AS appeal_id FROM journal_entry e
         WHERE e.kind = 'appeals.appeal.decided' AND e.facts->>'outcome' = 'upheld'
           AND NOT EXISTS (SELECT FROM appeals_decision d WHERE d.outcome = 'upheld'
                            AND d.appeal_id = (e.facts->>'appeal_id')::bigint)""",
    "decided by whoever is charged or made the appeal": """
        SELECT a.id FROM appeals_appeal a JOIN appeals_decision d ON d.appeal_id = a.id
         WHERE d.outcome NOT IN ('withdrawn', 'lapsed') AND d.by_id IN (a.by_id, a.person_id)""",
    "decided before it was made": """
        SELECT a.id FROM appeals_appeal a JOIN appeals_decision d ON d.appeal_id = a.id
         WHERE d.at < a.at""",
    "about an evaluation or a limit of another case": """
        SELECT a.id FROM appeals_appeal a
          LEFT JOIN cases_rating r ON r.id = a.rating_id LEFT JOIN clocks_clock k ON k.id = a.clock_id
         WHERE coalesce(r.case_id, k.subject_id) <> a.case_id""",
    "made again though the appeal before was judged or waits": """
        SELECT a.id FROM appeals_appeal a
         WHERE a.n > 1 AND NOT EXISTS (
               SELECT FROM appeals_appeal b JOIN appeals_decision d ON d.appeal_id = b.id
                WHERE b.case_id = a.case_id AND b.n = a.n - 1 AND d.outcome IN ('withdrawn', 'lapsed')
                  AND b.clock_id IS NOT DISTINCT FROM a.clock_id
                  AND b.rating_id IS NOT DISTINCT FROM a.rating_id)""",
}


def verify() -> Iterator[Problem]:
    """Each exclusion rests on an upheld decision of somebody else; the ledger of appeals adds up."""
    return contradictions("appeal", _CHECKS, most=MOST)
