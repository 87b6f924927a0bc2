from pathlib import Path

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    replaces = [
        ("org", "0001_initial"),
        ("org", "0002_tree_version_trigger"),
        ("org", "0003_who_acts"),
        ("org", "0004_unit_area"),
        ("org", "0005_work_phone"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_start"),
        ("access", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "Company"),
                            ("province", "Province branch"),
                            ("city", "City branch"),
                            ("county", "County branch"),
                            ("business_office", "Business office"),
                            ("hall", "Service hall"),
                            ("team", "Team"),
                            ("grid", "Grid"),
                            ("department", "Department"),
                            ("partner", "Partner"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="org.unit",
                    ),
                ),
                (
                    "path",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("zone", models.CharField(max_length=64, null=True)),
                (
                    "area",
                    models.CharField(
                        blank=True,
                        choices=[("urban", "Urban"), ("rural", "Rural"), ("remote", "Remote")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["path"], name="unit_path")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "company",
                                    "province",
                                    "city",
                                    "county",
                                    "business_office",
                                    "hall",
                                    "team",
                                    "grid",
                                    "department",
                                    "partner",
                                ],
                            )
                        ),
                        name="unit_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area__in", ["", "urban", "rural", "remote"])),
                        name="unit_area_known_or_inherited",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="unit_code_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="unit_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("number", models.CharField(max_length=40, unique=True)),
                ("initials", models.CharField(blank=True, default="", max_length=60)),
                ("work_phone", models.CharField(blank=True, default="", max_length=32)),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["initials"], name="staff_initials")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="staff_number_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("work_phone", ""),
                            ("work_phone__regex", "^[0-9+][0-9 \\-,*#]{2,31}$"),
                            _connector="OR",
                        ),
                        name="staff_work_phone_can_be_called",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("active_to__isnull", True),
                            ("active_to__gte", models.F("active_from")),
                            _connector="OR",
                        ),
                        name="staff_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TreeVersion",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("version", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "org_tree_version",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="tree_version_single"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="org.unit",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="access.role",
                    ),
                ),
                ("title", models.CharField(blank=True, default="", max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "role", "title"), name="post_once_per_unit"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="org.unit",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
            ],
            options={
                "db_table": "org_unit_place",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("unit"),
                                    models.F("unit"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("since"), models.F("until"), function="daterange"
                                ),
                                "&&",
                            ),
                        ],
                        name="unit_has_one_place_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gt", models.F("since")),
                            _connector="OR",
                        ),
                        name="unit_place_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="org.unit",
                    ),
                ),
                ("topic", models.CharField(max_length=40)),
                (
                    "role",
                    models.CharField(
                        choices=[("A", "A contact"), ("B", "B contact")], max_length=1
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="org.staff",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("unit"),
                                    models.F("unit"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.Func(
                                        models.F("topic"),
                                        models.Value(0),
                                        function="hashtextextended",
                                    ),
                                    models.Func(
                                        models.F("topic"),
                                        models.Value(0),
                                        function="hashtextextended",
                                    ),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.Func(
                                        models.F("role"),
                                        models.Value(0),
                                        function="hashtextextended",
                                    ),
                                    models.Func(
                                        models.F("role"),
                                        models.Value(0),
                                        function="hashtextextended",
                                    ),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("since"), models.F("until"), function="tstzrange"
                                ),
                                "&&",
                            ),
                        ],
                        name="contact_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["A", "B"])), name="contact_role_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gt", models.F("since")),
                            _connector="OR",
                        ),
                        name="contact_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="org.staff",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="org.post",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("share", models.DecimalField(decimal_places=3, default=1, max_digits=4)),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("staff"),
                                    models.F("staff"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("post"),
                                    models.F("post"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("since"), models.F("until"), function="tstzrange"
                                ),
                                "&&",
                            ),
                        ],
                        name="appointment_does_not_overlap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gt", models.F("since")),
                            _connector="OR",
                        ),
                        name="appointment_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lte", 1)),
                        name="appointment_share_in_range",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "org_appointmentevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "share", "since", "staff_id", "until") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post_id", NEW."share", NEW."since", NEW."staff_id", NEW."until"); RETURN NULL;',
                            hash="1a0b22bebb99d2f22a3aa6ac9f507d02da0773ce",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d8b6c",
                            table="org_appointment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "org_appointmentevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "share", "since", "staff_id", "until") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post_id", NEW."share", NEW."since", NEW."staff_id", NEW."until"); RETURN NULL;',
                            hash="4bb5482c44b465a150668711e83d6815d0e887d7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9d72b",
                            table="org_appointment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "org_appointmentevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "share", "since", "staff_id", "until") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post_id", OLD."share", OLD."since", OLD."staff_id", OLD."until"); RETURN NULL;',
                            hash="0e5bd1b2a5156ed7adcbb3d9918f8184adc505f8",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_01535",
                            table="org_appointment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="org.appointment",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="org.post",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("share", models.DecimalField(decimal_places=3, default=1, max_digits=4)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="fb9f874fe6556b027cbc46b8fbc63fd594d1645d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4c1a3",
                            table="org_appointmentevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.RunSQL((SQL / "tree_version.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "who_acts.sql").read_text(encoding="utf-8")),
    ]
