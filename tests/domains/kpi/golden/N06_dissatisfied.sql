WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t14"."unit",
    "t14"."period",
    COUNT(*) AS "numerator",
    COUNT(*) AS "denominator"
  FROM (
    SELECT
      "t13"."case_id",
      "t13"."number",
      "t13"."row_id",
      "t13"."unit_id",
      "t13"."period",
      "t13"."at",
      "t13"."counts",
      "t13"."hits",
      "t13"."amount",
      "t13"."kind",
      "t13"."category",
      "t13"."channel",
      "t13"."state",
      "t13"."waiting_for",
      "t13"."stage",
      "t4"."member",
      "t4"."unit"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t7"."case_id",
          "t10"."number",
          "t7"."rating_id" AS "row_id",
          "t10"."charged_unit_id" AS "unit_id",
          WIDTH_BUCKET("t7"."at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
          "t7"."at",
          TRUE AS "counts",
          "t7"."score" <= 2 AS "hits",
          0 AS "amount",
          "t10"."kind",
          "t10"."category",
          "t10"."channel",
          "t10"."state",
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
      WHERE
        "t11"."hits"
    ) AS "t13"
    INNER JOIN "kpi_units" AS "t4"
      ON "t13"."unit_id" = "t4"."member"
  ) AS "t14"
  GROUP BY
    1,
    2
) AS "t15"
ORDER BY
  "t15"."unit" ASC,
  "t15"."period" ASC
