-- Whoever changes cases says of which units, at commit and once a statement: no number, no word, no person.
-- A note beyond what NOTIFY carries says "all units".
CREATE FUNCTION cases_tell(units bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE said text := array_to_string(units, ',');
BEGIN
    PERFORM pg_notify('shouwen_live', 'cases ' || CASE WHEN length(said) > 7000 THEN '*' ELSE said END);
END $$;

CREATE FUNCTION cases_tell_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_tell(array_agg(DISTINCT u)) FROM after_rows n
      CROSS JOIN LATERAL unnest(ARRAY[n.handler_unit_id, n.owner_unit_id]) u HAVING count(u) > 0;
    RETURN NULL;
END $$;

CREATE FUNCTION cases_tell_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_tell(array_agg(DISTINCT u)) FROM (
        SELECT handler_unit_id, owner_unit_id FROM after_rows
        UNION ALL SELECT handler_unit_id, owner_unit_id FROM before_rows) n
      CROSS JOIN LATERAL unnest(ARRAY[n.handler_unit_id, n.owner_unit_id]) u HAVING count(u) > 0;
    RETURN NULL;
END $$;

CREATE TRIGGER cases_tell_opened AFTER INSERT ON cases_case
    REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION cases_tell_opened();
CREATE TRIGGER cases_tell_changed AFTER UPDATE ON cases_case
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION cases_tell_changed();
