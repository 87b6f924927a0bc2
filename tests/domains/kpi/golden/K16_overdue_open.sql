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
      "t5"."period",
      "t5"."upto" AS "at",
      TRUE AS "counts",
      COALESCE("t7"."due_at" < "t5"."upto", FALSE) AS "hits",
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
    ) AS "t7"
    INNER JOIN (
      SELECT
        "t2"."period",
        "t2"."start_at",
        "t2"."end_at",
        LEAST("t2"."end_at", CAST(%(as_of)s AS TIMESTAMPTZ)) AS "upto"
      FROM "kpi_periods" AS "t2"
    ) AS "t5"
      ON "t7"."opened_at" < "t5"."end_at"
      AND (
        (
          "t7"."finished_at" > "t5"."upto"
        ) OR (
          "t7"."finished_at" IS NULL
        )
      )
    INNER JOIN "kpi_units" AS "t3"
      ON "t7"."charged_unit_id" = "t3"."member"
  ) AS "t8"
  GROUP BY
    1,
    2
) AS "t9"
ORDER BY
  "t9"."unit" ASC,
  "t9"."period" ASC
