-- The one way into the journal.
--
-- journal_append locks the heads of the subjects in key order (so two writers never deadlock), numbers and
-- chains the entries in the order given, stores them with their texts and advances the heads.
--
-- Each item: {"s": subject kind, "i": subject id, "k": fact kind, "t": at in UTC epoch microseconds,
--             "by", "post", "via", "batch", "v", "f": facts,
--             "x": {"body", "purpose", "delete_after"} where words belong to the entry}
-- Answer: the ids in the order of the items.

CREATE FUNCTION journal_micros(t timestamptz) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (extract(epoch FROM t) * 1000000)::bigint $$;

-- Plain concatenation: the planner can inline it.
CREATE FUNCTION journal_line(
    subject_kind text, subject_id bigint, seq int, kind text, at_us bigint, recorded_us bigint,
    by_id bigint, post_id bigint, via text, batch_id bigint, v int, facts jsonb, text_hash bytea
) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT 'v1|' || coalesce(subject_kind, '') || '|' || coalesce(subject_id::text, '')
              || '|' || coalesce(seq::text, '') || '|' || coalesce(kind, '')
              || '|' || coalesce(at_us::text, '') || '|' || coalesce(recorded_us::text, '')
              || '|' || coalesce(by_id::text, '') || '|' || coalesce(post_id::text, '')
              || '|' || coalesce(via, '') || '|' || coalesce(batch_id::text, '') || '|' || coalesce(v::text, '')
              || '|' || coalesce(facts::text, '') || '|' || coalesce(encode(text_hash, 'hex'), '') $$;

CREATE FUNCTION journal_link(prev bytea, first bytea, line text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT sha256(coalesce(prev, first) || convert_to(line, 'UTF8')) $$;

-- journal_chain(start, line) over an order: each link is built on the one before it, the first on ``start``.
CREATE AGGREGATE journal_chain(bytea, text) (SFUNC = journal_link, STYPE = bytea);

-- Each item is read twice; one order serves numbering, chaining and the new heads.
CREATE FUNCTION journal_append(items jsonb) RETURNS bigint[]
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    stamp timestamptz := clock_timestamp();
    stamp_us bigint := journal_micros(stamp);
    sequence regclass := pg_get_serial_sequence('journal_entry', 'id');
    some_are_known boolean;
    answer bigint[];
BEGIN
    WITH wanted AS (
        SELECT DISTINCT s, i FROM jsonb_to_recordset(items) AS item(s text, i bigint)
    ), fresh AS (
        INSERT INTO journal_head (subject_kind, subject_id, seq, hash)
            SELECT s, i, 0, ''::bytea FROM wanted ORDER BY s, i
            ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM fresh) < (SELECT count(*) FROM wanted) INTO some_are_known;
    IF some_are_known THEN  -- heads just made are ours already
        PERFORM 1 FROM journal_head h
            WHERE (h.subject_kind, h.subject_id) IN
                  (SELECT s, i FROM jsonb_to_recordset(items) AS item(s text, i bigint))
            ORDER BY h.subject_kind, h.subject_id
            FOR UPDATE;
    END IF;

    WITH given AS (
        SELECT n, nextval(sequence) AS id, s, i, k, t, "by" AS by_id, post AS post_id, via, batch AS batch_id,
               coalesce(v, 1) AS v, coalesce(f, '{}') AS facts, x,
               CASE WHEN x IS NOT NULL THEN uuid_send(gen_random_uuid()) END AS salt
        FROM ROWS FROM (jsonb_to_recordset(items) AS (
                 s text, i bigint, k text, t bigint, "by" bigint, post bigint, via text, batch bigint,
                 v int, f jsonb, x jsonb)) WITH ORDINALITY
             AS item(s, i, k, t, "by", post, via, batch, v, f, x, n)
    ), numbered AS (
        SELECT g.*, h.hash AS start, (h.seq + row_number() OVER own)::int AS seq, lead(n) OVER own IS NULL AS is_last,
               CASE WHEN salt IS NOT NULL THEN sha256(salt || convert_to(x->>'body', 'UTF8')) END AS text_hash
        FROM given g JOIN journal_head h ON (h.subject_kind, h.subject_id) = (g.s, g.i)
        WINDOW own AS (PARTITION BY i, s ORDER BY n)
    ), chained AS MATERIALIZED (
        SELECT numbered.*,
               journal_chain(start, journal_line(s, i, seq, k, t, stamp_us, by_id, post_id, via, batch_id, v, facts,
                                                 text_hash)) OVER (PARTITION BY i, s ORDER BY n) AS hash
        FROM numbered
    ), stored AS (
        INSERT INTO journal_entry (id, subject_kind, subject_id, seq, kind, at, recorded_at, by_id, post_id, via,
                                   batch_id, v, facts, text_hash, hash)
            SELECT id, s, i, seq, k, timestamptz 'epoch' + t * interval '1 microsecond', stamp, by_id, post_id, via,
                   batch_id, v, facts, text_hash, hash
            FROM chained
    ), worded AS (
        INSERT INTO journal_text (entry_id, body, salt, purpose, delete_after, erased_rule)
            SELECT id, x->>'body', salt, coalesce(x->>'purpose', 'note'), (x->>'delete_after')::date, ''
            FROM chained WHERE salt IS NOT NULL
    ), advanced AS (
        UPDATE journal_head h SET seq = c.seq, hash = c.hash
        FROM chained c WHERE (h.subject_kind, h.subject_id) = (c.s, c.i) AND c.is_last
    )
    SELECT array_agg(id ORDER BY n) INTO answer FROM chained;
    RETURN coalesce(answer, '{}');
END $$;

-- Words go, the chain stays: the entry keeps the hash of what was said.
CREATE FUNCTION journal_erase(texts bigint[], rule text, erased timestamptz) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    WITH gone AS (
        UPDATE journal_text SET body = NULL, salt = NULL, erased_at = erased, erased_rule = rule
        WHERE id = ANY(texts) AND body IS NOT NULL RETURNING 1
    ) SELECT count(*) FROM gone $$;

CREATE FUNCTION journal_put_seal(day date, first bigint, last bigint, merkle bytea, before bytea, n bigint)
    RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ INSERT INTO journal_seal ("on", from_id, to_id, root, prev_root, entries)
          VALUES (day, first, last, merkle, before, n) $$;

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_seal_append_only BEFORE UPDATE OR DELETE ON journal_seal
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();

CREATE INDEX journal_entry_recorded ON journal_entry USING brin (recorded_at);
ALTER TABLE journal_head SET (fillfactor = 70);

-- A seal waits until nobody is writing, so that no entry slips into a range already sealed.
CREATE FUNCTION journal_still() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ BEGIN LOCK TABLE journal_entry IN SHARE ROW EXCLUSIVE MODE; END $$;
