"""What one row of a file can be: a case, or one change of a case; and the words each may fill."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.choices import CaseKind, Channel
from shouwen.domains.customers import imports as customers
from shouwen.domains.customers.choices import Tier
from shouwen.domains.imports import rules
from shouwen.platform.exchange import organisation, problems, retention
from shouwen.platform.exchange.problems import Sentence
from shouwen.platform.exchange.profiles import Field, Shape

_MATTER = {
    "kind": Field(type="choice", required=True, choices=frozenset(CaseKind.values)),
    "channel": Field(type="choice", choices=frozenset(Channel.values)),
    "category": Field(limit=60),
    "title": Field(limit=200),
    "text": Field(limit=100_000),
    "opened_at": Field(type="moment", required=True),
    "unit": Field(limit=64),
    "unit_name": Field(limit=120),
    "owner_unit": Field(limit=64),
    "customer_name": Field(limit=100),
    "customer_phone": Field(limit=30),
    "customer_id_no": Field(limit=30),
    "customer_address": Field(limit=300),
    "customer_tier": Field(type="choice", choices=frozenset(Tier.values)),
    "account": Field(limit=30),
    "due_at": Field(type="moment"),
    "urges": Field(type="whole"),
    "returns": Field(type="whole"),
    "reassignments": Field(type="whole"),
    "reopens": Field(type="whole"),
}

CASE = Shape(
    "case",
    {
        **_MATTER,
        "handler": Field(limit=64),
        "state": Field(limit=100),
        "answer": Field(limit=100_000),
        "first_response_at": Field(type="moment"),
        "contacted_at": Field(type="moment"),
        "answered_at": Field(type="moment"),
        "closed_at": Field(type="moment"),
    },
    sections=frozenset({"units", "states", "cases"}),
    extra=True,
    permission=rules.IMPORT.code,
)

EVENT_LOG = Shape(
    "event_log",
    {
        **_MATTER,
        "at": Field(type="moment", required=True),
        "state": Field(required=True, limit=100),
        "order": Field(type="whole"),
    },
    sections=frozenset({"units", "states", "cases"}),
    extra=True,
    permission=rules.IMPORT.code,
)

PERSONAL = frozenset(
    {"customer_name", "customer_phone", "customer_id_no", "customer_address", "account"}
)
"""Never kept with the row that was read; a change is recognised by a digest."""
WORDS = frozenset({"text", "answer"})
"""Words people wrote: they stand in the journal's texts and are compared by a digest too."""

retention.personal("case", {"title", "handler", *PERSONAL, *WORDS}, prefix="extra.")

problems.register(
    {
        "opened_later": Sentence(
            _("the opening %(value)s lies after this import began."),
            _("Mend the date: a matter cannot have been opened in the future."),
        ),
        "later_than_now": Sentence(
            _("%(value)s lies after this import began."),
            _("Mend the date: what has happened lies in the past."),
        ),
        "closed_before_opened": Sentence(
            _("%(value)s lies before the opening %(opened)s."),
            _("Mend one of the two dates: a matter cannot end before it begins."),
        ),
        "closed_before_answered": Sentence(
            _("%(value)s lies before the answer %(answered)s."),
            _("Mend one of the two dates: a matter is closed when or after it is answered."),
        ),
        "due_before_opened": Sentence(
            _("the due time %(value)s lies before the opening %(opened)s."),
            _("Check it: the case went in and counts as overdue from the start."),
        ),
        "end_missing": Sentence(
            _("the state %(value)s needs the time when the matter ended, and there is none."),
            _("Fill in the time of the close or of the answer."),
        ),
        "end_unmeant": Sentence(
            _("the row is closed at %(value)s but its state %(state)s is an open one."),
            _("Mend the state or empty the time."),
        ),
        "state_unmapped": Sentence(
            _("the state “%(value)s” is not mapped."),
            _('Add it to [states] in the profile, or write "no change" for it there.'),
        ),
        "unit_unknown": Sentence(
            _("there is no unit with the code “%(value)s”."),
            _("Create the unit first, or let the profile create units (units.create)."),
        ),
        "unit_missing": Sentence(
            _("the row names no unit, and the profile no root unit to take its place."),
            _("Fill in the unit, or name units.root in the profile."),
        ),
        "handler_unknown": Sentence(
            _("nobody here has the staff number or login “%(value)s”."),
            _('Mend it, import the people first, or write handler_unknown = "ignore" in [cases].'),
        ),
        "account_unknown": Sentence(
            _("there is no service account with this number."),
            _("Import the customer first, or map customer_name so that one is created."),
        ),
        "touched": Sentence(
            _("people have worked on this matter; the column was left as it is."),
            _("Change it by hand on the case if the file is right."),
        ),
        "fixed": Sentence(
            _("what was imported as %(field)s cannot be moved any more."),
            _("Undo the batch that brought it and import the file again."),
        ),
    }
)

SHAPES = {
    **{shape.name: shape for shape in (CASE, EVENT_LOG)},
    **organisation.SHAPES,
    **customers.SHAPES,
}
"""All a file can be: matters of this app, units and people of the organisation, customers."""
