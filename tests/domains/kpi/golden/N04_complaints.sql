WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t7"."unit",
    "t7"."period",
    COUNT(*) AS "numerator",
    COUNT(*) AS "denominator"
  FROM (
    SELECT
      "t6"."case_id",
      "t6"."number",
      "t6"."row_id",
      "t6"."unit_id",
      "t6"."period",
      "t6"."at",
      "t6"."counts",
      "t6"."hits",
      "t6"."amount",
      "t6"."kind",
      "t6"."category",
      "t6"."channel",
      "t6"."state",
      "t6"."waiting_for",
      "t6"."stage",
      "t2"."member",
      "t2"."unit"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t3"."case_id",
          "t3"."number",
          "t3"."case_id" AS "row_id",
          "t3"."charged_unit_id" AS "unit_id",
          WIDTH_BUCKET("t3"."opened_at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
          "t3"."opened_at" AS "at",
          TRUE AS "counts",
          TRUE AS "hits",
          0 AS "amount",
          "t3"."kind",
          "t3"."category",
          "t3"."channel",
          "t3"."state",
          '' AS "waiting_for",
          '' AS "stage"
        FROM (
          SELECT
            *
          FROM "cases_fact" AS "t1"
          WHERE
            (
              "t1"."counted"
              OR COALESCE(
                "t1"."state" IN ('withdrawn', 'merged')
                AND (
                  "t1"."closed_at" > CAST(%(as_of)s AS TIMESTAMPTZ)
                ),
                FALSE
              )
            )
            AND "t1"."opened_at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
            AND "t1"."opened_at" >= CAST(%(first)s AS TIMESTAMPTZ)
            AND "t1"."opened_at" < CAST(%(last)s AS TIMESTAMPTZ)
        ) AS "t3"
      ) AS "t4"
      WHERE
        "t4"."kind" = 'complaint'
    ) AS "t6"
    INNER JOIN "kpi_units" AS "t2"
      ON "t6"."unit_id" = "t2"."member"
  ) AS "t7"
  GROUP BY
    1,
    2
) AS "t8"
ORDER BY
  "t8"."unit" ASC,
  "t8"."period" ASC
