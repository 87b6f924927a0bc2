WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t6"."unit",
    "t6"."period",
    COUNT(*) FILTER(WHERE
      "t6"."hits") AS "numerator",
    COUNT(*) FILTER(WHERE
      "t6"."counts") AS "denominator"
  FROM (
    SELECT
      "t5"."case_id",
      "t5"."number",
      "t5"."row_id",
      "t5"."unit_id",
      "t5"."period",
      "t5"."at",
      "t5"."counts",
      "t5"."hits",
      "t5"."amount",
      "t5"."kind",
      "t5"."category",
      "t5"."channel",
      "t5"."state",
      "t5"."waiting_for",
      "t5"."stage",
      "t2"."member",
      "t2"."unit"
    FROM (
      SELECT
        "t3"."case_id",
        "t3"."number",
        "t3"."request_id" AS "row_id",
        "t3"."owner_unit_id" AS "unit_id",
        WIDTH_BUCKET("t3"."asked_at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
        "t3"."asked_at" AS "at",
        TRUE AS "counts",
        "t3"."made_by" = 'electronic' AS "hits",
        0 AS "amount",
        "t3"."kind",
        "t3"."category",
        "t3"."channel",
        "t3"."state",
        '' AS "waiting_for",
        '' AS "stage"
      FROM (
        SELECT
          "t1"."request_id",
          "t1"."number",
          "t1"."case_id",
          "t1"."kind",
          "t1"."made_by",
          "t1"."state",
          "t1"."asking_unit_id",
          "t1"."charged_unit_id",
          "t1"."waiting",
          "t1"."outcome",
          "t1"."asked_at",
          "t1"."counts_at",
          "t1"."in_time",
          "t1"."counted",
          "t1"."asking_unit_id" AS "owner_unit_id",
          "t1"."made_by" AS "channel",
          '' AS "category"
        FROM "asks_request_fact" AS "t1"
        WHERE
          "t1"."counted"
          AND "t1"."asked_at" >= CAST(%(first)s AS TIMESTAMPTZ)
          AND "t1"."asked_at" < CAST(%(last)s AS TIMESTAMPTZ)
          AND "t1"."asked_at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
      ) AS "t3"
    ) AS "t5"
    INNER JOIN "kpi_units" AS "t2"
      ON "t5"."unit_id" = "t2"."member"
  ) AS "t6"
  GROUP BY
    1,
    2
) AS "t7"
ORDER BY
  "t7"."unit" ASC,
  "t7"."period" ASC
