"""Which requests a page is about at all."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from shouwen.domains.asks.models import Request
from shouwen.platform.access.http import StaffRequest


def visible(request: StaffRequest, pk: int) -> Request:
    """The request, or 404 exactly as if it did not exist."""
    found = Request.objects.visible_to(request.acting.scope).select_related("case", "duty")
    return get_object_or_404(found, pk=pk)
