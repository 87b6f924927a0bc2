"""How far many clocks have climbed, read from the ledgers in a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from shouwen.platform.clocks.ladders import Fired, Progress
from shouwen.platform.clocks.models import Acknowledgement, Fire, Verdict


def progress_of(clock_ids: Sequence[int]) -> dict[int, Progress]:
    """By clock, for those that have a verdict or a step that fired."""
    fired: dict[int, dict[int, Fired]] = defaultdict(dict)
    fires = Fire.objects.filter(clock_id__in=clock_ids)
    seen = set(
        Acknowledgement.objects.filter(clock_id__in=clock_ids).values_list("clock_id", "step")
    )
    for clock, step, at, why in fires.values_list("clock_id", "step", "fired_at", "suppressed"):
        fired[clock][step] = Fired(at, open=not why and (clock, step) not in seen)
    verdicts = Verdict.objects.filter(clock_id__in=clock_ids)
    judged = set(verdicts.values_list("clock_id", flat=True))
    return {pk: Progress(pk in judged, fired.get(pk, {})) for pk in judged | set(fired)}
