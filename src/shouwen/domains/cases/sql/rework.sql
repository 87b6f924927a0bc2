-- One row a rework (返工): charged is the unit and person whose answer did not hold; ``verdict`` is that of
-- the limit the rework had, null while it runs; ``rating_id`` is the judgement that asked for it, which an
-- appeal may take out of the figures.
CREATE VIEW cases_rework_fact AS
SELECT r.id AS rework_id,
       r.case_id,
       r.instance,
       r.at,
       c.kind,
       c.owner_unit_id,
       r.unit_id AS charged_unit_id,
       r.person_id AS charged_person_id,
       r.rating_id IS NOT NULL AS asked_by_customer,
       v.verdict,
       c.state NOT IN ('void', 'withdrawn', 'merged') AS counted,
       r.rating_id
  FROM cases_rework r
  JOIN cases_case c ON c.id = r.case_id
  LEFT JOIN clocks_clock k
         ON k.subject_kind = 'case' AND k.subject_id = r.case_id AND k.kind = 'rework'
        AND k.basis = 'internal' AND k.instance = r.instance
  LEFT JOIN clocks_verdict_in_force v ON v.clock_id = k.id;
