WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t8"."unit",
    "t8"."period",
    COUNT(*) FILTER(WHERE
      "t8"."hits") AS "numerator",
    COUNT(*) FILTER(WHERE
      "t8"."counts") AS "denominator"
  FROM (
    SELECT
      "t7"."case_id",
      "t7"."number",
      "t7"."case_id" AS "row_id",
      "t7"."charged_unit_id" AS "unit_id",
      WIDTH_BUCKET("t7"."due_at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
      "t7"."due_at" AS "at",
      TRUE AS "counts",
      NOT (
        COALESCE("t7"."finished_at" <= "t7"."due_at", FALSE)
      ) AS "hits",
      0 AS "amount",
      "t7"."kind",
      "t7"."category",
      "t7"."channel",
      "t7"."state",
      '' AS "waiting_for",
      '' AS "stage",
      "t3"."member",
      "t3"."unit"
    FROM (
      SELECT
        *
      FROM "cases_fact" AS "t0"
      WHERE
        (
          "t0"."counted"
          OR COALESCE(
            "t0"."state" IN ('withdrawn', 'merged')
            AND (
              "t0"."closed_at" > CAST(%(as_of)s AS TIMESTAMPTZ)
            ),
            FALSE
          )
        )
        AND "t0"."opened_at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
        AND "t0"."due_at" >= CAST(%(first)s AS TIMESTAMPTZ)
        AND "t0"."due_at" < CAST(%(last)s AS TIMESTAMPTZ)
        AND "t0"."due_at" < CAST(%(as_of)s AS TIMESTAMPTZ)
    ) AS "t7"
    INNER JOIN "kpi_units" AS "t3"
      ON "t7"."charged_unit_id" = "t3"."member"
    WHERE
      NOT EXISTS(
        SELECT
          1
        FROM (
          SELECT
            "t2"."case_id"
          FROM "appeals_excluded_fact" AS "t2"
          WHERE
            "t2"."clock_kind" = 'resolution'
            AND "t2"."instance" = 1
            AND "t2"."at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
        ) AS "t5"
        WHERE
          "t7"."case_id" = "t5"."case_id"
      )
  ) AS "t8"
  GROUP BY
    1,
    2
) AS "t9"
ORDER BY
  "t9"."unit" ASC,
  "t9"."period" ASC
