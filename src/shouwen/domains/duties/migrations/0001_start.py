import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("duties", "0001_duties")]

    initial = True

    dependencies = [
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Duty",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("purpose", models.CharField(blank=True, default="", max_length=300)),
                ("topic", models.CharField(blank=True, default="", max_length=40)),
                ("amount", models.PositiveIntegerField()),
                (
                    "counted_in",
                    models.CharField(
                        choices=[
                            ("minutes", "minutes, around the clock"),
                            ("hours", "working hours"),
                            ("working_days", "working days"),
                        ],
                        max_length=20,
                    ),
                ),
                ("waiting_minutes", models.PositiveIntegerField(null=True)),
                ("remark", models.CharField(blank=True, default="", max_length=300)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state", "published")),
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
                                        models.F("name"),
                                        models.Value(0),
                                        function="hashtextextended",
                                    ),
                                    models.Func(
                                        models.F("name"),
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
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="duty_has_one_version_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("unit", "name"),
                        name="duty_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="duty_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="duty_takes_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counted_in__in", ["minutes", "hours", "working_days"])
                        ),
                        name="duty_counting_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("waiting_minutes__isnull", True),
                            ("waiting_minutes__gt", 0),
                            _connector="OR",
                        ),
                        name="duty_wait_takes_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="duty_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", False), ("state", "published")),
                            models.Q(
                                ("published_at__isnull", True),
                                ("state", "draft"),
                                ("valid_to__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="duty_published_has_time",
                    ),
                ],
            },
        ),
    ]
