"""What a row can be here: a unit or a person; and what can be wrong with it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.exchange import problems, retention
from shouwen.platform.exchange.problems import Sentence
from shouwen.platform.exchange.profiles import Field, Shape
from shouwen.platform.org import rules
from shouwen.platform.org.choices import Area, UnitKind

UNIT = Shape(
    "unit",
    {
        "code": Field(required=True, limit=64),
        "name": Field(required=True, limit=120),
        "kind": Field(type="choice", required=True, choices=frozenset(UnitKind.values)),
        "parent": Field(limit=64),
        "zone": Field(limit=64),
        "area": Field(type="choice", choices=frozenset(Area.values)),
        "valid_from": Field(type="day"),
    },
    permission=rules.EDIT_UNITS.code,
)

STAFF = Shape(
    "staff",
    {
        "number": Field(required=True, limit=40),
        "name": Field(required=True, limit=60),
        "login": Field(limit=64),
        "unit": Field(limit=64),
        "role": Field(limit=40),
        "title": Field(limit=60),
        "active_from": Field(type="day"),
        "work_phone": Field(limit=32),
    },
    permission=rules.EDIT_STAFF.code,
)

SHAPES = {shape.name: shape for shape in (UNIT, STAFF)}

retention.personal("staff", {"name", "login", "work_phone"})
_BY_HAND = _("Change it by hand on the organisation's pages if the file is right.")

problems.register(
    {
        "rows_many": Sentence(
            _(
                "the file has %(count)s rows; of units or people at most %(limit)s are read at once."
            ),
            _("Divide it into several files, upper units first."),
        ),
        "code_twice": Sentence(
            _("the code %(value)s stands already in row %(first)s."),
            _("Give each unit a code of its own."),
        ),
        "number_twice": Sentence(
            _("the staff number %(value)s stands already in row %(first)s."),
            _("Give each person a number of their own."),
        ),
        "login_twice": Sentence(
            _("the login %(value)s stands already in row %(first)s."),
            _("Give each person a login of their own, or leave the cell empty."),
        ),
        "zone_unknown": Sentence(
            _("“%(value)s” is not a time zone."),
            _("Write it as the tz database does, for example Asia/Shanghai, or leave it empty."),
        ),
        "parent_unknown": Sentence(
            _("there is no unit with the code “%(value)s”, neither here nor in the file."),
            _("Mend the code, or add a row for that unit."),
        ),
        "org_unit_unknown": Sentence(
            _("there is no unit with the code “%(value)s”."),
            _("Import the units first, or mend the code."),
        ),
        "parent_rejected": Sentence(
            _("the row of the unit “%(value)s”, under which this one belongs, was rejected."),
            _("Mend that row and feed both back."),
        ),
        "parent_circle": Sentence(
            _("under “%(value)s” the unit would stand under itself: %(circle)s."),
            _("Mend the parent of one of these units."),
        ),
        "unit_over": Sentence(
            _("the unit “%(value)s” has been closed."),
            _("Name an active unit, or use another code."),
        ),
        "outside": Sentence(
            _("“%(value)s” is not among the units you are responsible for."),
            _("Name a unit of your own, or let somebody import the row who is responsible there."),
        ),
        "root_outside": Sentence(
            _("a unit without a parent can only be made by who is responsible for all units."),
            _("Fill in the unit it stands under."),
        ),
        "role_unknown": Sentence(
            _("there is no role “%(value)s”."),
            _("Use one of %(roles)s, or a lookup table that leads to them."),
        ),
        "post_half": Sentence(
            _("a post needs both a unit and a role."),
            _("Fill in both cells, or leave both empty."),
        ),
        "phone_unusable": Sentence(
            _("“%(value)s” is no telephone number."),
            _(
                "Write digits, spaces, - and + only, a comma before the extension, or leave it empty."
            ),
        ),
        "unit_needed": Sentence(
            _("the row names no unit, and you are not responsible for all units."),
            _("Fill in a unit of your own and a role."),
        ),
        "number_taken": Sentence(
            _("the staff number %(value)s belongs to somebody else."),
            _("Mend the number, or the name if it is the same person."),
        ),
        "login_taken": Sentence(
            _("the login %(value)s is already in use."),
            _("Choose another, or leave the cell empty."),
        ),
        "staff_over": Sentence(
            _("the person with the number %(value)s has left."),
            _("Use a new number, or take the person back on the page of staff."),
        ),
        "org_exists": Sentence(
            _("it was here before the import and says otherwise; the column was left as it is."),
            _BY_HAND,
        ),
        "org_touched": Sentence(
            _("it has been changed by hand since; the column was left as it is."), _BY_HAND
        ),
        "org_fixed": Sentence(_("an import cannot move %(field)s once it is set."), _BY_HAND),
        "org_refused": Sentence(_("it is not possible: %(why)s"), _BY_HAND),
    }
)
