from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    replaces = [("rulings", "0001_returns"), ("rulings", "0002_facts"), ("rulings", "0003_tell")]

    initial = True

    dependencies = [
        ("notify", "0001_start"),
        ("clocks", "0001_start"),
        ("cases", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Return",
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
                ("instance", models.PositiveSmallIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[("return", "Return"), ("arbitration", "Arbitration")],
                        max_length=12,
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("not_ours", "Not our duty"),
                            ("papers_missing", "Papers missing"),
                            ("duplicate", "Dispatched twice"),
                            ("already_done", "Done already"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "proposed_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "To be ruled"),
                            ("agreed", "Agreed"),
                            ("refused", "Refused"),
                            ("arbitrated", "Arbitrated"),
                            ("lapsed", "Overtaken"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("ruled_at", models.DateTimeField(null=True)),
                (
                    "ruled_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "ruled_unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at", "id"], name="return_at"),
                    models.Index(
                        models.F("unit"),
                        models.OrderBy(models.F("at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="return_of_unit",
                    ),
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["at", "case"],
                        name="return_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "lapsed"), _negated=True),
                        fields=("case", "instance", "step"),
                        name="return_once_an_instance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "agreed", "refused", "arbitrated", "lapsed"])
                        ),
                        name="return_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                ["not_ours", "papers_missing", "duplicate", "already_done"],
                            )
                        ),
                        name="return_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["return", "arbitration"])),
                        name="return_step_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proposed_unit", models.F("unit")), _negated=True),
                        name="return_proposes_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ruled_at__isnull", False),
                                ("ruled_unit__isnull", False),
                                ("state__in", ["agreed", "arbitrated", "refused"]),
                            ),
                            models.Q(
                                ("ruled_at__isnull", True),
                                ("ruled_unit__isnull", True),
                                ("state__in", ["asked", "lapsed"]),
                            ),
                            _connector="OR",
                        ),
                        name="return_ruled_has_time_and_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ruled_at__isnull", True),
                            ("ruled_at__gte", models.F("at")),
                            _connector="OR",
                        ),
                        name="return_ruled_after_asking",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "facts.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "tell.sql").read_text(encoding="utf-8")),
    ]
