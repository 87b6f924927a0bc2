"""The request type of every view behind the log-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from shouwen.platform.access.acting import Acting


class StaffRequest(HttpRequest):
    """A request that has passed ``requires``: somebody acts under a post."""

    acting: Acting
    htmx: HtmxDetails
