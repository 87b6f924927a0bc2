"""The words of the customer's own page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PROGRESS = "portal.message.progress"
EVALUATE = "portal.message.evaluate"
"""The kinds of messages a link goes out with."""

FACES = {
    5: ("mood-smile", _("Satisfied")),
    3: ("mood-empty", _("So-so")),
    1: ("mood-sad", _("Not satisfied")),
}
"""Score → sign and word (三张脸)."""
