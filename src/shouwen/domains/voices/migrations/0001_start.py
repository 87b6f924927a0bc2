import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("voices", "0001_opinion_book")]

    initial = True

    dependencies = [
        ("cases", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="BookEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "hall",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                ("book", models.CharField(max_length=20)),
                ("number", models.PositiveIntegerField()),
                ("written_on", models.DateField()),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("pasted_at", models.DateTimeField(null=True)),
                (
                    "pasted_by",
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
                    models.Index(fields=["hall", "-entered_at", "-id"], name="book_entry_newest")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hall", "book", "number"), name="book_entry_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", 0)), name="book_entry_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("book", ""), _negated=True), name="book_named"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("named", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["staff", "-at", "-id"], name="suggestion_of_staff")
                ],
            },
        ),
    ]
