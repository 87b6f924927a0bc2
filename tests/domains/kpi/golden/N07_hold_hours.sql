WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t10"."unit",
    "t10"."period",
    COALESCE(SUM("t10"."amount"), 0) AS "numerator",
    COUNT(DISTINCT "t10"."case_id") AS "denominator"
  FROM (
    SELECT
      "t7"."case_id",
      "t9"."number",
      "t7"."case_id" AS "row_id",
      "t7"."unit_id",
      "t4"."period",
      GREATEST("t7"."from_at", "t4"."start_at") AS "at",
      TRUE AS "counts",
      TRUE AS "hits",
      EXTRACT('epoch' FROM LEAST(
        COALESCE("t7"."to_at", CAST(%(as_of)s AS TIMESTAMPTZ)),
        "t4"."end_at",
        CAST(%(as_of)s AS TIMESTAMPTZ)
      )) - EXTRACT('epoch' FROM GREATEST("t7"."from_at", "t4"."start_at")) AS "amount",
      "t9"."kind",
      "t9"."category",
      "t9"."channel",
      "t9"."state",
      "t7"."waiting_for",
      "t7"."stage",
      "t5"."member",
      "t5"."unit"
    FROM (
      SELECT
        *
      FROM "kpi_hold_fact" AS "t0"
      WHERE
        "t0"."from_at" < CAST(%(last)s AS TIMESTAMPTZ)
        AND (
          (
            "t0"."to_at" IS NULL
          ) OR (
            "t0"."to_at" > CAST(%(first)s AS TIMESTAMPTZ)
          )
        )
    ) AS "t7"
    INNER JOIN "kpi_periods" AS "t4"
      ON "t7"."from_at" < "t4"."end_at"
      AND (
        (
          "t7"."to_at" IS NULL
        ) OR (
          "t7"."to_at" > "t4"."start_at"
        )
      )
      AND "t4"."start_at" < CAST(%(as_of)s AS TIMESTAMPTZ)
      AND "t7"."from_at" < CAST(%(as_of)s AS TIMESTAMPTZ)
    INNER JOIN (
      SELECT
        *
      FROM "cases_fact" AS "t3"
      WHERE
        (
          "t3"."counted"
          OR COALESCE(
            "t3"."state" IN ('withdrawn', 'merged')
            AND (
              "t3"."closed_at" > CAST(%(as_of)s AS TIMESTAMPTZ)
            ),
            FALSE
          )
        )
        AND "t3"."opened_at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
    ) AS "t9"
      ON "t7"."case_id" = "t9"."case_id"
    INNER JOIN "kpi_units" AS "t5"
      ON "t7"."unit_id" = "t5"."member"
  ) AS "t10"
  GROUP BY
    1,
    2
) AS "t11"
ORDER BY
  "t11"."unit" ASC,
  "t11"."period" ASC
