"""What watching refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class NoPerson(Refused):
    code = "no_person"
    message = _("Only a person of the staff can watch a case; this account belongs to nobody")
