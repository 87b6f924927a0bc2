"""What happens when somebody writes a note."""

from __future__ import annotations

from django.utils.timezone import now

from shouwen.domains.cases.events import CaseNoted
from shouwen.domains.watching import actions
from shouwen.platform.journal.actions import entry_told_of, on
from shouwen.platform.journal.models import EntryText


@on(CaseNoted, name="watching.tell_the_mentioned")
def tell_whom_a_note_mentions(event: CaseNoted) -> None:
    """``@`` and a name in a note: the person hears of it."""
    entry_id = entry_told_of()
    assert entry_id is not None  # a reaction always runs for an entry
    body = EntryText.objects.filter(entry_id=entry_id).values_list("body", flat=True).first()
    if body and ("@" in body or "＠" in body):
        actions.mention(event.subject.id, entry_id=entry_id, text=body, at=now())
