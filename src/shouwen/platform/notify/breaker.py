"""熔断: a channel that fails again and again is left alone for a while, then tried with one message."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from shouwen.platform.notify.choices import Circuit
from shouwen.platform.notify.models import Health

THRESHOLD = 5
FIRST_REST = 60
LONGEST_REST = 15 * 60
LEASE = timedelta(seconds=90)
"""How long one message may take before its process counts as dead."""
FIRST_WAIT = 30.0
LONGEST_WAIT = 30 * 60.0


def allowed(health: Health, at: datetime) -> bool:
    """Whether a message may go now; while one probes, the others wait for its end."""
    circuit = health.circuit(at)
    if circuit is Circuit.PROBE:
        health.opened_until = at + LEASE
        health.save(update_fields=["opened_until"])
    return circuit is not Circuit.OPEN


def success(health: Health, at: datetime) -> None:
    health.failures, health.opened_until, health.cool_seconds = 0, None, 0
    health.last_success_at, health.last_code = at, ""
    health.save()


def failure(health: Health, code: str, at: datetime) -> None:
    """One more in a row; from the fifth on, and after a failed probe, the channel rests, ever longer."""
    health.failures += 1
    health.last_failure_at, health.last_code = at, code
    if health.opened_until is not None or health.failures >= THRESHOLD:
        health.cool_seconds = min(health.cool_seconds * 2 or FIRST_REST, LONGEST_REST)
        health.opened_until = at + timedelta(seconds=health.cool_seconds)
    health.save()


def alive(health: Health) -> None:
    """It answered, if only with a refusal of this one message: that is no failure of the channel."""
    health.failures, health.opened_until, health.cool_seconds = 0, None, 0
    health.save()


def rest(health: Health, code: str, *, seconds: int, at: datetime) -> None:
    """The other side asked for a pause; nothing is broken."""
    health.opened_until, health.last_code = at + timedelta(seconds=seconds), code
    health.save()


def wait(tries: int, uid: UUID) -> timedelta:
    """How long after the n-th failure one delivery is tried again: doubling, spread by a quarter."""
    spread = 0.75 + (uid.int >> (tries % 64)) % 1000 / 2000
    return timedelta(seconds=min(FIRST_WAIT * 2 ** min(tries - 1, 12), LONGEST_WAIT) * spread)
