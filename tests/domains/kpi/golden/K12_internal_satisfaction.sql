WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
SELECT
  *
FROM (
  SELECT
    "t6"."unit",
    "t6"."period",
    COALESCE(SUM("t6"."amount"), 0) AS "numerator",
    COUNT(*) * 5 AS "denominator",
    COUNT(DISTINCT "t6"."who") AS "raters"
  FROM (
    SELECT
      "t5"."case_id",
      "t5"."number",
      "t5"."row_id",
      "t5"."unit_id",
      "t5"."period",
      "t5"."at",
      "t5"."counts",
      "t5"."hits",
      "t5"."amount",
      "t5"."kind",
      "t5"."category",
      "t5"."channel",
      "t5"."state",
      "t5"."waiting_for",
      "t5"."stage",
      "t5"."who",
      "t2"."member",
      "t2"."unit"
    FROM (
      SELECT
        "t3"."case_id",
        "t3"."number",
        "t3"."request_id" AS "row_id",
        "t3"."charged_unit_id" AS "unit_id",
        WIDTH_BUCKET("t3"."at", CAST(%(bounds)s AS TIMESTAMPTZ[])) AS "period",
        "t3"."at",
        TRUE AS "counts",
        TRUE AS "hits",
        CAST("t3"."score" AS BIGINT) AS "amount",
        "t3"."kind",
        "t3"."category",
        "t3"."channel",
        "t3"."state",
        '' AS "waiting_for",
        '' AS "stage",
        "t3"."staff_id" AS "who"
      FROM (
        SELECT
          "t1"."request_id",
          "t1"."number",
          "t1"."case_id",
          "t1"."kind",
          "t1"."made_by",
          "t1"."state",
          "t1"."asking_unit_id",
          "t1"."charged_unit_id",
          "t1"."at",
          "t1"."score",
          "t1"."staff_id",
          "t1"."asking_unit_id" AS "owner_unit_id",
          "t1"."made_by" AS "channel",
          '' AS "category"
        FROM "kpi_answer_fact" AS "t1"
        WHERE
          "t1"."at" >= CAST(%(first)s AS TIMESTAMPTZ)
          AND "t1"."at" < CAST(%(last)s AS TIMESTAMPTZ)
          AND "t1"."at" <= CAST(%(as_of)s AS TIMESTAMPTZ)
      ) AS "t3"
    ) AS "t5"
    INNER JOIN "kpi_units" AS "t2"
      ON "t5"."unit_id" = "t2"."member"
  ) AS "t6"
  GROUP BY
    1,
    2
) AS "t7"
ORDER BY
  "t7"."unit" ASC,
  "t7"."period" ASC
