import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("teamwork", "0001_looking"),
        ("teamwork", "0002_links"),
        ("teamwork", "0003_tasks"),
        ("teamwork", "0004_follow_ups"),
    ]

    initial = True

    dependencies = [
        ("cases", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Looked",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "staff_id",
                        "case_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                ("seq", models.IntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("child", "Under a parent case"),
                            ("follows", "Follow-up"),
                            ("related", "Related"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["case"],
                        name="link_of",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["other"],
                        name="link_to",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["child", "follows", "related"])),
                        name="link_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("other")), _negated=True),
                        name="link_two_cases",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "related"), _negated=True),
                            ("case__lt", models.F("other")),
                            _connector="OR",
                        ),
                        name="link_related_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("kind", "child")),
                        fields=("case",),
                        name="link_one_parent",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("kind", "follows")),
                        fields=("case",),
                        name="link_follows_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("kind", "related")),
                        fields=("case", "other"),
                        name="link_related_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "staff_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("writing", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["staff"], name="case_presence_of_staff")],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[("task", "Sub-task"), ("assist", "Co-handling")], max_length=8
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "asking_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "asking_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("what_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("withdrawn", "Withdrawn")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("assigned_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["unit"],
                        name="task_open_of_unit",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "n"), name="task_counted_in_its_case"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "withdrawn"])),
                        name="task_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["task", "assist"])), name="task_role_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="task_ends_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_at__isnull", True),
                            ("due_at__gt", models.F("assigned_at")),
                            _connector="OR",
                        ),
                        name="task_due_after_assigning",
                    ),
                ],
            },
        ),
        migrations.RunSQL("ALTER TABLE teamwork_presence SET UNLOGGED"),
    ]
