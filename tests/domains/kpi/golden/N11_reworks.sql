WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t11"."unit",
    "t11"."period",
    COUNT(*) AS "numerator",
    COUNT(*) AS "denominator"
  FROM (
    SELECT
      "t7"."case_id",
      "t10"."number",
      "t7"."rework_id" AS "row_id",
      "t7"."charged_unit_id" AS "unit_id",
      WIDTH_BUCKET("t7"."at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
      "t7"."at",
      TRUE AS "counts",
      TRUE AS "hits",
      0 AS "amount",
      "t10"."kind",
      "t10"."category",
      "t10"."channel",
      "t10"."state",
      '' AS "waiting_for",
      '' AS "stage",
      "t4"."member",
      "t4"."unit"
    FROM (
      SELECT
        *
      FROM "cases_rework_fact" AS "t0"
      WHERE
        "t0"."at" >= CAST(%(first)s AS TIMESTAMPTZ)
        AND "t0"."at" < CAST(%(last)s AS TIMESTAMPTZ)
        AND "t0"."at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
    ) AS "t7"
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
    ) AS "t10"
      ON "t7"."case_id" = "t10"."case_id"
    INNER JOIN "kpi_units" AS "t4"
      ON "t7"."charged_unit_id" = "t4"."member"
    WHERE
      NOT EXISTS(
        SELECT
          1
        FROM (
          SELECT
            "t2"."rating_id"
          FROM "appeals_excluded_fact" AS "t2"
          WHERE
            "t2"."about" = 'rating' AND "t2"."at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
        ) AS "t8"
        WHERE
          "t7"."rating_id" = "t8"."rating_id"
      )
  ) AS "t11"
  GROUP BY
    1,
    2
) AS "t12"
ORDER BY
  "t12"."unit" ASC,
  "t12"."period" ASC
