"""Why a delivery is refused; each has the HTTP status it is answered with."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class DeliveryRefused(Refused):
    """Nothing was done."""

    code = "delivery_refused"
    status: ClassVar[int] = 409


class SignatureWrong(DeliveryRefused):
    code = "signature_wrong"
    message = _("The signature does not fit the timestamp and the body")
    status: ClassVar[int] = 401


class OutsideWindow(DeliveryRefused):
    code = "timestamp_outside_window"
    message = _("The timestamp lies more than %(minutes)s minutes from our clock")
    status: ClassVar[int] = 401


class TooMany(DeliveryRefused):
    code = "too_many"
    message = _("More than %(most)s deliveries in a minute; wait and send it again")
    status: ClassVar[int] = 429


class SwitchedOff(DeliveryRefused):
    code = "source_off"
    message = _("This source has been switched off")
    status: ClassVar[int] = 403


class Unreadable(DeliveryRefused):
    code = "invalid"
    message = _("The body cannot be read: %(what)s")
    status: ClassVar[int] = 422


class OtherContents(DeliveryRefused):
    code = "id_reused"
    message = _("A delivery with this id came before with other contents")


class ReferenceUnknown(DeliveryRefused):
    code = "reference_unknown"
    message = _("No case has been opened by this reference")
    status: ClassVar[int] = 404
