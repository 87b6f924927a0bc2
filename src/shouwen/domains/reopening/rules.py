"""Who sets what a dissatisfied evaluation does."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

SET = Permission("reopening.rules", _("Set what a dissatisfied evaluation does to a case"))

PERMISSIONS = [SET]

PRESETS: dict[str, list[Permission]] = {R.SERVICE_MANAGER: [SET], R.SYSTEM_ADMIN: [SET]}
