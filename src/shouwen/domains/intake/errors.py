"""Why intake refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class SecondMatter(Refused):
    """A second matter of the same kind on the same account needs a word that it is meant."""

    code = "second_matter"
    message = _(
        "%(number)s of the same kind is being worked on for this account: urge it (Alt+1), or say"
        " that this is a new matter (Alt+2)"
    )
