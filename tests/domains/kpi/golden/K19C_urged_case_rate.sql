WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t13"."unit",
    "t13"."period",
    COUNT(*) FILTER(WHERE
      "t13"."hits") AS "numerator",
    COUNT(*) FILTER(WHERE
      "t13"."counts") AS "denominator"
  FROM (
    SELECT
      "t12"."case_id",
      "t12"."number",
      "t12"."row_id",
      "t12"."unit_id",
      "t12"."period",
      "t12"."at",
      "t12"."counts",
      "t12"."hits",
      "t12"."amount",
      "t12"."kind",
      "t12"."category",
      "t12"."channel",
      "t12"."state",
      "t12"."waiting_for",
      "t12"."stage",
      "t3"."member",
      "t3"."unit"
    FROM (
      SELECT
        "t10"."case_id",
        "t10"."number",
        "t10"."row_id",
        "t10"."unit_id",
        "t10"."period",
        "t10"."at",
        "t10"."counts",
        "t10"."times" IS NOT NULL AS "hits",
        COALESCE("t10"."times", 0) AS "amount",
        "t10"."kind",
        "t10"."category",
        "t10"."channel",
        "t10"."state",
        "t10"."waiting_for",
        "t10"."stage"
      FROM (
        SELECT
          "t9"."case_id",
          "t9"."number",
          "t9"."row_id",
          "t9"."unit_id",
          "t9"."period",
          "t9"."at",
          "t9"."counts",
          "t9"."hits",
          "t9"."amount",
          "t9"."kind",
          "t9"."category",
          "t9"."channel",
          "t9"."state",
          "t9"."waiting_for",
          "t9"."stage",
          "t7"."urged",
          "t7"."times"
        FROM (
          SELECT
            "t6"."case_id",
            "t6"."number",
            "t6"."case_id" AS "row_id",
            "t6"."charged_unit_id" AS "unit_id",
            WIDTH_BUCKET("t6"."opened_at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
            "t6"."opened_at" AS "at",
            TRUE AS "counts",
            TRUE AS "hits",
            0 AS "amount",
            "t6"."kind",
            "t6"."category",
            "t6"."channel",
            "t6"."state",
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
          ) AS "t6"
        ) AS "t9"
        LEFT OUTER JOIN (
          SELECT
            "t4"."case_id" AS "urged",
            COUNT(*) AS "times"
          FROM (
            SELECT
              "t2"."urge_id",
              "t2"."case_id",
              "t2"."at",
              "t2"."charged_unit_id" AS "urged_unit_id"
            FROM "cases_urge_fact" AS "t2"
            WHERE
              "t2"."counted"
              AND "t2"."at" >= CAST(%(first)s AS TIMESTAMPTZ)
              AND "t2"."at" < CAST(%(last)s AS TIMESTAMPTZ)
              AND "t2"."at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
          ) AS "t4"
          GROUP BY
            1
        ) AS "t7"
          ON "t9"."case_id" = "t7"."urged"
      ) AS "t10"
    ) AS "t12"
    INNER JOIN "kpi_units" AS "t3"
      ON "t12"."unit_id" = "t3"."member"
  ) AS "t13"
  GROUP BY
    1,
    2
) AS "t14"
ORDER BY
  "t14"."unit" ASC,
  "t14"."period" ASC
