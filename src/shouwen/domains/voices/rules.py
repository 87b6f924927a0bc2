"""Who types the opinion book of a hall in. A suggestion anybody signed in may make."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

BOOK = Permission("voices.book", _("Keep the opinion books of the own halls"))

PERMISSIONS = [BOOK]

PRESETS: dict[str, list[Permission]] = {
    R.HALL_CLERK: [BOOK],
    R.COUNTY_MANAGER: [BOOK],
    R.SERVICE_MANAGER: [BOOK],
}
