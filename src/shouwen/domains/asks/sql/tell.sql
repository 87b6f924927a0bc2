-- A request is news for the unit asked and the unit that asks, and for the one it leaves; see notify/sql/tell.sql.
CREATE FUNCTION asks_tell_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live_tell('requests', '', array_agg(DISTINCT u)) FROM after_rows
      CROSS JOIN LATERAL unnest(ARRAY[unit_id, asking_unit_id]) u HAVING count(u) > 0;
    RETURN NULL;
END $$;

CREATE FUNCTION asks_tell_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live_tell('requests', '', array_agg(DISTINCT u)) FROM (
        SELECT unit_id, asking_unit_id FROM after_rows UNION ALL SELECT unit_id, asking_unit_id FROM before_rows) n
      CROSS JOIN LATERAL unnest(ARRAY[unit_id, asking_unit_id]) u HAVING count(u) > 0;
    RETURN NULL;
END $$;

CREATE TRIGGER asks_tell_new AFTER INSERT ON asks_request
    REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION asks_tell_new();
CREATE TRIGGER asks_tell_changed AFTER UPDATE ON asks_request
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION asks_tell_changed();
