"""``verify``: what requests, their cases and the ledgers say of each other."""

from __future__ import annotations

from collections.abc import Iterator

from shouwen.kernel.problem import Problem
from shouwen.platform.journal.contradictions import contradictions

_LAST = """
SELECT DISTINCT ON (subject_id) subject_id, unit_id, waiting_for, ends, at FROM clocks_hold
 WHERE subject_kind = 'request' ORDER BY subject_id, seq DESC"""
_CHECKS = {
    "has clocks or holds but there is no such request": """
        SELECT DISTINCT h.subject_id FROM clocks_hold h
          LEFT JOIN asks_request r ON r.id = h.subject_id
         WHERE h.subject_kind = 'request' AND r.id IS NULL""",
    "has no question in the journal": """
        SELECT r.id FROM asks_request r LEFT JOIN journal_entry e ON e.id = r.question_id
         WHERE e.id IS NULL OR e.subject_kind <> 'request' OR e.subject_id <> r.id""",
    "is open but nobody has it, or has ended and somebody has it": f"""
        SELECT r.id FROM asks_request r LEFT JOIN ({_LAST}) h ON h.subject_id = r.id
         WHERE coalesce(h.ends, true) <> (r.state = 'ended')""",
    "is open but no clock runs": """
        SELECT r.id FROM asks_request r WHERE r.state <> 'ended' AND NOT EXISTS (
            SELECT 1 FROM clocks_clock k WHERE k.subject_kind = 'request'
               AND k.subject_id = r.id AND k.ended_at IS NULL AND k.front)""",
    "has ended but a clock runs": """
        SELECT r.id FROM asks_request r WHERE r.state = 'ended' AND EXISTS (
            SELECT 1 FROM clocks_clock k WHERE k.subject_kind = 'request'
               AND k.subject_id = r.id AND k.ended_at IS NULL)""",
    "belongs to another case than its clocks": """
        SELECT DISTINCT r.id FROM asks_request r
          JOIN clocks_clock k ON k.subject_kind = 'request' AND k.subject_id = r.id
         WHERE CASE WHEN r.case_id IS NULL THEN k.root_kind <> 'request' OR k.root_id <> r.id
                    ELSE k.root_kind <> 'case' OR k.root_id <> r.case_id END""",
    "is with another unit than its holds": f"""
        SELECT r.id FROM asks_request r JOIN ({_LAST}) h ON h.subject_id = r.id
         WHERE h.unit_id <> r.unit_id""",
}  # fmt: skip


def verify(*, most: int = 100) -> Iterator[Problem]:
    """Orphans and contradictions, at most ``most`` of a sort."""
    return contradictions("request", _CHECKS, most=most)
