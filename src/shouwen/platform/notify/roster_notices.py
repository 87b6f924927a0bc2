"""Who is told about rosters: new duties, swaps to answer, places that stay empty."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import on
from shouwen.platform.journal.events import Event
from shouwen.platform.notify import actions, words
from shouwen.platform.notify.words import Named, Sentence
from shouwen.platform.rosters import events
from shouwen.platform.rosters.models import Roster, Swap

PUBLISHED = "rosters.published"
GAPS = "rosters.gaps"
HOLIDAY_GAPS = "rosters.holiday_gaps"
SWAP_ASKED = "rosters.swap.asked"
SWAP_TO_APPROVE = "rosters.swap.agreed"
SWAP_APPROVED = "rosters.swap.approved"
SWAP_REFUSED = "rosters.swap.refused"

for kind, sentence in {
    PUBLISHED: Sentence(_("has new duties for you (week of %(monday)s)"), "calendar"),
    GAPS: Sentence(
        _("lacks people: %(missing)s places from %(first)s on"), "alert-triangle", "warn"
    ),
    HOLIDAY_GAPS: Sentence(
        _("lacks holiday cover: %(missing)s places from %(first)s on"), "alert-triangle", "warn"
    ),
    SWAP_ASKED: Sentence(_("waits for your answer"), "switch-horizontal"),
    SWAP_TO_APPROVE: Sentence(_("waits for your approval"), "switch-horizontal"),
    SWAP_APPROVED: Sentence(_("is approved: the duties have changed hands"), "circle-check"),
    SWAP_REFUSED: Sentence(_("was refused or withdrawn"), "x"),
}.items():
    words.register_sentence(kind, sentence)


@on(events.RosterPublished, name="notify.roster_published")
def tell_about_new_duties(event: events.RosterPublished) -> None:
    """排班发布: those whose duties changed, unless the week is over by now."""
    if datetime.fromisoformat(str(event.until)) <= timezone.now():
        return
    key = f"roster:{event.subject.id}:{event.monday}:{event.n}"
    _tell(event, PUBLISHED, event.staff_ids, key, {"monday": str(event.monday)})


@on(events.GapsFlagged, name="notify.roster_gaps")
def tell_about_gaps(event: events.GapsFlagged) -> None:
    """缺口预警: whoever plans the roster, once a day while places stay empty."""
    kind = HOLIDAY_GAPS if event.holiday else GAPS
    params = {"missing": event.missing, "first": str(event.first)}
    _tell(event, kind, event.staff_ids, f"gaps:{event.subject.id}:{event.on}", params)


@on(events.SwapAsked, name="notify.swap_asked")
def tell_the_colleague(event: events.SwapAsked) -> None:
    _tell(event, SWAP_ASKED, [event.colleague_id], f"swap:{event.subject.id}:asked")


@on(events.SwapAgreed, name="notify.swap_agreed")
def tell_who_approves(event: events.SwapAgreed) -> None:
    _tell(event, SWAP_TO_APPROVE, event.approver_ids, f"swap:{event.subject.id}:agreed")


@on(events.SwapApproved, name="notify.swap_approved")
def tell_both(event: events.SwapApproved) -> None:
    both = [event.asker_id, event.colleague_id]
    _tell(event, SWAP_APPROVED, both, f"swap:{event.subject.id}:approved")


@on(events.SwapEnded, name="notify.swap_ended")
def tell_the_other(event: events.SwapEnded) -> None:
    """Whoever of the two did not end it."""
    others = [s for s in (event.asker_id, event.colleague_id) if s != event.by_staff_id]
    _tell(event, SWAP_REFUSED, others, f"swap:{event.subject.id}:ended")


def _tell(
    event: Event,
    kind: str,
    staff: Collection[int],
    key: str,
    params: dict[str, object] | None = None,
) -> None:
    actions.tell(event.subject, kind, staff, key=key, params=params, by=SYSTEM, at=timezone.now())


def _rosters(ids: Collection[int]) -> dict[int, Named]:
    found = Roster.objects.filter(pk__in=ids).select_related("unit")
    title = gettext("Roster %(name)s")
    return {
        r.pk: Named(
            title % {"name": f"{r.unit.name} {r.name}"}, reverse("rosters:week", args=[r.pk])
        )
        for r in found
    }


def _swaps(ids: Collection[int]) -> dict[int, Named]:
    found = Swap.objects.filter(pk__in=ids).select_related("asker", "colleague", "duty")
    title = gettext("Swap %(asker)s ⇄ %(colleague)s on %(on)s")
    return {
        s.pk: Named(
            title % {"asker": s.asker.name, "colleague": s.colleague.name, "on": s.duty.on},
            reverse("rosters:swaps"),
        )
        for s in found
    }


words.register_presenter("roster", _rosters)
words.register_presenter("swap", _swaps)
