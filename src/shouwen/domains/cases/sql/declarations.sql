-- One row a declaration (申告); charged is the unit that had the matter at that moment, counted follows K20.
CREATE VIEW cases_declaration_fact AS
SELECT d.id AS declaration_id,
       d.case_id,
       d.account_id,
       d.at,
       c.kind,
       c.owner_unit_id,
       d.unit_id AS charged_unit_id,
       d.person_id AS charged_person_id,
       d.counted AND c.state NOT IN ('void', 'withdrawn', 'merged') AS counted
  FROM cases_declaration d
  JOIN cases_case c ON c.id = d.case_id;
