"""What the fields of a profile are called on screen."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext_lazy

WORDS = {
    "key": pgettext_lazy("field", "key of the row"),
    "kind": pgettext_lazy("field", "kind"),
    "channel": pgettext_lazy("field", "channel"),
    "category": pgettext_lazy("field", "category"),
    "title": pgettext_lazy("field", "title"),
    "text": pgettext_lazy("field", "what the customer wants"),
    "opened_at": pgettext_lazy("field", "taken in at"),
    "due_at": pgettext_lazy("field", "due at"),
    "first_response_at": pgettext_lazy("field", "first response at"),
    "contacted_at": pgettext_lazy("field", "customer contacted at"),
    "answered_at": pgettext_lazy("field", "answered at"),
    "closed_at": pgettext_lazy("field", "closed at"),
    "at": pgettext_lazy("field", "changed at"),
    "order": pgettext_lazy("field", "order of the changes"),
    "state": pgettext_lazy("field", "state"),
    "answer": pgettext_lazy("field", "words of the answer"),
    "unit": pgettext_lazy("field", "unit (code)"),
    "unit_name": pgettext_lazy("field", "name of the unit"),
    "owner_unit": pgettext_lazy("field", "unit first asked"),
    "customer_name": pgettext_lazy("field", "customer's name"),
    "customer_phone": pgettext_lazy("field", "telephone"),
    "customer_address": pgettext_lazy("field", "address"),
    "customer_id_no": pgettext_lazy("field", "identity number"),
    "customer_tier": pgettext_lazy("field", "customer tier"),
    "account": pgettext_lazy("field", "service account"),
    "urges": pgettext_lazy("field", "urges"),
    "returns": pgettext_lazy("field", "returns"),
    "reassignments": pgettext_lazy("field", "reassignments"),
    "reopens": pgettext_lazy("field", "reopenings"),
    "handler": pgettext_lazy("field", "handler (staff number)"),
    "code": pgettext_lazy("field", "code"),
    "name": pgettext_lazy("field", "name"),
    "parent": pgettext_lazy("field", "unit above (code)"),
    "zone": pgettext_lazy("field", "time zone"),
    "area": pgettext_lazy("field", "town or country"),
    "valid_from": pgettext_lazy("field", "in force from"),
    "number": pgettext_lazy("field", "staff number"),
    "login": pgettext_lazy("field", "log-in"),
    "role": pgettext_lazy("field", "role"),
    "phone": pgettext_lazy("field", "telephone"),
    "id_no": pgettext_lazy("field", "identity number"),
    "tier": pgettext_lazy("field", "customer tier"),
    "address": pgettext_lazy("field", "address"),
    "customer": pgettext_lazy("field", "number of the customer"),
    "product": pgettext_lazy("field", "product"),
    "grid": pgettext_lazy("field", "grid (code)"),
    "active": pgettext_lazy("field", "in use"),
    "active_from": pgettext_lazy("field", "working from"),
    "work_phone": pgettext_lazy("field", "work phone"),
}


def word(field: str) -> str:
    """The field in words; a further column of one's own keeps its name."""
    if field in WORDS:
        return str(WORDS[field])
    return gettext("kept as “%(name)s”") % {"name": field.removeprefix("extra.")}
