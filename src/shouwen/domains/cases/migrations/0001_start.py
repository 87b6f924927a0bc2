from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    replaces = [
        ("cases", "0001_initial"),
        ("cases", "0002_initial"),
        ("cases", "0003_facts"),
        ("cases", "0004_settle"),
        ("cases", "0005_settle_columns"),
        ("cases", "0006_facts_in_force"),
        ("cases", "0007_one_longest_wait"),
        ("cases", "0008_to_escalate"),
        ("cases", "0009_rare_indexes"),
        ("cases", "0010_angry"),
        ("cases", "0011_rating_many"),
        ("cases", "0012_declarations"),
        ("cases", "0013_tell"),
        ("cases", "0014_orders"),
        ("cases", "0015_data_request"),
        ("cases", "0016_opinion_book"),
        ("cases", "0017_rework"),
        ("cases", "0018_fields_indexed"),
        ("cases", "0019_rework_rating"),
        ("cases", "0020_few_indexed"),
    ]

    initial = True

    dependencies = [
        ("notify", "0001_start"),
        ("clocks", "0001_start"),
        ("customers", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("consultation", "Consultation"),
                            ("service_request", "Service request"),
                            ("fault_report", "Fault report"),
                            ("new_installation", "New installation"),
                            ("relocation", "Relocation"),
                            ("complaint", "Complaint"),
                            ("suggestion", "Suggestion"),
                            ("commendation", "Commendation"),
                            ("data_request", "Personal data request"),
                        ],
                        max_length=20,
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=60)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("hotline", "Hotline"),
                            ("hall", "Service hall"),
                            ("web", "Web"),
                            ("app", "App"),
                            ("import", "Import"),
                            ("staff", "Staff"),
                            ("book", "Opinion book"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("dispatched", "Dispatched"),
                            ("in_progress", "In progress"),
                            ("answered", "Answered"),
                            ("awaiting_evaluation", "Awaiting evaluation"),
                            ("closed", "Closed"),
                            ("archived", "Archived"),
                            ("merged", "Merged"),
                            ("withdrawn", "Withdrawn"),
                            ("void", "Void"),
                        ],
                        default="received",
                        max_length=20,
                    ),
                ),
                ("instance", models.PositiveSmallIntegerField(default=1)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.serviceaccount",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "owner_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                (
                    "handler_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("archived_at", models.DateTimeField(null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="cases.case",
                    ),
                ),
                ("source_batch", models.BigIntegerField(null=True)),
                ("urges", models.PositiveIntegerField(default=0)),
                ("returns", models.PositiveIntegerField(default=0)),
                ("reassignments", models.PositiveIntegerField(default=0)),
                ("reopens", models.PositiveIntegerField(default=0)),
                ("to_escalate", models.BooleanField(db_default=False, default=False)),
                ("extra", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("handler_unit"),
                        models.OrderBy(models.F("opened_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="case_handled",
                    ),
                    models.Index(
                        models.F("owner_unit"),
                        models.OrderBy(models.F("opened_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="case_owned",
                    ),
                    models.Index(models.F("opened_at"), models.F("id"), name="case_opened"),
                    models.Index(
                        models.F("customer"),
                        models.OrderBy(models.F("opened_at"), descending=True),
                        name="case_of_customer",
                    ),
                    models.Index(
                        models.F("account"),
                        models.F("kind"),
                        models.OrderBy(models.F("opened_at"), descending=True),
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            )
                        ),
                        name="case_of_account_open",
                    ),
                    models.Index(
                        models.F("handler_unit"),
                        models.OrderBy(models.F("closed_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(
                            ("state__in", ["archived", "closed", "merged", "void", "withdrawn"])
                        ),
                        name="case_closed_handled",
                    ),
                    models.Index(
                        models.F("owner_unit"),
                        models.OrderBy(models.F("closed_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(
                            ("state__in", ["archived", "closed", "merged", "void", "withdrawn"])
                        ),
                        name="case_closed_owned",
                    ),
                    models.Index(
                        models.OrderBy(models.F("closed_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(
                            ("state__in", ["archived", "closed", "merged", "void", "withdrawn"])
                        ),
                        name="case_closed",
                    ),
                    models.Index(
                        condition=models.Q(("source_batch__isnull", False)),
                        fields=["source_batch"],
                        name="case_batch",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["extra"], name="case_extra"),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(
                            models.F("urges"), "*", models.Value(-1)
                        ),
                        models.F("id"),
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            )
                        ),
                        name="case_by_urges",
                    ),
                    models.Index(
                        models.F("changed_at"),
                        models.F("id"),
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            )
                        ),
                        name="case_by_change",
                    ),
                    models.Index(
                        models.F("opened_at"),
                        models.F("id"),
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            )
                        ),
                        name="case_by_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("category", ""), _negated=True),
                        fields=["category"],
                        name="case_few_category",
                    ),
                    models.Index(
                        condition=models.Q(("reassignments__gt", 0)),
                        fields=["reassignments"],
                        name="case_few_reassignments",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["archived", "closed", "merged", "void", "withdrawn"]),
                            ("account__isnull", False),
                        ),
                        fields=["account"],
                        name="case_few_account",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["archived", "closed", "merged", "void", "withdrawn"]),
                            ("urges__gt", 0),
                        ),
                        fields=["urges"],
                        name="case_few_urges",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["archived", "closed", "merged", "void", "withdrawn"]),
                            ("returns__gt", 0),
                        ),
                        fields=["returns"],
                        name="case_few_returns",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["archived", "closed", "merged", "void", "withdrawn"]),
                            ("reopens__gt", 0),
                        ),
                        fields=["reopens"],
                        name="case_few_reopens",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("urges__gt", 0),
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            ),
                        ),
                        fields=["handler_unit", "owner_unit"],
                        include=("id",),
                        name="case_urged_handled",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("urges__gt", 0),
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            ),
                        ),
                        fields=["owner_unit", "handler_unit"],
                        include=("id",),
                        name="case_urged_owned",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("returns__gt", 0),
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            ),
                        ),
                        fields=["handler_unit", "owner_unit"],
                        include=("id",),
                        name="case_returned_handled",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("returns__gt", 0),
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            ),
                        ),
                        fields=["owner_unit", "handler_unit"],
                        include=("id",),
                        name="case_returned_owned",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("reopens__gt", 0),
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            ),
                        ),
                        fields=["handler_unit", "owner_unit"],
                        include=("id",),
                        name="case_reopened_handled",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("reopens__gt", 0),
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            ),
                        ),
                        fields=["owner_unit", "handler_unit"],
                        include=("id",),
                        name="case_reopened_owned",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("to_escalate", True),
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            ),
                        ),
                        fields=["handler_unit", "owner_unit"],
                        include=("id",),
                        name="case_to_escalate_handled",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("to_escalate", True),
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            ),
                        ),
                        fields=["owner_unit", "handler_unit"],
                        include=("id",),
                        name="case_to_escalate_owned",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("extra__mood", "angry"),
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            ),
                        ),
                        fields=["handler_unit", "owner_unit"],
                        include=("id",),
                        name="case_angry_handled",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("extra__mood", "angry"),
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "answered",
                                    "awaiting_evaluation",
                                    "dispatched",
                                    "in_progress",
                                    "received",
                                ],
                            ),
                        ),
                        fields=["owner_unit", "handler_unit"],
                        include=("id",),
                        name="case_angry_owned",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "received",
                                    "accepted",
                                    "dispatched",
                                    "in_progress",
                                    "answered",
                                    "awaiting_evaluation",
                                    "closed",
                                    "archived",
                                    "merged",
                                    "withdrawn",
                                    "void",
                                ],
                            )
                        ),
                        name="case_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "consultation",
                                    "service_request",
                                    "fault_report",
                                    "new_installation",
                                    "relocation",
                                    "complaint",
                                    "suggestion",
                                    "commendation",
                                    "data_request",
                                ],
                            )
                        ),
                        name="case_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    "hotline",
                                    "hall",
                                    "web",
                                    "app",
                                    "import",
                                    "staff",
                                    "book",
                                    "other",
                                ],
                            )
                        ),
                        name="case_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "merged"), _negated=True),
                            ("merged_into__isnull", False),
                            _connector="OR",
                        ),
                        name="case_merged_names_survivor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["answered", "awaiting_evaluation"]), _negated=True
                            ),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="case_settled_is_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["closed", "archived"]), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="case_closed_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            ("answered_at__gte", models.F("opened_at")),
                            _connector="OR",
                        ),
                        name="case_answered_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("closed_at__gte", models.F("opened_at")),
                            _connector="OR",
                        ),
                        name="case_closed_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at__isnull", True),
                            ("finished_at__gte", models.F("opened_at")),
                            _connector="OR",
                        ),
                        name="case_finished_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("archived_at__isnull", True),
                            ("archived_at__gte", models.F("opened_at")),
                            _connector="OR",
                        ),
                        name="case_archived_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("instance__gte", 1)),
                        name="case_instance_counts_from_one",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="case_changed_now",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.changed_at := now(); RETURN NEW;",
                            hash="1e7f65df8cbd78678d6d592a3831b177d8d5ffc5",
                            operation='UPDATE OF "version"',
                            pgid="pgtrigger_case_changed_now_125dd",
                            table="cases_case",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(unique=True)),
                ("urge_window_minutes", models.PositiveIntegerField(default=30)),
                ("reopen_days", models.PositiveIntegerField(default=30)),
                ("evaluation_days", models.PositiveIntegerField(db_default=14, default=14)),
                ("evaluation_change_hours", models.PositiveIntegerField(db_default=24, default=24)),
            ],
            options={
                "verbose_name_plural": "terms",
            },
        ),
        migrations.CreateModel(
            name="Declaration",
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
                        related_name="declarations",
                        to="cases.case",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.serviceaccount",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("hotline", "Hotline"),
                            ("hall", "Service hall"),
                            ("web", "Web"),
                            ("app", "App"),
                            ("import", "Import"),
                            ("staff", "Staff"),
                            ("book", "Opinion book"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
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
                ("counted", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "at"], name="declaration_of_case"),
                    models.Index(fields=["account", "at"], name="declaration_of_line"),
                    models.Index(fields=["at", "id"], name="declaration_at"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="declaration_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="8f196a3ad4bae9cb3ca1c60f0e05504dead0788a",
                            operation="UPDATE",
                            pgid="pgtrigger_declaration_never_edited_5bf2b",
                            table="cases_declaration",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
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
                        related_name="ratings",
                        to="cases.case",
                    ),
                ),
                ("instance", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("score", models.PositiveSmallIntegerField()),
                ("solved", models.BooleanField()),
                ("attitude", models.PositiveSmallIntegerField(null=True)),
                ("timeliness", models.PositiveSmallIntegerField(null=True)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("kind", "Friendly"),
                                ("on_time", "Came on time"),
                                ("clear", "Explained well"),
                                ("unkind", "Unfriendly"),
                                ("slow", "Took too long"),
                                ("unclear", "Not explained"),
                                ("not_solved", "Problem not solved"),
                            ],
                            max_length=20,
                        ),
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("hotline", "Hotline"),
                            ("hall", "Service hall"),
                            ("web", "Web"),
                            ("app", "App"),
                            ("import", "Import"),
                            ("staff", "Staff"),
                            ("book", "Opinion book"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "instance", "at", "id"], name="rating_last")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 1), ("score__lte", 5)),
                        name="rating_score_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attitude__isnull", True),
                            models.Q(("attitude__gte", 1), ("attitude__lte", 5)),
                            _connector="OR",
                        ),
                        name="rating_parts_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("timeliness__isnull", True),
                            models.Q(("timeliness__gte", 1), ("timeliness__lte", 5)),
                            _connector="OR",
                        ),
                        name="rating_times_one_to_five",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="rating_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="9a01dfa63f54cd0f9dba264a478984fae7caba66",
                            operation="UPDATE",
                            pgid="pgtrigger_rating_never_edited_beb31",
                            table="cases_rating",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Urge",
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
                        related_name="urge_rows",
                        to="cases.case",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("owner_unit", "Owner's unit"),
                            ("leader", "Leader"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("hotline", "Hotline"),
                            ("hall", "Service hall"),
                            ("web", "Web"),
                            ("app", "App"),
                            ("import", "Import"),
                            ("staff", "Staff"),
                            ("book", "Opinion book"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
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
                ("counted", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "at"], name="urge_of_case"),
                    models.Index(fields=["at", "id"], name="urge_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["customer", "owner_unit", "leader"])),
                        name="urge_source_known",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="urge_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="67b5b6c9e61593013b60112b2835fb20fbd12df7",
                            operation="UPDATE",
                            pgid="pgtrigger_urge_never_edited_8c133",
                            table="cases_urge",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseWords",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        db_column="case_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("tokens", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "cases_search",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["tokens"], name="case_search_tokens"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rework",
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
                ("at", models.DateTimeField()),
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
                    "rating",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.rating",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at", "id"], name="rework_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "instance"), name="rework_once_an_instance"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="rework_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="2e13fa8865e9fb990696dc035840c25434e16737",
                            operation="UPDATE",
                            pgid="pgtrigger_rework_never_edited_7e5d8",
                            table="cases_rework",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.RunSQL((SQL / "facts.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "rework.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "declarations.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "settle.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "tell.sql").read_text(encoding="utf-8")),
    ]
