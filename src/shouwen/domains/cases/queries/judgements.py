"""What customers said of the work; of several judgements of one instance the last one counts."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from shouwen.domains.cases.models import Case, Rating


def counted(case_ids: Collection[int]) -> QuerySet[Rating]:
    """有效评价: of each instance of these cases the last judgement, in the order of instances."""
    rows = Rating.objects.filter(case_id__in=case_ids)
    last = rows.order_by("case_id", "instance", "-at", "-pk").distinct("case_id", "instance")
    return Rating.objects.filter(pk__in=last.values("pk")).order_by("case_id", "instance")


def of_instance(case: Case) -> list[Rating]:
    """Every judgement of the running instance, the first one first."""
    return list(Rating.objects.filter(case=case, instance=case.instance).order_by("at", "pk"))


def last_scores(case_ids: Collection[int]) -> dict[int, int]:
    """Case → the score of its last instance that was judged; cases without one are left out."""
    return dict(counted(case_ids).values_list("case_id", "score"))
