"""角色与权限: which role holds which verbs."""

from __future__ import annotations

from itertools import groupby

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from shouwen.platform.access import actions, permissions, queries, rules
from shouwen.platform.access.forms import RoleForm
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.models import Role
from shouwen.platform.access.requires import requires


@requires(rules.VIEW_ROLES)
def roles(request: StaffRequest) -> HttpResponse:
    """All roles with the number of their verbs."""
    return render(request, "access/roles.html", _context(request))


@requires(rules.VIEW_ROLES)
def role(request: StaffRequest, pk: int) -> HttpResponse:
    """One role: every verb the installation knows, held ones ticked."""
    chosen = get_object_or_404(queries.roles(), pk=pk)
    return render(request, "access/roles.html", _context(request, chosen))


@requires(rules.EDIT_ROLES)
@require_POST
def set_permissions(request: StaffRequest, pk: int) -> HttpResponse:
    """Roles hold everywhere, so only whoever sees the whole organisation changes them."""
    _everywhere(request)
    chosen = get_object_or_404(Role, pk=pk)
    codes = permissions.codes() & set(request.POST.getlist("codes"))
    actions.set_role_permissions(chosen.pk, codes, by=request.acting.actor(), at=timezone.now())
    messages.success(request, gettext("What “%(role)s” may do is saved.") % {"role": chosen.name})
    return redirect("access:role", pk=chosen.pk)


@requires(rules.EDIT_ROLES)
@require_POST
def create_role(request: StaffRequest) -> HttpResponse:
    _everywhere(request)
    form = RoleForm(request.POST)
    if not form.is_valid():
        context = _context(request) | {"form": form, "open": True}
        return render(request, "access/roles.html", context, status=422)
    made = actions.create_role(**form.cleaned_data, by=request.acting.actor(), at=timezone.now())
    messages.success(
        request, gettext("“%(role)s” is added; now tick what it may do.") % {"role": made.name}
    )
    return redirect("access:role", pk=made.pk)


def _everywhere(request: StaffRequest) -> None:
    if not request.acting.scope.everything:
        raise PermissionDenied(rules.EDIT_ROLES.code)


def _context(request: StaffRequest, chosen: Role | None = None) -> dict[str, object]:
    held = {verb.code for verb in chosen.permissions.all()} if chosen else set()
    families = [
        (apps.get_app_config(app).verbose_name, [(verb, verb.code in held) for verb in verbs])
        for app, verbs in groupby(permissions.known(), key=lambda verb: verb.app)
    ]
    acting = request.acting
    return {
        "roles": queries.roles(),
        "role": chosen,
        "families": families,
        "held": len(held),
        "may_edit": acting.may(rules.EDIT_ROLES) and acting.scope.everything,
        "form": RoleForm(),
        "open": False,
    }
