"""How long things are kept, changed by two people; what the nights do."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.domains.privacy import actions, rules
from shouwen.domains.privacy.choices import NightMode
from shouwen.domains.privacy.forms import RuleForm
from shouwen.domains.privacy.models import Proposal
from shouwen.domains.privacy.views.keeping import keeping
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires


def _everywhere(request: StaffRequest) -> None:
    """These hold in the whole house, so only whoever sees all of it decides on them."""
    if not request.acting.scope.everything:
        raise PermissionDenied


@requires(rules.RULES)
@require_POST
def propose(request: StaffRequest) -> HttpResponse:
    """提出新的保存期限; the page then shows how much it would reach."""
    _everywhere(request)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return keeping(request, 422, form=form, proposing=True)
    try:
        actions.propose(**form.cleaned_data, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return keeping(request, 409, form=form, proposing=True)
    messages.success(request, _("Proposed; somebody else has to confirm it"))
    return redirect("privacy:retention")


@requires(rules.RULES)
@require_POST
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """确认或否决."""
    _everywhere(request)
    row = get_object_or_404(Proposal, pk=pk)
    agree = request.POST.get("agree") == "yes"
    try:
        actions.decide(row.pk, agree=agree, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        return keeping(request, 409, refusal=refusal)
    messages.success(request, _("Confirmed") if agree else _("Not confirmed; nothing changed"))
    return redirect("privacy:retention")


@requires(rules.RULES)
@require_POST
def switch(request: StaffRequest) -> HttpResponse:
    """夜间清除开关."""
    _everywhere(request)
    wanted = request.POST.get("mode", "")
    if wanted in NightMode.values:
        actions.switch(wanted, by=request.acting.actor(), at=timezone.now())
        messages.success(request, _("Holds from the next night on"))
    return redirect("privacy:retention")
