"""The words of deliveries."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChannelKind(models.TextChoices):
    """通道: by which way a notice leaves the house."""

    SMS = "sms", _("text message")
    EMAIL = "email", _("e-mail")
    ROBOT = "robot", _("group robot")
    WEBHOOK = "webhook", _("webhook")
    FILE = "file", _("file")


PERSONAL = (ChannelKind.SMS, ChannelKind.EMAIL)
"""What reaches one person at an address of the person's own."""


class State(models.TextChoices):
    """投递状态. ``uncertain``: sent or not, the gateway gave no answer; nobody sends it again unasked."""

    QUEUED = "queued", _("waiting to be sent")
    HELD = "held", _("held back")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    UNCERTAIN = "uncertain", _("uncertain")
    FAILED = "failed", _("failed")
    SUPPRESSED = "suppressed", _("not sent")
    CANCELLED = "cancelled", _("cancelled")


WAITING = (State.QUEUED, State.HELD)
ARRIVED = (State.SENT, State.DELIVERED)


class Result(models.TextChoices):
    """How one attempt ended; empty while it runs or when its process was killed."""

    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
    THROTTLED = "throttled", _("too many at once")
    UNCERTAIN = "uncertain", _("uncertain")


class AddressKind(models.TextChoices):
    """Where a person is reached."""

    PHONE = "phone", _("Mobile number")
    EMAIL = "email", _("E-mail address")


class Circuit(models.TextChoices):
    """熔断: whether a channel is used at the moment."""

    CLOSED = "closed", _("in order")
    OPEN = "open", _("interrupted")
    PROBE = "probe", _("being tried")
