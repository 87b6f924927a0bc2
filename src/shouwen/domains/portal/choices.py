"""The words of the customer's own page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

PROGRESS = "portal.message.progress"
EVALUATE = "portal.message.evaluate"
OFFER = "portal.message.offer"
MESSAGES = (PROGRESS, EVALUATE, OFFER)
"""The kinds of messages a link goes out with."""


class Stage(models.TextChoices):
    """How far an appointment is (预约状态)."""

    OFFERED = "offered", _("Offered, the customer has yet to agree")
    AGREED = "agreed", _("Agreed with the customer")
    CANCELLED = "cancelled", _("Called off")


CANCELLED_FOR = [
    ("customer_wish", _("The customer wishes so")),
    ("not_needed", _("A visit is no longer needed")),
    ("cannot_come", _("We cannot come")),
]
"""Why an appointment is called off (取消原因)."""

FACES = {
    5: ("mood-smile", _("Satisfied")),
    3: ("mood-empty", _("So-so")),
    1: ("mood-sad", _("Not satisfied")),
}
"""Score → sign and word (三张脸)."""
