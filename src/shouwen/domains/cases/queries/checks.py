"""``verify``: what cases, ledgers and journal say of each other."""

from __future__ import annotations

from collections.abc import Iterator

from shouwen.domains.cases.choices import ENDED, OPEN
from shouwen.kernel.problem import Problem
from shouwen.platform.journal.contradictions import contradictions

_OPEN = ",".join(f"'{s.value}'" for s in sorted(OPEN))
_ENDED = ",".join(f"'{s.value}'" for s in sorted(ENDED))
_CHECKS = {
    "has clocks or holds but there is no such case": """
        SELECT DISTINCT t.subject_id FROM (
            SELECT subject_id FROM clocks_clock WHERE subject_kind = 'case'
            UNION SELECT subject_id FROM clocks_hold WHERE subject_kind = 'case'
        ) t LEFT JOIN cases_case c ON c.id = t.subject_id WHERE c.id IS NULL""",
    "is in the journal but there is no such case": """
        SELECT h.subject_id FROM journal_head h LEFT JOIN cases_case c ON c.id = h.subject_id
         WHERE h.subject_kind = 'case' AND c.id IS NULL""",
    "has no journal entry": """
        SELECT c.id FROM cases_case c LEFT JOIN journal_head h
            ON h.subject_kind = 'case' AND h.subject_id = c.id WHERE h.seq IS NULL""",
    "is open but nobody has it": f"""
        SELECT c.id FROM cases_case c
         CROSS JOIN LATERAL (SELECT coalesce(
            (SELECT h.ends FROM clocks_hold h WHERE h.subject_kind = 'case' AND h.subject_id = c.id
              ORDER BY h.seq DESC LIMIT 1), true) AS over) last
         WHERE c.state IN ({_OPEN}) AND last.over""",
    "is open but no clock runs": f"""
        SELECT c.id FROM cases_case c WHERE c.state IN ({_OPEN}) AND NOT EXISTS (
            SELECT 1 FROM clocks_clock k WHERE k.subject_kind = 'case' AND k.subject_id = c.id
               AND k.ended_at IS NULL AND k.front)""",
    "has ended but a clock runs": f"""
        SELECT c.id FROM cases_case c WHERE c.state IN ({_ENDED}) AND EXISTS (
            SELECT 1 FROM clocks_clock k WHERE k.subject_kind = 'case' AND k.subject_id = c.id
               AND k.ended_at IS NULL)""",
    "counts other urges than there are": """
        SELECT c.id FROM cases_case c
          JOIN (SELECT case_id, count(*) FILTER (WHERE counted) n FROM cases_urge GROUP BY 1) u
            ON u.case_id = c.id
         WHERE c.urges < u.n""",
    "cannot be searched": """
        SELECT c.id FROM cases_case c LEFT JOIN cases_search s ON s.case_id = c.id
         WHERE s.case_id IS NULL""",
}  # fmt: skip


def verify(*, most: int = 100) -> Iterator[Problem]:
    """Orphans and contradictions, at most ``most`` of a sort."""
    return contradictions("case", _CHECKS, most=most)
