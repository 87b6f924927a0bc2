WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t21"."unit",
    "t21"."period",
    COUNT(*) FILTER(WHERE
      "t21"."hits") AS "numerator",
    CAST(FLOOR(
      CAST((
        COALESCE(SUM("t21"."amount") FILTER(WHERE
          "t21"."counts"), 0) + 1
      ) AS DOUBLE PRECISION) / (
        2
      )
    ) AS BIGINT) AS "denominator"
  FROM (
    SELECT
      "t20"."case_id",
      "t20"."number",
      "t20"."row_id",
      "t20"."unit_id",
      "t20"."period",
      "t20"."at",
      "t20"."counts",
      "t20"."hits",
      "t20"."amount",
      "t20"."kind",
      "t20"."category",
      "t20"."channel",
      "t20"."state",
      "t20"."waiting_for",
      "t20"."stage",
      "t5"."member",
      "t5"."unit"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t17"."case_id",
          "t17"."number",
          "t17"."row_id",
          "t17"."unit_id",
          "t17"."period",
          "t17"."at",
          FALSE AS "counts",
          "t17"."hits",
          "t17"."amount",
          "t17"."kind",
          "t17"."category",
          "t17"."channel",
          "t17"."state",
          "t17"."waiting_for",
          "t17"."stage"
        FROM (
          SELECT
            "t11"."case_id",
            "t14"."number",
            "t11"."declaration_id" AS "row_id",
            "t11"."declared_unit_id" AS "unit_id",
            WIDTH_BUCKET("t11"."at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
            "t11"."at",
            TRUE AS "counts",
            TRUE AS "hits",
            0 AS "amount",
            "t14"."kind",
            "t14"."category",
            "t14"."channel",
            "t14"."state",
            '' AS "waiting_for",
            '' AS "stage"
          FROM (
            SELECT
              "t2"."declaration_id",
              "t2"."case_id",
              "t2"."at",
              "t2"."charged_unit_id" AS "declared_unit_id"
            FROM "cases_declaration_fact" AS "t2"
            WHERE
              "t2"."counted"
              AND "t2"."at" >= CAST(%(first)s AS TIMESTAMPTZ)
              AND "t2"."at" < CAST(%(last)s AS TIMESTAMPTZ)
              AND "t2"."at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
          ) AS "t11"
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
          ) AS "t14"
            ON "t11"."case_id" = "t14"."case_id"
        ) AS "t17"
      ) AS "t18"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t15"."case_id",
          "t15"."number",
          "t15"."row_id",
          "t15"."unit_id",
          "t15"."period",
          "t15"."at",
          "t15"."counts",
          "t15"."hits",
          "t15"."amount",
          "t15"."kind",
          "t15"."category",
          "t15"."channel",
          "t15"."state",
          "t15"."waiting_for",
          "t15"."stage"
        FROM (
          SELECT
            CAST(NULL AS BIGINT) AS "case_id",
            0 AS "row_id",
            "t6"."unit_id",
            "t12"."period",
            "t12"."upto" AS "at",
            TRUE AS "counts",
            FALSE AS "hits",
            COALESCE("t8"."first", "t6"."users") + "t6"."users" AS "amount",
            '' AS "number",
            '' AS "kind",
            '' AS "category",
            '' AS "channel",
            '' AS "state",
            '' AS "waiting_for",
            '' AS "stage"
          FROM "kpi_users_fact" AS "t6"
          INNER JOIN (
            SELECT
              "t4"."period",
              "t4"."start_at",
              "t4"."end_at",
              LEAST("t4"."end_at", CAST(%(as_of)s AS TIMESTAMPTZ)) AS "upto"
            FROM "kpi_periods" AS "t4"
            WHERE
              "t4"."start_at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
          ) AS "t12"
            ON "t6"."from_at" <= "t12"."upto"
            AND (
              (
                "t6"."until_at" IS NULL
              ) OR (
                "t6"."until_at" > "t12"."upto"
              )
            )
          LEFT OUTER JOIN (
            SELECT
              "t1"."unit_id" AS "of",
              "t1"."users" AS "first",
              "t1"."from_at",
              "t1"."until_at"
            FROM "kpi_users_fact" AS "t1"
          ) AS "t8"
            ON "t6"."unit_id" = "t8"."of"
            AND "t8"."from_at" <= "t12"."start_at"
            AND (
              (
                "t8"."until_at" IS NULL
              ) OR (
                "t8"."until_at" > "t12"."start_at"
              )
            )
        ) AS "t15"
      ) AS "t16"
    ) AS "t20"
    INNER JOIN "kpi_units" AS "t5"
      ON "t20"."unit_id" = "t5"."member"
  ) AS "t21"
  GROUP BY
    1,
    2
) AS "t22"
ORDER BY
  "t22"."unit" ASC,
  "t22"."period" ASC
