"""What is taken out of the queue before it is sent: it has become pointless, or must wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shouwen.platform.clocks import queries as clocks
from shouwen.platform.notify.choices import State
from shouwen.platform.notify.models import Delivery, Notice
from shouwen.platform.notify.quiet import held_until


def weeded(rows: Sequence[Delivery], *, at: datetime) -> list[Delivery]:
    """The rows that still are to go, in order; the others are written down with the reason."""
    seen = set(
        Notice.objects.filter(
            pk__in=[row.notice_id for row in rows if row.notice_id], read_at__isnull=False
        ).values_list("pk", flat=True)
    )
    ended = clocks.ended({row.clock_id for row in rows if row.clock_id is not None})
    quiet = held_until([r.staff_id for r in rows if r.staff_id and not r.urgent], at=at)
    fit, changed = [], []
    for row in rows:
        if row.notice_id in seen:
            row.state, row.reason, row.next_try_at = State.SUPPRESSED, "acknowledged", None
        elif row.clock_id in ended:
            row.state, row.reason, row.next_try_at = State.SUPPRESSED, "ended", None
        elif not row.urgent and row.staff_id is not None and row.staff_id in quiet:
            row.state, row.reason = State.HELD, "quiet_hours"
            row.next_try_at = quiet[row.staff_id]
        else:
            fit.append(row)
            continue
        changed.append(row)
    if changed:
        Delivery.objects.bulk_update(changed, ["state", "reason", "next_try_at"])
    return fit
