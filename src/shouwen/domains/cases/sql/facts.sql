-- One row a case: what the figures read. Columns are documented in docs/concepts/cases.md.
-- due_at, first response and charge are those of the internal clocks of the first instance; the
-- charged unit is the one named by the latest verdict of the resolution clock (who had the matter
-- when it was judged), while there is none the one that has it now. The verdict of the first response
-- stands in its column, so that questions without it leave out its clock.
CREATE VIEW cases_fact AS
SELECT c.id AS case_id,
       c.number,
       c.kind,
       c.category,
       c.channel,
       c.state,
       c.opened_at,
       c.answered_at,
       c.closed_at,
       c.finished_at,
       r.due_at,
       f.due_at AS first_response_due_at,
       CASE WHEN NOT EXISTS (SELECT FROM clocks_verdict_in_force fv WHERE fv.clock_id = f.id AND fv.verdict = 'void')
            THEN f.ended_at END AS first_response_at,
       c.owner_unit_id,
       c.owner_id,
       c.handler_unit_id,
       c.handler_id,
       coalesce(v.unit_id, CASE WHEN r.ended_at IS NULL THEN r.unit_id END, c.handler_unit_id) AS charged_unit_id,
       coalesce(v.person_id, CASE WHEN v.unit_id IS NULL AND r.ended_at IS NULL THEN r.person_id END,
                CASE WHEN v.unit_id IS NULL THEN c.handler_id END) AS charged_person_id,
       v.verdict AS resolution_verdict,
       c.state NOT IN ('void', 'withdrawn', 'merged') AS counted,
       extract(epoch FROM c.finished_at - c.opened_at)::float8 AS elapsed_seconds,
       c.urges,
       c.returns,
       c.reassignments,
       c.reopens,
       c.instance,
       c.source_batch,
       c.customer_id
  FROM cases_case c
  LEFT JOIN clocks_clock r
         ON r.subject_kind = 'case' AND r.subject_id = c.id AND r.kind = 'resolution'
        AND r.basis = 'internal' AND r.instance = 1
  LEFT JOIN clocks_clock f
         ON f.subject_kind = 'case' AND f.subject_id = c.id AND f.kind = 'first_response'
        AND f.basis = 'internal' AND f.instance = 1
  LEFT JOIN clocks_verdict_in_force v ON v.clock_id = r.id;

-- One row an urge; charged is the unit that had the matter at that moment, counted follows K19.
CREATE VIEW cases_urge_fact AS
SELECT u.id AS urge_id,
       u.case_id,
       u.at,
       u.source,
       c.kind,
       c.opened_at,
       c.owner_unit_id,
       u.unit_id AS charged_unit_id,
       u.person_id AS charged_person_id,
       u.counted AND c.state NOT IN ('void', 'withdrawn', 'merged') AS counted
  FROM cases_urge u
  JOIN cases_case c ON c.id = u.case_id;
