"""How much time clocks have counted: on their own calendar, less their own pauses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.clocks.reckoning import Reckoner, stretches


def used_seconds(clock_ids: Mapping[int, datetime]) -> dict[int, float]:
    """Clock id → seconds counted until the instant given for it (or its end, if that was before)."""
    clocks = list(Clock.objects.filter(pk__in=clock_ids))
    holds: dict[tuple[str, int], list[Hold]] = {}
    for kind in {c.subject_kind for c in clocks}:
        ids = [c.subject_id for c in clocks if c.subject_kind == kind]
        found = Hold.objects.filter(subject_kind=kind, subject_id__in=ids)
        for hold in found.order_by("subject_id", "seq"):
            holds.setdefault((kind, hold.subject_id), []).append(hold)
    return {
        clock.pk: Reckoner(clock, stretches(holds[clock.subject_kind, clock.subject_id]))
        .used(clock_ids[clock.pk])
        .total_seconds()
        for clock in clocks
    }
