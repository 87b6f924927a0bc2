"""The timeline of a case in words: journal entries with names in the place of ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, gettext_lazy, gettext_noop, pgettext

from shouwen.domains.cases.choices import CaseKind, CaseState, Channel, UrgeSource, WaitReason
from shouwen.domains.cases.choices import WaitingFor as Waits
from shouwen.domains.cases.models import Case
from shouwen.domains.customers.queries import Veil, veils
from shouwen.kernel.subject import Subject
from shouwen.platform.access.masking import mask_within
from shouwen.platform.clocks.choices import ClockKind
from shouwen.platform.journal import queries as journal
from shouwen.platform.journal.queries import TimelineEntry
from shouwen.platform.org import queries as org

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Facts = Mapping[str, Any]
GROUPS = {
    "customer": gettext_lazy("With the customer"),
    "work": gettext_lazy("Work"),
    "clock": gettext_lazy("Limits"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the timeline as shown."""

    at: datetime
    icon: str
    tone: str
    group: str
    what: str
    who: str
    quote: str
    erased: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Names:
    """Units, people and accounts named in a timeline."""

    units: Mapping[int, str]
    staff: Mapping[int, str]
    cases: Mapping[int, str]

    def unit(self, pk: Any) -> str:
        return self.units.get(int(pk), "—") if pk else "—"

    def place(self, facts: Facts) -> str:
        """The unit, with the person where one is named."""
        unit, person = self.unit(facts.get("unit_id")), self.staff.get(facts.get("staff_id") or 0)
        return f"{unit} {person}" if person else unit


def _label(choices: Any, value: Any) -> str:
    return str(dict(choices.choices).get(value, value))


def _opened(f: Facts, n: Names) -> str:
    return gettext("%(channel)s: %(kind)s taken in; first asked %(place)s, the clocks start") % {
        "channel": _label(Channel, f.get("channel")),
        "kind": _label(CaseKind, f.get("case_kind")),
        "place": n.place(f),
    }


def _dispatched(f: Facts, n: Names) -> str:
    words = {"from": n.unit(f.get("from_unit_id")), "place": n.place(f)}
    if f.get("returned"):
        return gettext("%(from)s sent it back to %(place)s") % words
    if f.get("reassigned"):
        return gettext("Reassigned from %(from)s to %(place)s") % words
    return gettext("Dispatched to %(place)s") % words


def _sent_back(f: Facts, n: Names) -> str:
    words = {"place": n.place(f), "to": n.unit(f.get("to_unit_id"))}
    if f.get("again"):
        return (
            gettext("%(place)s sends it back again, says it belongs to %(to)s; arbitration decides")
            % words
        )
    return gettext("%(place)s sends it back, says it belongs to %(to)s; the desk rules") % words


def _urged(f: Facts, n: Names) -> str:
    words = {"who": _label(UrgeSource, f.get("source")), "place": n.place(f)}
    if f.get("counted"):
        return gettext("%(who)s urged; charged to %(place)s") % words
    return gettext("%(who)s urged again within the window; kept, not counted") % words


def _declared(f: Facts, n: Names) -> str:
    if f.get("counted"):
        return gettext("The customer made a declaration; charged to %(place)s") % {
            "place": n.place(f)
        }
    return gettext("The customer declared again within a day; kept, not counted")


def _waits(f: Facts, n: Names) -> str:
    until = parse_datetime(str(f.get("until", "")))
    party = n.unit(f["unit_id"]) if f.get("unit_id") else _label(Waits, f.get("waiting_for"))
    return gettext("Waits for: %(party)s · %(reason)s · until %(until)s") % {
        "party": party,
        "reason": _label(WaitReason, f.get("reason")),
        "until": _short(until),
    }


def _short(moment: datetime | None) -> str:
    from shouwen.platform.ui.components.words import short_time

    return short_time(moment)


_REOPENED = {
    "continue": gettext_noop("Reopened; back with %(place)s, the clock goes on"),
    "rework": gettext_noop("Reopened as rework of %(place)s, with a limit of its own"),
}


def _reopened(f: Facts, n: Names) -> str:
    usual = gettext_noop("Reopened; back with %(place)s, new clocks")
    words = gettext(_REOPENED.get(f.get("policy") or "", usual)) % {"place": n.place(f)}
    if f.get("rating_id"):
        said = gettext("the customer's evaluation of %(score)s of 5 asks for it")
        return f"{words}; {said % {'score': f.get('score')}}"
    return words


def _evaluated(f: Facts, n: Names) -> str:
    solved = gettext("solved") if f.get("solved") else gettext("not solved")
    words = {"score": f.get("score"), "solved": solved}
    if f.get("changed"):
        return gettext("The customer changed it to %(score)s of 5, %(solved)s; this counts") % words
    return gettext("The customer gave %(score)s of 5, %(solved)s") % words


def _fired(f: Facts, n: Names) -> str:
    """Which step; of the built-in ladder (and in entries of version 1) the two it has."""
    words = {"clock": _label(ClockKind, f.get("clock_kind") or f.get("kind")), "n": f.get("step")}
    if f.get("by_hand"):
        return gettext("%(clock)s: escalated by hand to step %(n)s") % words
    if f.get("ladder_version") and f.get("due_passed"):
        return gettext("%(clock)s: overdue, step %(n)s of the escalation") % words
    if f.get("ladder_version"):
        return gettext("%(clock)s: step %(n)s of the escalation") % words
    if int(f.get("step") or 0) >= 2:
        return gettext("%(clock)s: overdue") % words
    return gettext("%(clock)s: 80%% of the time is used") % words


def _seen(f: Facts, n: Names) -> str:
    return gettext("Step %(n)s of the escalation was acknowledged") % {"n": f.get("step")}


def _escalated(f: Facts, n: Names) -> str:
    words = {"n": f.get("step"), "place": n.place(f) if f.get("unit_id") else "—"}
    if f.get("refused"):
        return gettext("Step %(n)s of the escalation could not hand it to %(place)s") % words
    return gettext("Step %(n)s of the escalation hands it to %(place)s") % words


def _proposed(f: Facts, n: Names) -> str:
    words = {"n": f.get("step")}
    return gettext("Step %(n)s of the escalation proposes supervision") % words


def _reminded(f: Facts, n: Names) -> str:
    people = [n.staff[pk] for pk in f.get("staff_ids") or () if pk in n.staff]
    return gettext("Reminded %(people)s") % {"people": "、".join(people) or "—"}


def _acknowledged(f: Facts, n: Names) -> str:
    return gettext("%(person)s acknowledged the reminder") % {
        "person": n.staff.get(f.get("staff_id") or 0, "—")
    }


def _missed(f: Facts, n: Names) -> str:
    who = {"person": n.staff.get(f.get("staff_id") or 0, "—")}
    if f.get("state") == "uncertain":
        return gettext("Nobody knows whether the reminder reached %(person)s") % who
    return gettext("The reminder did not reach %(person)s") % who


def _taken_out(f: Facts, n: Names) -> str:
    return gettext("Taken out of every figure; was “%(state)s”") % {
        "state": _label(CaseState, f.get("from_state"))
    }


def _merged(f: Facts, n: Names) -> str:
    return gettext("Merged into %(number)s; out of every figure") % {
        "number": n.cases.get(f.get("into_id") or 0, "—")
    }


def _joined(f: Facts, n: Names) -> str:
    return gettext("%(number)s was merged into this case") % {
        "number": n.cases.get(f.get("case_id") or 0, "—")
    }


def _unfiled(f: Facts, n: Names) -> str:
    if f.get("over"):
        return gettext("A file was erased: its time was over")
    return gettext("A file was removed and its content erased")


Teller = Callable[[Facts, Names], str]


def _says(text: str) -> Teller:
    return lambda f, n: gettext(text)


def _placed(text: str) -> Teller:
    return lambda f, n: gettext(text) % {"place": n.place(f)}


_TELLERS: dict[str, tuple[str, str, str, Teller]] = {
    "cases.case.opened": ("headset", "info", "customer", _opened),
    "cases.case.recorded": ("database", "", "work", _says(gettext_noop("Taken over from another system as it stood"))),
    "cases.case.accepted": ("check", "ok", "work", _placed(gettext_noop("Accepted by %(place)s"))),
    "cases.case.dispatched": ("send", "info", "work", _dispatched),
    "cases.case.sent_back": ("arrow-back-up", "warn", "work", _sent_back),
    "cases.case.started": ("player-play", "info", "work", _placed(gettext_noop("%(place)s started work"))),
    "cases.case.answered": ("message-check", "ok", "customer", _placed(gettext_noop("Answered by %(place)s; back to the owner for the evaluation"))),
    "cases.case.evaluation_invited": ("mood-smile", "", "customer", _says(gettext_noop("The customer was invited to evaluate"))),
    "cases.case.evaluated": ("star", "ok", "customer", _evaluated),
    "cases.case.closed": ("circle-check", "ok", "work", _says(gettext_noop("Closed"))),
    "cases.case.reopened": ("refresh", "warn", "customer", _reopened),
    "cases.case.archived": ("archive", "", "work", _says(gettext_noop("Archived"))),
    "cases.case.withdrawn": ("arrow-back-up", "", "customer", _taken_out),
    "cases.case.voided": ("trash", "", "work", _taken_out),
    "cases.case.merged": ("git-merge", "hold", "work", _merged),
    "cases.case.joined": ("git-merge", "info", "work", _joined),
    "cases.case.noted": ("note", "", "work", _says(gettext_noop("Note"))),
    "cases.case.file_added": ("paperclip", "", "work", _says(gettext_noop("A file was added"))),
    "cases.case.file_removed": ("trash", "", "work", _unfiled),
    "cases.case.declared": ("message-report", "mood", "customer", _declared),
    "cases.case.urged": ("bell-ringing", "mood", "customer", _urged),
    "cases.case.waits": ("player-pause", "hold", "work", _waits),
    "cases.case.resumed": ("player-play", "", "work", _says(gettext_noop("The wait is over"))),
    "cases.case.handed_over": ("user-share", "", "work", _says(gettext_noop("Handed over to a successor"))),
    "cases.case.escalated": ("arrow-up", "late", "clock", _escalated),
    "cases.supervision.proposed": ("gavel", "late", "clock", _proposed),
    "clocks.step.acknowledged": ("check", "ok", "clock", _seen),
    "clocks.step.fired": ("alert-triangle", "warn", "clock", _fired),
    "notify.notice.sent": ("bell", "", "clock", _reminded),
    "notify.notice.acknowledged": ("check", "ok", "clock", _acknowledged),
    "notify.delivery.missed": ("alert-circle", "late", "clock", _missed),
    "notify.delivery.resent": ("send", "info", "clock", _says(gettext_noop("The reminder is sent again by hand"))),
    "notify.delivery.cancelled": ("x", "", "clock", _says(gettext_noop("A reminder was cancelled"))),
    "portal.link.made": ("link", "", "customer", _says(gettext_noop("A page of the customer's own was opened"))),
    "portal.link.sent": ("device-mobile", "info", "customer", _says(gettext_noop("The link to the own page was sent to the customer"))),
    "portal.link.entered": ("user-check", "ok", "customer", _says(gettext_noop("The customer opened the own page"))),
    "portal.link.revoked": ("lock", "", "customer", _says(gettext_noop("The link to the own page was taken back"))),
    "access.data.unmasked": ("eye", "", "work", _says(gettext_noop("Looked at the full customer data"))),
}  # fmt: skip


def register_teller(kind: str, icon: str, tone: str, group: str, text: StrOrPromise) -> None:
    """The words of an entry that an app above writes on a case; ``text`` may use place and number (of the other case)."""

    def tell(f: Facts, n: Names) -> str:
        number = n.cases.get(f.get("case_id") or 0, "—")
        return str(text) % {"place": n.place(f), "number": number}

    register(kind, icon=icon, tone=tone, group=group, tell=tell)


def register(kind: str, *, icon: str, tone: str, group: str, tell: Teller) -> None:
    """Called in AppConfig.ready by an app above whose events stand in the timeline of a case."""
    _TELLERS[kind] = (icon, tone, group, tell)


def story(subject: Subject, *, veil: Veil = mask_within) -> list[Told]:
    """时间线, newest first; ``veil`` covers what words say of a person."""
    return told(journal.timeline(subject, newest_first=True), veil=veil)


def told(entries: list[TimelineEntry], *, veil: Veil) -> list[Told]:
    """Entries that have been read, in words: every id named in three queries."""
    names = _names(entries)
    who = org.account_names({e.by_id for e in entries})
    return [_told(e, names, who.get(e.by_id or 0, ""), veil) for e in entries]


_QUIET = frozenset(
    f"cases.case.{verb}"
    for verb in ("noted", "urged", "declared", "escalated", "file_added", "file_removed")
)
"""Entries that leave the version of the case as it is."""


def changed_since(case: Case, version: int) -> list[Told]:
    """What happened to the case since somebody looked at this version of it, newest first."""
    moves = [
        line
        for line in story(case.subject, veil=veils([case.customer_id])[case.customer_id])
        if line.kind not in _QUIET and not line.kind.startswith(("clocks.", "notify.", "watching."))
    ]
    return moves[: max(0, case.version - version)]


_UNITS = ("unit_id", "from_unit_id", "to_unit_id")


def _names(entries: list[TimelineEntry]) -> Names:
    units = {e.facts[k] for e in entries for k in _UNITS if e.facts.get(k)}
    staff = {e.facts[k] for e in entries for k in ("staff_id", "to_staff_id") if e.facts.get(k)}
    staff |= {
        pk for e in entries for k in ("staff_ids", "unreached") for pk in e.facts.get(k) or ()
    }
    merged = {e.facts[k] for e in entries for k in ("into_id", "case_id") if e.facts.get(k)}
    numbers = Case.objects.filter(pk__in=merged).values_list("pk", "number") if merged else ()
    return Names(org.names(units), org.staff_names(staff), dict(numbers))


def _told(e: TimelineEntry, names: Names, who: str, veil: Veil) -> Told:
    icon, tone, group, tell = _TELLERS.get(e.kind, ("circle", "", "work", _says(e.kind)))
    facts = e.facts
    if e.kind == "cases.case.noted" and (
        facts.get("contacted") or facts.get("visibility") == "customer"
    ):
        group, icon = "customer", "phone" if facts.get("contacted") else icon
        tell = _contacted if facts.get("contacted") else tell
    return Told(
        at=e.at,
        icon=icon,
        tone=tone,
        group=group,
        what=tell(facts, names),
        who=who if who else _automatic(e),
        quote=veil(e.body or ""),
        erased=bool(e.erased_rule),
        kind=e.kind,
    )


def _contacted(f: Facts, n: Names) -> str:
    return gettext("The customer was contacted")


def _automatic(e: TimelineEntry) -> str:
    if e.via == "customer":
        return pgettext("who did it", "the customer")
    return pgettext("who did it", "system") if e.via in {"job", "system"} else ""
