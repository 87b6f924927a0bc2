"""What the timeline of a unit or a person says for each kind of entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.subject import Subject
from shouwen.platform.journal.queries import timeline
from shouwen.platform.org.queries import account_names

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: dict[str, tuple[str, StrOrPromise]] = {
    "org.unit.created": ("plus", _("Unit created")),
    "org.unit.renamed": ("edit", _("Renamed")),
    "org.unit.zone_set": ("clock", _("Time zone changed")),
    "org.unit.moved": ("transfer", _("Moved under another unit")),
    "org.unit.deactivated": ("archive", _("Unit closed")),
    "org.unit.contact_set": ("users", _("Contact changed")),
    "org.staff.hired": ("user-plus", _("Joined")),
    "org.staff.renamed": ("edit", _("Renamed")),
    "org.staff.account_opened": ("key", _("Login opened")),
    "org.staff.appointed": ("user-check", _("Appointed")),
    "org.staff.appointment_ended": ("user-minus", _("Appointment ended")),
    "org.staff.left": ("logout", _("Left the organisation")),
    "access.account.created": ("key", _("Login created")),
    "access.account.password_reset": ("lock", _("Password reset")),
    "access.account.password_changed": ("lock", _("Password changed by its owner")),
    "access.account.deactivated": ("user-minus", _("Login closed")),
    "access.account.activated": ("user-check", _("Login opened again")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it."""

    at: datetime
    icon: str
    words: StrOrPromise
    by: str
    body: str | None


def history(*subjects: Subject) -> list[Line]:
    """The newest twenty entries of these subjects, newest first; log-ins are left out."""
    entries = [entry for subject in subjects for entry in timeline(subject, newest_first=True)]
    entries = [entry for entry in entries if entry.kind in SENTENCES]
    newest = sorted(entries, key=lambda entry: (entry.at, entry.id), reverse=True)[:20]
    names = account_names(entry.by_id for entry in newest)
    return [
        Line(
            at=entry.at,
            icon=SENTENCES[entry.kind][0],
            words=SENTENCES[entry.kind][1],
            by=names.get(entry.by_id, "") if entry.by_id else "",
            body=entry.body,
        )
        for entry in newest
    ]
