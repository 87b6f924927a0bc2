"""Why nothing is exported or granted; nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class QuotaSpent(Refused):
    """额度已用完: the rows asked for do not fit into what is left of the day."""

    code = "quota_spent"
    message = _(
        "%(rows)s rows do not fit: %(left)s of %(most)s are left today. Narrow the list, or ask"
        " somebody who may grant more (Settings, Exports)."
    )


class ReadsSpent(QuotaSpent):
    """A page of the API does not fit: asked again after midnight, or after somebody granted more."""

    details = ("rows", "left", "most", "seconds")


class GrantsItself(Refused):
    code = "grants_itself"
    message = _("Nobody grants more to themselves; ask a second person")


class GrantReasonMissing(Refused):
    code = "grant_reason_missing"
    message = _("Say why more is needed today, and how many rows")


class QuotaInThePast(Refused):
    code = "quota_in_the_past"
    message = _("A quota begins today or later, once a day for each role")


class QuotaForTwo(Refused):
    code = "quota_for_two"
    message = _("A quota is for a role or for an account, not for both")
