"""A database that is half way through the migrations of before is refused as it is."""

from __future__ import annotations

import pytest
from django.db.migrations.recorder import MigrationRecorder

from shouwen.config import steps
from shouwen.kernel.command import UnusableInput

pytestmark = pytest.mark.django_db
ROWS = MigrationRecorder.Migration.objects


def test_a_whole_database_is_taken() -> None:
    assert ROWS.filter(app="cases", name="0020_few_indexed").exists()
    steps.refuse_halfway()


def test_an_installation_with_all_older_migrations_is_taken() -> None:
    ROWS.filter(name="0001_start").delete()
    steps.refuse_halfway()


def test_an_older_state_is_refused_with_the_way_out() -> None:
    ROWS.filter(app="cases", name__in=["0001_start", "0020_few_indexed"]).delete()
    with pytest.raises(UnusableInput, match=r"lacks cases\.0020_few_indexed\..*revision d918e82"):
        steps.refuse_halfway()


def test_an_empty_database_is_taken() -> None:
    ROWS.all().delete()
    steps.refuse_halfway()
