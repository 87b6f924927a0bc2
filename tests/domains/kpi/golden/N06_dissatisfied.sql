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
      "t10"."case_id",
      "t10"."number",
      "t10"."row_id",
      "t10"."unit_id",
      "t10"."period",
      "t10"."at",
      "t10"."counts",
      "t10"."hits",
      "t10"."amount",
      "t10"."kind",
      "t10"."category",
      "t10"."channel",
      "t10"."state",
      "t10"."waiting_for",
      "t10"."stage",
      "t3"."member",
      "t3"."unit"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t5"."case_id",
          "t7"."number",
          "t5"."rating_id" AS "row_id",
          "t7"."charged_unit_id" AS "unit_id",
          WIDTH_BUCKET("t5"."at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
          "t5"."at",
          TRUE AS "counts",
          "t5"."score" <= 2 AS "hits",
          0 AS "amount",
          "t7"."kind",
          "t7"."category",
          "t7"."channel",
          "t7"."state",
          '' AS "waiting_for",
          '' AS "stage"
        FROM (
          SELECT
            *
          FROM "kpi_rating_fact" AS "t1"
          WHERE
            "t1"."at" >= CAST(%(first)s AS TIMESTAMPTZ)
            AND "t1"."at" < CAST(%(last)s AS TIMESTAMPTZ)
            AND "t1"."at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
        ) AS "t5"
        INNER JOIN (
          SELECT
            *
          FROM "cases_fact" AS "t2"
          WHERE
            (
              "t2"."counted"
              OR COALESCE(
                "t2"."state" IN ('withdrawn', 'merged')
                AND (
                  "t2"."closed_at" > CAST(%(as_of)s AS TIMESTAMPTZ)
                ),
                FALSE
              )
            )
            AND "t2"."opened_at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
        ) AS "t7"
          ON "t5"."case_id" = "t7"."case_id"
      ) AS "t8"
      WHERE
        "t8"."hits"
    ) AS "t10"
    INNER JOIN "kpi_units" AS "t3"
      ON "t10"."unit_id" = "t3"."member"
  ) AS "t11"
  GROUP BY
    1,
    2
) AS "t12"
ORDER BY
  "t12"."unit" ASC,
  "t12"."period" ASC
