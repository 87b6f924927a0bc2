-- One row a judgement that counts: of several of one instance, the last.
CREATE OR REPLACE VIEW kpi_rating_fact AS
SELECT id AS rating_id, case_id, at, score, solved
FROM cases_rating AS said
WHERE NOT EXISTS (
    SELECT FROM cases_rating AS later
    WHERE later.case_id = said.case_id AND later.instance = said.instance
      AND (later.at, later.id) > (said.at, said.id)
);
