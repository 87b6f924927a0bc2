-- One row a thing that figures leave out, because an appeal about it was upheld at that instant.
-- A verdict that a correction of the history replaced is no longer left out: figures count what is in force, and
-- the new one can be appealed for itself. Of a late verdict: the clock, its kind and instance; of an evaluation: its id. Columns: docs/concepts/appeals.md.
CREATE VIEW appeals_excluded_fact AS
SELECT a.id AS appeal_id,
       a.case_id,
       a.about,
       a.clock_id,
       a.verdict_n,
       k.kind AS clock_kind,
       k.instance,
       a.rating_id,
       a.unit_id,
       a.ground,
       d.at
  FROM appeals_decision d
  JOIN appeals_appeal a ON a.id = d.appeal_id
  LEFT JOIN clocks_clock k ON k.id = a.clock_id
  LEFT JOIN clocks_verdict_in_force v ON v.clock_id = a.clock_id AND v.n = a.verdict_n
 WHERE d.outcome = 'upheld'
   AND (a.about = 'rating' OR v.n IS NOT NULL);
