-- One row a clock that was judged: the verdict in force, which is the last one. Written without max():
-- a subquery per clock would be asked for every open clock of the installation; the few second
-- verdicts (corrections, granted appeals) have an index of their own.
CREATE INDEX clocks_verdict_again ON clocks_verdict (clock_id, n) WHERE n > 1;

CREATE VIEW clocks_verdict_in_force AS
SELECT *
FROM clocks_verdict AS v
WHERE NOT EXISTS (SELECT FROM clocks_verdict AS w WHERE w.n > 1 AND w.clock_id = v.clock_id AND w.n > v.n);
