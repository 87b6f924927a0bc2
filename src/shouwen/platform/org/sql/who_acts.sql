-- Who acts, as a function: its plan is made once a connection instead of once a request.
CREATE FUNCTION org_who_acts(wanted_account bigint, wanted_post bigint, at timestamptz)
RETURNS TABLE (staff bigint, name text, post bigint, title text, role text, unit bigint, unit_name text,
               zone text, verbs text[], is_top boolean, posts text[], units bigint[])
LANGUAGE plpgsql STABLE ROWS 1 AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
SELECT s.id, s.name::text, p.id, coalesce(nullif(p.title, ''), r.name)::text, r.code::text, u.id, u.name::text,
       (SELECT z.zone::text FROM org_unit z WHERE z.id = ANY(u.path) AND z.zone IS NOT NULL
         ORDER BY cardinality(z.path) DESC LIMIT 1),
       (SELECT array_agg(rp.code::text) FROM access_role_permission rp WHERE rp.role_id = r.id),
       u.parent_id IS NULL AND (SELECT count(*) FROM org_unit WHERE parent_id IS NULL) = 1,
       (SELECT array_agg(ARRAY[np.id::text, coalesce(nullif(np.title, ''), nr.name), nu.name]
                         ORDER BY n.share DESC, n.since, n.id)
          FROM org_appointment n JOIN org_post np ON np.id = n.post_id
          JOIN access_role nr ON nr.id = np.role_id JOIN org_unit nu ON nu.id = np.unit_id
         WHERE n.staff_id = s.id AND n.since <= at AND (n.until IS NULL OR n.until > at)),
       CASE WHEN u.parent_id IS NOT NULL
              OR (SELECT count(*) FROM org_unit WHERE parent_id IS NULL) > 1
            THEN (SELECT array_agg(b.id) FROM org_unit b WHERE b.path @> ARRAY[u.id]) END
  FROM org_staff s
  LEFT JOIN LATERAL (
       SELECT ap.post_id FROM org_appointment ap
        WHERE ap.staff_id = s.id AND ap.since <= at AND (ap.until IS NULL OR ap.until > at)
        ORDER BY (ap.post_id = wanted_post) DESC NULLS LAST, ap.share DESC, ap.since, ap.id
        LIMIT 1) held ON true
  LEFT JOIN org_post p ON p.id = held.post_id
  LEFT JOIN access_role r ON r.id = p.role_id
  LEFT JOIN org_unit u ON u.id = p.unit_id
 WHERE s.account_id = wanted_account;
END $$;
