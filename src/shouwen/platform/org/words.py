"""What the timeline of a unit or a person says for each kind of entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.subject import Subject
from shouwen.platform.access.models import Role
from shouwen.platform.journal.queries import TimelineEntry, timeline
from shouwen.platform.org.choices import Area
from shouwen.platform.org.models import Post
from shouwen.platform.org.queries import account_names, names, staff_names

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: dict[str, tuple[str, StrOrPromise]] = {
    "org.unit.created": ("plus", _("Unit created")),
    "org.unit.renamed": ("edit", _("Renamed")),
    "org.unit.zone_set": ("clock", _("Time zone changed")),
    "org.unit.area_set": ("building", _("Area changed")),
    "org.unit.moved": ("transfer", _("Moved under another unit")),
    "org.unit.deactivated": ("archive", _("Unit closed")),
    "org.unit.corrected": ("edit", _("Corrected by an import")),
    "org.unit.reopened": ("plus", _("Unit opened again")),
    "org.unit.contact_set": ("users", _("Contact changed")),
    "org.staff.hired": ("user-plus", _("Joined")),
    "org.staff.renamed": ("edit", _("Renamed")),
    "org.staff.phone_set": ("phone", _("Work phone changed")),
    "org.staff.corrected": ("edit", _("Corrected by an import")),
    "org.staff.returned": ("user-plus", _("Back again")),
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
    about: str = ""


def history(*subjects: Subject) -> list[Line]:
    """The newest twenty entries of these subjects, newest first; log-ins are left out."""
    entries = [entry for subject in subjects for entry in timeline(subject, newest_first=True)]
    entries = [entry for entry in entries if entry.kind in SENTENCES]
    newest = sorted(entries, key=lambda entry: (entry.at, entry.id), reverse=True)[:20]
    names = account_names(entry.by_id for entry in newest)
    people = staff_names(entry.facts.get("staff_id") for entry in newest)
    roles = dict(Role.objects.values_list("code", "name"))
    posts = _posts(newest)
    return [
        Line(
            at=entry.at,
            icon=SENTENCES[entry.kind][0],
            words=SENTENCES[entry.kind][1],
            by=names.get(entry.by_id, "") if entry.by_id else "",
            body=entry.body,
            about=_about(entry.kind, entry.facts, people, roles, posts),
        )
        for entry in newest
    ]


def _posts(entries: list[TimelineEntry]) -> dict[int, str]:
    """The posts that ended, by their unit and role."""
    wanted = {e.facts["post_id"] for e in entries if e.kind == "org.staff.appointment_ended"}
    found = Post.objects.filter(pk__in=wanted).select_related("unit", "role") if wanted else ()
    return {post.pk: f"{post.unit.name} {post}" for post in found}


def _about(
    kind: str,
    facts: dict[str, Any],
    people: dict[int, str],
    roles: dict[str, str],
    posts: dict[int, str],
) -> str:
    """What the facts of an entry come down to in names of today."""
    if kind == "org.unit.contact_set":
        who = people.get(facts.get("staff_id", 0), "—")
        return f"{facts['topic']} {facts['role']}: {who}"
    if kind == "org.unit.moved":
        units = names_of([facts.get("from_parent_id"), facts.get("to_parent_id")])
        return f"{units[0]} → {units[1]}, {facts['on']}"
    if kind == "org.unit.corrected" and "parent" in facts["fields"]:
        units = names_of([facts.get("from_parent_id"), facts.get("to_parent_id")])
        return f"{units[0]} → {units[1]}"
    if kind == "org.staff.corrected" and facts.get("unit_id"):
        return f"{names_of([facts['unit_id']])[0]} {roles.get(facts['role'], facts['role'])}"
    if kind == "org.unit.zone_set":
        return str(facts.get("zone") or "")
    if kind == "org.unit.area_set":
        return str(Area(facts["area"]).label if facts["area"] else _("As the unit above"))
    if kind == "org.staff.appointed":
        return f"{names_of([facts['unit_id']])[0]} {roles.get(facts['role'], facts['role'])}"
    if kind == "org.staff.appointment_ended":
        return posts.get(facts["post_id"], "")
    return ""


def names_of(unit_ids: list[int | None]) -> list[str]:
    known = names(pk for pk in unit_ids if pk is not None)
    return [known.get(pk, "—") if pk is not None else "—" for pk in unit_ids]
