"""The journal: what happened, to what, when, by whom; append only, chained per subject, sealed daily."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One fact 事实: written in the transaction that made it true, never changed afterwards.

    ``at`` is when it happened, ``recorded_at`` when the database was told. ``facts`` hold ids,
    codes, times and numbers only; words a person wrote stand in ``EntryText``.
    """

    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    seq = models.IntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    via = models.CharField(max_length=8)
    batch_id = models.BigIntegerField(null=True)
    v = models.SmallIntegerField(default=1)
    facts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    text_hash = models.BinaryField(null=True)
    hash = models.BinaryField()

    class Meta:
        db_table = "journal_entry"
        # Not unique and nothing points here: the table can become PARTITION BY RANGE(id).
        # The head row is what keeps seq unique within a subject.
        indexes = [
            models.Index("subject_kind", "subject_id", "seq", name="journal_entry_subject"),
            models.Index(
                "batch_id", name="journal_entry_batch", condition=~models.Q(batch_id=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} #{self.seq} {self.kind}"


class Head(models.Model):
    """The end of one subject's chain: its next number and the hash to build on. The lock of the chain."""

    pk = models.CompositePrimaryKey("subject_kind", "subject_id")
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    seq = models.IntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "journal_head"

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} at {self.seq}"


class EntryText(models.Model):
    """Words that belong to an entry (a note, an answer); erasable, the entry keeps only their hash.

    After erasure ``body`` and ``salt`` are null and ``erased_rule`` says by which rule.
    """

    entry_id = models.BigIntegerField(db_index=True)
    body = models.TextField(null=True)
    salt = models.BinaryField(null=True)
    purpose = models.CharField(max_length=30)
    delete_after = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    erased_rule = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "journal_text"

    def __str__(self) -> str:
        return f"text of entry {self.entry_id}"


class Seal(models.Model):
    """封签: the Merkle root over a day's range of entry ids, chained to the seal before it."""

    on = models.DateField(unique=True)
    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField()
    root = models.BinaryField()
    prev_root = models.BinaryField(null=True)
    entries = models.BigIntegerField()

    class Meta:
        db_table = "journal_seal"

    def __str__(self) -> str:
        return f"seal of {self.on}"
