from django.db import migrations

SETTLE = """
CREATE FUNCTION cases_settle() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    ANALYZE public.cases_case, public.cases_urge, public.cases_rating, public.clocks_clock,
            public.clocks_hold, public.clocks_verdict;
END $$;
COMMENT ON FUNCTION cases_settle() IS
    'After a large batch: new statistics at once, as only the owner of the tables may make them.';
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_facts")]

    operations = [migrations.RunSQL(SETTLE, "DROP FUNCTION cases_settle();")]
