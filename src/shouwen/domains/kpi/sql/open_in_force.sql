-- kpi_open_fact once more, with the verdict in force from clocks: the same rows and columns.
CREATE OR REPLACE VIEW kpi_open_fact AS
SELECT r.subject_id AS case_id, c.number, c.kind, c.category, c.channel, c.state, c.opened_at,
       r.due_at, c.owner_unit_id, r.unit_id AS holder_unit_id, r.waiting_for,
       coalesce(v.unit_id, r.unit_id) AS charged_unit_id
FROM clocks_clock AS r
JOIN cases_case AS c ON c.id = r.subject_id
LEFT JOIN clocks_verdict_in_force AS v ON v.clock_id = r.id
WHERE r.subject_kind = 'case' AND r.kind = 'resolution' AND r.basis = 'internal' AND r.instance = 1
  AND r.ended_at IS NULL AND c.state NOT IN ('void', 'withdrawn', 'merged');
