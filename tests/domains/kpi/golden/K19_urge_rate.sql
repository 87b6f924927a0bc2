WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t15"."unit",
    "t15"."period",
    COUNT(*) FILTER(WHERE
      "t15"."hits") AS "numerator",
    COUNT(*) FILTER(WHERE
      "t15"."counts") AS "denominator"
  FROM (
    SELECT
      "t14"."case_id",
      "t14"."number",
      "t14"."row_id",
      "t14"."unit_id",
      "t14"."period",
      "t14"."at",
      "t14"."counts",
      "t14"."hits",
      "t14"."amount",
      "t14"."kind",
      "t14"."category",
      "t14"."channel",
      "t14"."state",
      "t14"."waiting_for",
      "t14"."stage",
      "t3"."member",
      "t3"."unit"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t9"."case_id",
          "t9"."number",
          "t9"."row_id",
          "t9"."unit_id",
          "t9"."period",
          "t9"."at",
          "t9"."counts",
          FALSE AS "hits",
          "t9"."amount",
          "t9"."kind",
          "t9"."category",
          "t9"."channel",
          "t9"."state",
          "t9"."waiting_for",
          "t9"."stage"
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
      ) AS "t10"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t11"."case_id",
          "t11"."number",
          "t11"."row_id",
          "t11"."unit_id",
          "t11"."period",
          "t11"."at",
          FALSE AS "counts",
          "t11"."hits",
          "t11"."amount",
          "t11"."kind",
          "t11"."category",
          "t11"."channel",
          "t11"."state",
          "t11"."waiting_for",
          "t11"."stage"
        FROM (
          SELECT
            "t5"."case_id",
            "t8"."number",
            "t5"."urge_id" AS "row_id",
            "t5"."urged_unit_id" AS "unit_id",
            WIDTH_BUCKET("t5"."at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
            "t5"."at",
            TRUE AS "counts",
            TRUE AS "hits",
            0 AS "amount",
            "t8"."kind",
            "t8"."category",
            "t8"."channel",
            "t8"."state",
            '' AS "waiting_for",
            '' AS "stage"
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
          ) AS "t5"
          INNER JOIN (
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
          ) AS "t8"
            ON "t5"."case_id" = "t8"."case_id"
        ) AS "t11"
      ) AS "t12"
    ) AS "t14"
    INNER JOIN "kpi_units" AS "t3"
      ON "t14"."unit_id" = "t3"."member"
  ) AS "t15"
  GROUP BY
    1,
    2
) AS "t16"
ORDER BY
  "t16"."unit" ASC,
  "t16"."period" ASC
