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
    COUNT(*) AS "numerator",
    COUNT(*) AS "denominator"
  FROM (
    SELECT
      "t5"."case_id",
      "t7"."number",
      "t5"."declaration_id" AS "row_id",
      "t5"."declared_unit_id" AS "unit_id",
      WIDTH_BUCKET("t5"."at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
      "t5"."at",
      TRUE AS "counts",
      TRUE AS "hits",
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
        "t0"."declaration_id",
        "t0"."case_id",
        "t0"."at",
        "t0"."charged_unit_id" AS "declared_unit_id"
      FROM "cases_declaration_fact" AS "t0"
      WHERE
        "t0"."counted"
        AND "t0"."at" >= CAST(%(first)s AS TIMESTAMPTZ)
        AND "t0"."at" < CAST(%(last)s AS TIMESTAMPTZ)
        AND "t0"."at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
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
    INNER JOIN "kpi_units" AS "t3"
      ON "t5"."declared_unit_id" = "t3"."member"
  ) AS "t8"
  GROUP BY
    1,
    2
) AS "t9"
ORDER BY
  "t9"."unit" ASC,
  "t9"."period" ASC
