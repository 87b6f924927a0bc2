"""Remember what a person has read, and that the page is still open."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from shouwen.domains.teamwork.models import Presence
from shouwen.domains.teamwork.queries.presence import EXPIRES

_LOOKED = """
INSERT INTO teamwork_looked AS known (staff_id, case_id, seq, at)
SELECT %(staff)s, %(case)s, least(%(seq)s, h.seq), %(at)s FROM journal_head h
 WHERE h.subject_kind = 'case' AND h.subject_id = %(case)s
    ON CONFLICT (staff_id, case_id) DO UPDATE
   SET seq = EXCLUDED.seq, at = EXCLUDED.at WHERE known.seq < EXCLUDED.seq
"""
_FORGET = """
DELETE FROM teamwork_presence p USING (
    SELECT case_id, staff_id FROM teamwork_presence
     WHERE (case_id = %(case)s OR staff_id = %(staff)s) AND at < %(since)s
     ORDER BY case_id, staff_id FOR UPDATE SKIP LOCKED) old
 WHERE (p.case_id, p.staff_id) = (old.case_id, old.staff_id)
"""


def look(case_id: int, *, staff_id: int, seq: int, at: datetime) -> None:
    """The person has the case before the eyes up to this entry of its journal, never less than before."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOKED, {"staff": staff_id, "case": case_id, "seq": seq, "at": at})


@transaction.atomic
def be_there(case_id: int, *, staff_id: int, writing: bool, at: datetime) -> None:
    """The page is still open; what grew old of this case or this person is forgotten."""
    Presence.objects.bulk_create(
        [Presence(case_id=case_id, staff_id=staff_id, at=at, writing=writing)],
        update_conflicts=True,
        unique_fields=["case", "staff"],
        update_fields=["at", "writing"],
    )
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"staff": staff_id, "case": case_id, "since": at - EXPIRES})
