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

CREATE FUNCTION journal_line(
    subject_kind text, subject_id bigint, seq int, kind text, at_us bigint, recorded_us bigint,
    by_id bigint, post_id bigint, via text, batch_id bigint, v int, facts jsonb, text_hash bytea
) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT concat('v1|', subject_kind, '|', subject_id, '|', seq, '|', kind, '|', at_us, '|', recorded_us, '|',
                        by_id, '|', post_id, '|', via, '|', batch_id, '|', v, '|', facts::text, '|',
                        encode(text_hash, 'hex')) $$;

CREATE FUNCTION journal_link(prev bytea, first bytea, line text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT sha256(coalesce(prev, first) || convert_to(line, 'UTF8')) $$;

-- journal_chain(start, line) over an order: each link is built on the one before it, the first on ``start``.
CREATE AGGREGATE journal_chain(bytea, text) (SFUNC = journal_link, STYPE = bytea);

CREATE FUNCTION journal_append(items jsonb) RETURNS bigint[]
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
DECLARE
    stamp timestamptz := clock_timestamp();
    answer bigint[];
BEGIN
    INSERT INTO journal_head (subject_kind, subject_id, seq, hash)
        SELECT DISTINCT item->>'s', (item->>'i')::bigint, 0, ''::bytea
        FROM jsonb_array_elements(items) item
        ORDER BY 1, 2
        ON CONFLICT DO NOTHING;
    PERFORM 1 FROM journal_head h
        WHERE (h.subject_kind, h.subject_id) IN
              (SELECT item->>'s', (item->>'i')::bigint FROM jsonb_array_elements(items) item)
        ORDER BY h.subject_kind, h.subject_id
        FOR UPDATE;

    WITH given AS MATERIALIZED (
        SELECT n, nextval(pg_get_serial_sequence('journal_entry', 'id')) AS id,
               item->>'s' AS s, (item->>'i')::bigint AS i, item->>'k' AS k,
               timestamptz 'epoch' + (item->>'t')::bigint * interval '1 microsecond' AS at,
               (item->>'by')::bigint AS by_id, (item->>'post')::bigint AS post_id, item->>'via' AS via,
               (item->>'batch')::bigint AS batch_id, coalesce((item->>'v')::int, 1) AS v,
               coalesce(item->'f', '{}'::jsonb) AS facts, item->'x' AS x,
               CASE WHEN item->'x' IS NOT NULL THEN uuid_send(gen_random_uuid()) END AS salt
        FROM jsonb_array_elements(items) WITH ORDINALITY AS given(item, n)
    ), numbered AS MATERIALIZED (
        SELECT g.*, h.seq + row_number() OVER (PARTITION BY s, i ORDER BY n) AS seq, h.hash AS start,
               CASE WHEN salt IS NOT NULL THEN sha256(salt || convert_to(x->>'body', 'UTF8')) END AS text_hash
        FROM given g JOIN journal_head h ON (h.subject_kind, h.subject_id) = (g.s, g.i)
    ), chained AS MATERIALIZED (
        SELECT numbered.*,
               journal_chain(start, journal_line(s, i, seq::int, k, journal_micros(at), journal_micros(stamp), by_id,
                                                 post_id, via, batch_id, v, facts, text_hash))
                   OVER (PARTITION BY s, i ORDER BY seq) AS hash
        FROM numbered
    ), stored AS (
        INSERT INTO journal_entry (id, subject_kind, subject_id, seq, kind, at, recorded_at, by_id, post_id, via,
                                   batch_id, v, facts, text_hash, hash)
            SELECT id, s, i, seq, k, at, stamp, by_id, post_id, via, batch_id, v, facts, text_hash, hash
            FROM chained ORDER BY id
    ), worded AS (
        INSERT INTO journal_text (entry_id, body, salt, purpose, delete_after, erased_rule)
            SELECT id, x->>'body', salt, coalesce(x->>'purpose', 'note'), (x->>'delete_after')::date, ''
            FROM chained WHERE salt IS NOT NULL ORDER BY id
    ), advanced AS (
        UPDATE journal_head h SET seq = last.seq, hash = last.hash
        FROM (SELECT DISTINCT ON (s, i) s, i, seq, hash FROM chained ORDER BY s, i, seq DESC) last
        WHERE (h.subject_kind, h.subject_id) = (last.s, last.i)
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
