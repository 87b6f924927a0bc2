-- A return is news for the unit that returns, for the one it names, and for whoever owns or has the case; see notify/sql/tell.sql.
CREATE FUNCTION rulings_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live_tell('rulings', '', array_agg(DISTINCT u)) FROM after_rows n JOIN cases_case c ON c.id = n.case_id
      CROSS JOIN LATERAL unnest(ARRAY[n.unit_id, n.proposed_unit_id, c.owner_unit_id, c.handler_unit_id]) u HAVING count(u) > 0;
    RETURN NULL;
END $$;

CREATE TRIGGER rulings_tell_new AFTER INSERT ON rulings_return
    REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION rulings_tell();
CREATE TRIGGER rulings_tell_ruled AFTER UPDATE ON rulings_return
    REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION rulings_tell();
