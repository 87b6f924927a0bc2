"""来电: who rings now, who was missed; calling back opens the desk with the caller."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shouwen.domains.calls import actions, queries
from shouwen.domains.calls.models import Call
from shouwen.domains.intake import rules
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.masking import mask_phone
from shouwen.platform.access.requires import requires
from shouwen.platform.ui.components.lists import below

SHOWN = 50
COUNTED = 1_000


@requires(rules.EVERYBODY)
@require_GET
def calls(request: StaffRequest) -> HttpResponse:
    """来电中 and 未接来电, numbers masked; counted beyond the rows shown."""
    now = timezone.now()
    ringing, unmet = queries.now_on(at=now), queries.missed(at=now)
    context = {
        "running": [(call, mask_phone(call.number)) for call in ringing[:SHOWN]],
        "missed": [(call, mask_phone(call.number)) for call in unmet[:SHOWN]],
        "running_count": below(ringing[:COUNTED].count(), COUNTED),
        "missed_count": below(unmet[:COUNTED].count(), COUNTED),
        "now": now,
    }
    return render(request, "intake/calls.html", context)


@requires(rules.EVERYBODY)
@require_POST
def call_back(request: StaffRequest, pk: int) -> HttpResponse:
    """回拨: taken on by one person, who gets the desk with the caller; without a number it is noted."""
    get_object_or_404(Call, pk=pk)
    try:
        call = actions.call_back(pk, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("intake:calls"))
    if not call.number:
        return HttpResponseRedirect(reverse("intake:calls"))
    return HttpResponseRedirect(f"{reverse('intake:pop')}?{urlencode({'call_id': call.call_id})}")
