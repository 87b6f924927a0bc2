"""The ladders an installation begins with. Their names are sources of translation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.platform.clocks.choices import ChannelKind, Effect, StepWhen
from shouwen.platform.clocks.ladders import BUILT_IN, DEFAULT, Rung, Rungs

HALF_AN_HOUR = timedelta(minutes=30)
_SHARE, _BEFORE = StepWhen.SHARE, StepWhen.BEFORE
_TOLD_LOUDLY = (ChannelKind.IN_APP, ChannelKind.SMS)
_SUPERVISED = (Effect.NOTIFY, Effect.PROPOSE_SUPERVISION)


@dataclass(frozen=True)
class PresetLadder:
    """One shipped ladder."""

    code: str
    name: str | Promise
    steps: Rungs


LADDERS: tuple[PresetLadder, ...] = (
    PresetLadder(DEFAULT, _("Ordinary matters"), BUILT_IN),
    PresetLadder(
        "repair",
        _("Repairs"),
        (
            Rung(when=_SHARE, amount=50, to=("handler",)),
            Rung(when=_SHARE, amount=80, to=("handler", "shift_leader"), ack_within=HALF_AN_HOUR),
            Rung(
                when=_SHARE,
                amount=100,
                to=("handler", "level:1", "level:2"),
                ack_within=HALF_AN_HOUR,
            ),
            Rung(
                when=StepWhen.AFTER,
                amount=2 * 3_600,
                to=("level:3",),
                channels=_TOLD_LOUDLY,
                effects=_SUPERVISED,
            ),
        ),
    ),
    PresetLadder(
        "complaint",
        _("Complaints"),
        (
            Rung(when=_SHARE, amount=50, to=("handler",)),
            Rung(when=_SHARE, amount=80, to=("handler", "level:1"), ack_within=timedelta(hours=2)),
            Rung(
                when=_SHARE,
                amount=100,
                to=("handler", "level:1", "level:2"),
                ack_within=timedelta(hours=2),
            ),
            Rung(
                when=StepWhen.WORKING_DAYS,
                amount=1,
                to=("level:3",),
                channels=_TOLD_LOUDLY,
                effects=_SUPERVISED,
            ),
        ),
    ),
    PresetLadder(
        "expert",
        _("Expert feedback within 30 minutes"),
        (
            Rung(when=_BEFORE, amount=15 * 60, to=("handler",), channels=_TOLD_LOUDLY),
            Rung(when=_BEFORE, amount=5 * 60, to=("handler", "level:1"), channels=_TOLD_LOUDLY),
            Rung(when=_SHARE, amount=100, to=("level:1", "duty_manager"), channels=_TOLD_LOUDLY),
        ),
    ),
    PresetLadder(
        "internal_reply",
        _("Replies from departments"),
        (
            Rung(when=_SHARE, amount=50, to=("level:1",)),
            Rung(when=_SHARE, amount=80, to=("level:2",)),
            Rung(when=_SHARE, amount=100, to=("level:3",)),
        ),
    ),
    PresetLadder(
        "quick_ask",
        _("Quick asks"),
        (
            Rung(when=_SHARE, amount=20, to=("handler",)),
            Rung(when=_SHARE, amount=33, to=("handler", "shift_leader")),
            Rung(when=_SHARE, amount=100, to=("handler", "level:1")),
        ),
    ),
)
