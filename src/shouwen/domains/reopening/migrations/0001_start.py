import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("reopening", "0001_initial")]

    initial = True

    dependencies = [
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("valid_from", models.DateField()),
                (
                    "dissatisfied",
                    models.CharField(
                        choices=[
                            ("off", "Nothing by itself"),
                            ("ask", "The owner and the leaders are asked to reopen it"),
                            ("automatic", "It is reopened at once"),
                        ],
                        default="ask",
                        max_length=10,
                    ),
                ),
                ("times", models.PositiveSmallIntegerField(default=1)),
                ("why", models.CharField(max_length=200)),
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
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "valid_from"), name="reopening_rule_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dissatisfied__in", ["off", "ask", "automatic"])),
                        name="reopening_rule_does_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("times__gt", 0)), name="reopening_rule_times_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="reopening_rule_says_why",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="reopening_rule_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="0d6779d0306c67f1742389f14cc7743d7a966b06",
                            operation="UPDATE",
                            pgid="pgtrigger_reopening_rule_never_edited_e8694",
                            table="reopening_rule",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
