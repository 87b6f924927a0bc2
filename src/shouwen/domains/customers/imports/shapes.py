"""What a row can be here: a customer or a service account; and what can be wrong with it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.domains.customers import rules
from shouwen.domains.customers.choices import Tier
from shouwen.platform.exchange import problems, retention
from shouwen.platform.exchange.problems import Sentence
from shouwen.platform.exchange.profiles import Field, Shape

YES, NO = "yes", "no"

CUSTOMER = Shape(
    "customer",
    {
        "name": Field(required=True, limit=100),
        "phone": Field(limit=30),
        "id_no": Field(limit=30),
        "tier": Field(type="choice", choices=frozenset(Tier.values)),
        "address": Field(limit=300),
        "unit": Field(limit=64),
    },
    permission=rules.IMPORT.code,
)

ACCOUNT = Shape(
    "account",
    {
        "account": Field(required=True, limit=30),
        "customer": Field(required=True, limit=200),
        "address": Field(limit=300),
        "product": Field(limit=60),
        "grid": Field(limit=64),
        "active": Field(type="choice", choices=frozenset({YES, NO})),
    },
    sections=frozenset({"customers"}),
    permission=rules.IMPORT.code,
)

SHAPES = {shape.name: shape for shape in (CUSTOMER, ACCOUNT)}

KINDS = {"customer": "customer", "account": "line"}
"""Shape → what its subjects are called in the journal; “account” is somebody's log-in there."""

retention.personal("customer", {"name", "phone", "id_no", "address"}, at_once=True)
retention.personal("line", {"account", "address"}, at_once=True)
_BY_HAND = _("Change it by hand if the file is right.")

problems.register(
    {
        "customer_exists": Sentence(
            _("it was here before the import and says otherwise; the column was left as it is."),
            _BY_HAND,
        ),
        "customer_touched": Sentence(
            _("it has been changed by hand since; the column was left as it is."), _BY_HAND
        ),
        "customer_fixed": Sentence(_("an import cannot move %(field)s once it is set."), _BY_HAND),
        "customer_unit_unknown": Sentence(
            _("there is no unit with the code “%(value)s”, or it has been closed."),
            _("Import the units first, or mend the code of the unit."),
        ),
        "customer_unit_missing": Sentence(
            _("the row says no unit, and you are not responsible for all units."),
            _("Fill in a unit of your own."),
        ),
        "customer_outside": Sentence(
            _("“%(value)s” belongs to units you are not responsible for."),
            _("Let somebody import the row who is responsible there."),
        ),
        "customer_unknown": Sentence(
            _("no customer with the number “%(value)s” has been imported from %(source)s."),
            _("Import the customer first, or mend the number."),
        ),
        "account_twice": Sentence(
            _("the account %(value)s stands already in row %(first)s."),
            _("Give each line a number of its own."),
        ),
    }
)
