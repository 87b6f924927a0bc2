-- One row an answer the front line rated: its last score and who gave it, with the request it is about.
CREATE VIEW kpi_answer_fact AS
SELECT f.rating_id, f.request_id, r.number, r.case_id, r.kind, r.made_by, r.state, f.asking_unit_id,
       f.charged_unit_id, f.at, f.score, a.staff_id
FROM asks_rating_fact AS f
JOIN asks_answerrating AS a ON a.id = f.rating_id
JOIN asks_request AS r ON r.id = f.request_id;

-- Requests are looked for by the day they were asked on.
CREATE INDEX kpi_request_asked ON asks_request (asked_at);
