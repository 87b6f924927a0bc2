-- One row an unfinished case with a due time: what the daily monitor reads, fast at any stock.
-- Charged as in cases_fact: the unit of the verdict once the limit has passed, before it the holder.
CREATE VIEW kpi_open_fact AS
SELECT r.subject_id AS case_id, c.number, c.kind, c.category, c.channel, c.state, c.opened_at,
       r.due_at, c.owner_unit_id, r.unit_id AS holder_unit_id, r.waiting_for,
       coalesce(v.unit_id, r.unit_id) AS charged_unit_id
FROM clocks_clock AS r
JOIN cases_case AS c ON c.id = r.subject_id
LEFT JOIN clocks_verdict_in_force AS v ON v.clock_id = r.id
WHERE r.subject_kind = 'case' AND r.kind = 'resolution' AND r.basis = 'internal' AND r.instance = 1
  AND r.ended_at IS NULL AND c.state NOT IN ('void', 'withdrawn', 'merged');

-- The figures look for cases by due time and by finish; both would else read everything ever taken in.
CREATE INDEX kpi_open_due ON clocks_clock (due_at)
 WHERE subject_kind = 'case' AND kind = 'resolution' AND basis = 'internal' AND instance = 1
   AND ended_at IS NULL;
CREATE INDEX kpi_fell_due ON clocks_clock (due_at)
 WHERE subject_kind = 'case' AND kind = 'resolution' AND basis = 'internal' AND instance = 1;
CREATE INDEX kpi_finished ON cases_case (finished_at) WHERE finished_at IS NOT NULL;
