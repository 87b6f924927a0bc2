"""怎么办: what mends a problem on the page of the editor, where nobody writes the words of the profile's file."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.platform.exchange.problems import Problem

HERE: dict[str, Promise] = {
    "date": _("Correct it, or write its spelling under “Written as” of this column."),
    "lookup": _("Lead this word to ours at its column, or say there what all other words mean."),
    "key_empty": _("Fill it in, or tick another column as the key; with none ticked a row is known by all its contents."),
    "state_unmapped": _("Lead this state to ours at its column."),
    "unit_unknown": _("Correct it, or tick “make units that are not there” under Units and states."),
    "unit_missing": _("Fill in the unit, or name the unit above all under Units and states."),
    "handler_unknown": _("Correct it, or take such cases without a handler under Units and states."),
    "account_unknown": _("Import the accounts first, or let a column become the customer's name."),
}  # fmt: skip
"""By the code of the problem; what is not here says the same as everywhere."""


def remedy(problem: Problem) -> str:
    """What to click or to correct."""
    here = HERE.get(problem.code)
    return problem.remedy() if here is None else str(here)
