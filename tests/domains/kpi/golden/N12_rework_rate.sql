WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t19"."unit",
    "t19"."period",
    COUNT(*) FILTER(WHERE
      "t19"."hits") AS "numerator",
    COUNT(*) FILTER(WHERE
      "t19"."counts") AS "denominator"
  FROM (
    SELECT
      "t18"."case_id",
      "t18"."number",
      "t18"."row_id",
      "t18"."unit_id",
      "t18"."period",
      "t18"."at",
      "t18"."counts",
      "t18"."hits",
      "t18"."amount",
      "t18"."kind",
      "t18"."category",
      "t18"."channel",
      "t18"."state",
      "t18"."waiting_for",
      "t18"."stage",
      "t4"."member",
      "t4"."unit"
    FROM (
      SELECT
        "t16"."case_id",
        "t16"."number",
        "t16"."case_id" AS "row_id",
        "t16"."answerer" AS "unit_id",
        WIDTH_BUCKET("t16"."finished_at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
        "t16"."finished_at" AS "at",
        TRUE AS "counts",
        COALESCE("t16"."reworked_at" <= CAST(%(as_of)s AS TIMESTAMPTZ), FALSE) AS "hits",
        0 AS "amount",
        "t16"."kind",
        "t16"."category",
        "t16"."channel",
        "t16"."state",
        '' AS "waiting_for",
        '' AS "stage"
      FROM (
        SELECT
          "t15"."case_id",
          "t15"."number",
          "t15"."kind",
          "t15"."category",
          "t15"."channel",
          "t15"."state",
          "t15"."opened_at",
          "t15"."finished_at",
          "t15"."closed_at",
          "t15"."due_at",
          "t15"."first_response_due_at",
          "t15"."first_response_at",
          "t15"."owner_unit_id",
          "t15"."handler_unit_id",
          "t15"."charged_unit_id",
          "t15"."counted",
          "t15"."case_id_right",
          "t15"."reworked_at",
          "t15"."answered_unit_id",
          COALESCE("t15"."answered_unit_id", "t15"."handler_unit_id") AS "answerer"
        FROM (
          SELECT
            "t10"."case_id",
            "t10"."number",
            "t10"."kind",
            "t10"."category",
            "t10"."channel",
            "t10"."state",
            "t10"."opened_at",
            "t10"."finished_at",
            "t10"."closed_at",
            "t10"."due_at",
            "t10"."first_response_due_at",
            "t10"."first_response_at",
            "t10"."owner_unit_id",
            "t10"."handler_unit_id",
            "t10"."charged_unit_id",
            "t10"."counted",
            "t13"."case_id" AS "case_id_right",
            "t13"."reworked_at",
            "t13"."answered_unit_id"
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
              AND "t1"."finished_at" >= CAST(%(first)s AS TIMESTAMPTZ)
              AND "t1"."finished_at" < CAST(%(last)s AS TIMESTAMPTZ)
              AND "t1"."finished_at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
          ) AS "t10"
          LEFT OUTER JOIN (
            SELECT
              "t8"."case_id",
              "t8"."at" AS "reworked_at",
              "t8"."charged_unit_id" AS "answered_unit_id"
            FROM (
              SELECT
                "t2"."rework_id",
                "t2"."case_id",
                "t2"."instance",
                "t2"."at",
                "t2"."charged_unit_id",
                "t2"."rating_id",
                ROW_NUMBER() OVER (
                  PARTITION BY "t2"."case_id"
                  ORDER BY "t2"."instance" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1 AS "nth"
              FROM "cases_rework_fact" AS "t2"
            ) AS "t8"
            WHERE
              "t8"."nth" = 0
          ) AS "t13"
            ON "t10"."case_id" = "t13"."case_id"
          WHERE
            NOT EXISTS(
              SELECT
                1
              FROM (
                SELECT
                  "t5"."case_id"
                FROM "cases_rework_fact" AS "t5"
                WHERE
                  EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        "t3"."rating_id"
                      FROM "appeals_excluded_fact" AS "t3"
                      WHERE
                        "t3"."about" = 'rating' AND "t3"."at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
                    ) AS "t7"
                    WHERE
                      "t5"."rating_id" = "t7"."rating_id"
                  )
              ) AS "t14"
              WHERE
                "t10"."case_id" = "t14"."case_id"
            )
        ) AS "t15"
      ) AS "t16"
    ) AS "t18"
    INNER JOIN "kpi_units" AS "t4"
      ON "t18"."unit_id" = "t4"."member"
  ) AS "t19"
  GROUP BY
    1,
    2
) AS "t20"
ORDER BY
  "t20"."unit" ASC,
  "t20"."period" ASC
