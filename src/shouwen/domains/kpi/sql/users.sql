-- One row a stretch in which a unit had so many users; of several rows of a day the last one counts.
CREATE VIEW kpi_users_fact AS
SELECT unit_id, users::bigint AS users, day, from_at,
       lead(from_at) OVER (PARTITION BY unit_id ORDER BY day) AS until_at
FROM (SELECT DISTINCT ON (unit_id, day) * FROM kpi_usercount ORDER BY unit_id, day, id DESC) AS said;
