-- A city at 100k documents: the default 100 buckets guess frequent pieces badly.
ALTER TABLE cases_search ALTER COLUMN tokens SET STATISTICS 500;

CREATE FUNCTION cases_settle() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    ANALYZE public.cases_case (id, kind, category, channel, state, instance, opened_at, answered_at, closed_at,
                               finished_at, source_batch, urges, customer_id, account_id, owner_id, owner_unit_id,
                               handler_id, handler_unit_id),
            public.cases_urge, public.cases_rating,
            public.clocks_clock (id, subject_kind, subject_id, kind, basis, instance, started_at, ended_at, due_at,
                                 sort_at, next_fire_at, unit_id, person_id, owner_unit_id, waiting_for, front),
            public.clocks_hold (subject_kind, subject_id, at),
            public.clocks_verdict;
END $$;
COMMENT ON FUNCTION cases_settle() IS
    'After a large batch: new statistics at once for the columns that plans depend on (not for words and numbers, '
    'whose sorting costs more than all others together); only the owner of the tables may make them.';
