-- One row a return of a case to the desk or to arbitration (S003-14). Columns: docs/concepts/rulings.md.
-- waited_seconds is the time the ruling took: it stands in the ledger of the unit that returned the case,
-- and justified says whether that unit was right, so that a figure may leave the time out.
CREATE VIEW rulings_return_fact AS
SELECT r.id AS return_id,
       r.case_id,
       r.instance,
       r.step,
       r.reason,
       r.state,
       r.at,
       r.ruled_at,
       r.unit_id,
       r.person_id,
       r.proposed_unit_id,
       r.ruled_unit_id,
       c.owner_unit_id,
       r.ruled_unit_id IS NOT NULL AND r.ruled_unit_id <> r.unit_id AS justified,
       extract(epoch FROM r.ruled_at - r.at)::float8 AS waited_seconds,
       r.state <> 'lapsed' AND c.state NOT IN ('void', 'withdrawn', 'merged') AS counted
  FROM rulings_return r
  JOIN cases_case c ON c.id = r.case_id;
