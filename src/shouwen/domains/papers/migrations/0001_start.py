import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("papers", "0001_initial")]

    initial = True

    dependencies = [
        ("cases", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("category", models.CharField(blank=True, max_length=60)),
                ("valid_from", models.DateField()),
                ("why", models.CharField(max_length=200)),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "category", "valid_from"), name="paper_list_once_a_day"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="paper_list_is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8931561b8d95b0a783098219299386744bb2c249",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_paper_list_is_append_only_81f4b",
                            table="papers_paperlist",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="papers.paperlist",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("note", models.CharField(blank=True, max_length=120)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("original", "Original"),
                            ("copy", "Copy"),
                            ("both", "Original and copy"),
                        ],
                        max_length=10,
                    ),
                ),
                ("required", models.BooleanField()),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("list", "name"), name="paper_once_a_list")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="paper_is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="71bf109d9e9947fda3e41b3fd587e7ae4b3b680c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_paper_is_append_only_43fed",
                            table="papers_paper",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tick",
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
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.paper",
                    ),
                ),
                ("taken", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "paper", "-id"], name="paper_tick_of_case")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="paper_tick_is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="faac0d6d0d296d4eef11d9692fae182690f7478d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_paper_tick_is_append_only_c8384",
                            table="papers_tick",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
