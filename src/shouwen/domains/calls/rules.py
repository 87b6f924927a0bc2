"""Who may tell of calls; the code keeps the name it was granted by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

CALLS = Permission("intake.calls", _("Tell of telephone calls over the API (telephone system)"))

PERMISSIONS = [CALLS]
