WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t5"."unit",
    "t5"."period",
    COUNT(*) AS "numerator",
    COUNT(*) AS "denominator"
  FROM (
    SELECT
      "t4"."case_id",
      "t4"."number",
      "t4"."row_id",
      "t4"."unit_id",
      "t4"."period",
      "t4"."at",
      "t4"."counts",
      "t4"."hits",
      "t4"."amount",
      "t4"."kind",
      "t4"."category",
      "t4"."channel",
      "t4"."state",
      "t4"."waiting_for",
      "t4"."stage",
      "t2"."member",
      "t2"."unit"
    FROM (
      SELECT
        "t0"."case_id",
        "t0"."number",
        "t0"."case_id" AS "row_id",
        "t0"."charged_unit_id" AS "unit_id",
        1 AS "period",
        "t0"."due_at" AS "at",
        TRUE AS "counts",
        TRUE AS "hits",
        0 AS "amount",
        "t0"."kind",
        "t0"."category",
        "t0"."channel",
        "t0"."state",
        '' AS "waiting_for",
        '' AS "stage"
      FROM "kpi_open_fact" AS "t0"
      WHERE
        "t0"."due_at" < CAST(%(as_of)s AS TIMESTAMPTZ)
        AND "t0"."opened_at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
    ) AS "t4"
    INNER JOIN "kpi_units" AS "t2"
      ON "t4"."unit_id" = "t2"."member"
  ) AS "t5"
  GROUP BY
    1,
    2
) AS "t6"
ORDER BY
  "t6"."unit" ASC,
  "t6"."period" ASC
