-- Whoever changes rows that open pages show says so at commit, once a statement: which list, and of which units or
-- (sign @) people; no number, no word, no name. A note beyond what NOTIFY carries says "all".
CREATE FUNCTION live_tell(topic text, sign text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE said text := sign || array_to_string(ids, ',');
BEGIN
    PERFORM pg_notify('shouwen_live', topic || ' ' || CASE WHEN length(said) > 7000 THEN '*' ELSE said END);
END $$;

CREATE FUNCTION notify_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM live_tell('bell', '@', array_agg(DISTINCT staff_id)) FROM after_rows HAVING count(*) > 0;
    RETURN NULL;
END $$;

CREATE TRIGGER notify_tell_new AFTER INSERT ON notify_notice
    REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION notify_tell();
CREATE TRIGGER notify_tell_read AFTER UPDATE ON notify_notice
    REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION notify_tell();
