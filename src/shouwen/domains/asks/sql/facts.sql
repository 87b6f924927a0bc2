-- One row a request. counts_at: when it stands among those due (K52): the due time of the reply; of
-- one given up (nobody reached, no clear answer) its end. NULL: never, because it was withdrawn, or
-- sent back in time (it was asked of the wrong department). charged_unit_id: the department asked.
CREATE OR REPLACE VIEW asks_request_fact AS
SELECT r.id AS request_id, r.number, r.case_id, r.kind, r.made_by, r.waiting, r.state, r.outcome,
       r.asked_at, r.accepted_at, r.answered_at, r.ended_at, k.due_at, r.asking_unit_id,
       r.unit_id AS charged_unit_id, r.outcome <> 'withdrawn' AS counted,
       CASE WHEN r.outcome = 'withdrawn' THEN NULL
            WHEN r.outcome IN ('not_reached', 'unclear') THEN r.ended_at
            WHEN r.outcome = 'returned' AND r.ended_at <= k.due_at THEN NULL
            ELSE k.due_at END AS counts_at,
       coalesce(r.outcome = 'answered' AND r.answered_at <= k.due_at, false) AS in_time
FROM asks_request AS r
LEFT JOIN clocks_clock AS k
       ON k.subject_kind = 'request' AND k.subject_id = r.id AND k.kind = 'internal_reply'
      AND k.basis = 'internal' AND k.instance = 1;

-- One row a rated answer: what whoever asked said last, charged to the department that answered.
CREATE OR REPLACE VIEW asks_rating_fact AS
SELECT DISTINCT ON (a.request_id) a.id AS rating_id, a.request_id, r.unit_id AS charged_unit_id,
       r.asking_unit_id, a.at, a.score
FROM asks_answerrating AS a
JOIN asks_request AS r ON r.id = a.request_id
ORDER BY a.request_id, a.at DESC, a.id DESC;
