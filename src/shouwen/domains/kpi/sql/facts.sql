-- One row a judgement that counts: of several of one instance, the last.
CREATE VIEW kpi_rating_fact AS
SELECT id AS rating_id, case_id, at, score, solved
FROM cases_rating AS said
WHERE NOT EXISTS (
    SELECT FROM cases_rating AS later
    WHERE later.case_id = said.case_id AND later.instance = said.instance
      AND (later.at, later.id) > (said.at, said.id)
);

-- One row a stretch in which one unit had a case; stage is the owner app's state or stage code,
-- waiting_for is 'none' while it was worked on. to_at is NULL while it lasts.
CREATE VIEW kpi_hold_fact AS
SELECT subject_id AS case_id, instance, unit_id, person_id, waiting_for, reason AS stage,
       at AS from_at, next_at AS to_at
FROM (
    SELECT *, lead(at) OVER (PARTITION BY subject_id ORDER BY seq) AS next_at
    FROM clocks_hold
    WHERE subject_kind = 'case'
) AS h
WHERE NOT ends AND (next_at IS NULL OR next_at > at);
