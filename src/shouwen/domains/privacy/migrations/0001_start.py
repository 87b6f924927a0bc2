import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("privacy", "0001_initial"),
        ("privacy", "0002_outcomes"),
        ("privacy", "0003_ruling"),
        ("privacy", "0004_call_retention"),
    ]

    initial = True

    dependencies = [
        ("access", "__first__"),
        ("cases", "0001_start"),
        ("customers", "0001_start"),
        ("org", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Night",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "mode",
                    models.CharField(
                        choices=[("off", "Off"), ("count", "Count only"), ("erase", "Erase")],
                        max_length=8,
                    ),
                ),
                ("due", models.PositiveIntegerField(default=0)),
                ("erased", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=80)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("texts", "Words of ended cases"),
                            ("files", "Files of ended cases"),
                            (
                                "customers",
                                "Name, numbers and address of customers without cases or lines in use",
                            ),
                            ("calls", "Number and line of telephone calls"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("months", models.PositiveSmallIntegerField()),
                ("basis", models.CharField(max_length=300)),
                ("since", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "since"), name="retention_rule_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["texts", "files", "customers", "calls"])),
                        name="retention_rule_what_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True),
                        name="retention_rule_has_basis",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="retention_rule_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6c1b1089c554f49e946813db27ee4e6d29924cfc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_retention_rule_stays_9eb1a",
                            table="privacy_rule",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DataRequest",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                ("instance", models.PositiveSmallIntegerField(default=1)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("access", "To see the own data"),
                            ("copy", "A copy of the own data"),
                            ("correction", "Correction of the own data"),
                            ("deletion", "Deletion of the own data"),
                            ("withdrawal", "Withdrawal of all consents"),
                            ("explanation", "An explanation of the rules of processing"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "checked",
                    models.CharField(
                        choices=[
                            ("call_back", "Called back on the number on record"),
                            ("papers", "Identity card seen at the counter"),
                            ("writing", "Signed letter with a copy of the card"),
                            ("needless", "Not needed: nothing of a person is told"),
                            ("failed", "Could not be verified"),
                        ],
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("granted", "Carried out"), ("refused", "Refused with a reason")],
                        max_length=8,
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unverified", "The person could not be verified"),
                            ("not_held", "No such data are held"),
                            ("secret", "Law demands secrecy"),
                            (
                                "kept",
                                "The time the law has it kept is not over; it is only stored from now on",
                            ),
                            ("hard", "Cannot be erased technically; it is only stored from now on"),
                            ("contract", "Needed for the contract or a duty, not kept by consent"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "delivered",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("counter", "Handed over at the counter"),
                            ("post", "Sent to the address on record"),
                            ("shown", "Shown or read out"),
                            ("told", "Told that it is done"),
                        ],
                        max_length=8,
                    ),
                ),
                ("export_number", models.BigIntegerField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.staff",
                    ),
                ),
                ("proof", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "instance"), name="data_request_once_an_instance"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "wish__in",
                                [
                                    "access",
                                    "copy",
                                    "correction",
                                    "deletion",
                                    "withdrawal",
                                    "explanation",
                                ],
                            )
                        ),
                        name="data_request_wish_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "checked__in",
                                ["call_back", "papers", "writing", "needless", "failed"],
                            )
                        ),
                        name="data_request_checked_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("outcome", "")),
                            models.Q(
                                ("done_at__isnull", False), ("outcome__in", ["granted", "refused"])
                            ),
                            _connector="OR",
                        ),
                        name="data_request_ends_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "ground__in",
                                    [
                                        "unverified",
                                        "not_held",
                                        "secret",
                                        "kept",
                                        "hard",
                                        "contract",
                                    ],
                                ),
                                ("outcome", "refused"),
                            ),
                            models.Q(
                                models.Q(("outcome", "refused"), _negated=True), ("ground", "")
                            ),
                            _connector="OR",
                        ),
                        name="data_request_refused_on_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivered__in", ["", "counter", "post", "shown", "told"])
                        ),
                        name="data_request_delivered_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.BigIntegerField()),
                ("reason", models.CharField(max_length=300)),
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
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "lifted_by",
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
                        condition=models.Q(("lifted_at", None)),
                        fields=("subject_kind", "subject_id"),
                        name="legal_hold_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject_kind__in", ["case", "customer"])),
                        name="legal_hold_subject_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="legal_hold_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NightSwitch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("off", "Off"), ("count", "Count only"), ("erase", "Erase")],
                        max_length=8,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="night_switch_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="dc96440b77f5a75a552522f68b9bd2969835eb35",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_night_switch_stays_1fd22",
                            table="privacy_nightswitch",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("texts", "Words of ended cases"),
                            ("files", "Files of ended cases"),
                            (
                                "customers",
                                "Name, numbers and address of customers without cases or lines in use",
                            ),
                            ("calls", "Number and line of telephone calls"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("months", models.PositiveSmallIntegerField()),
                ("basis", models.CharField(max_length=300)),
                ("since", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("confirmed", models.BooleanField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("code",),
                        name="one_open_proposal_a_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed", True), _negated=True),
                            models.Q(("by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="proposal_has_basis"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["texts", "files", "customers", "calls"])),
                        name="proposal_what_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="privacy.rule",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("before", models.DateTimeField()),
                ("subjects", models.PositiveIntegerField()),
                ("texts", models.PositiveIntegerField()),
                ("files", models.PositiveIntegerField()),
                ("fields", models.PositiveIntegerField()),
                ("exempt", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="retention_run_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ae6280cc21f3a10523500651c5e34b62958d90e9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_retention_run_stays_14568",
                            table="privacy_run",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
