"""Where I am reached and when not; quiet hours of units."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from shouwen.platform.access import vault
from shouwen.platform.access.addresses import sent
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires, signed_in
from shouwen.platform.notify import actions, rules
from shouwen.platform.notify.choices import AddressKind
from shouwen.platform.notify.forms import MineForm, UnitQuietForm
from shouwen.platform.notify.models import Address, Quiet


@signed_in
@never_cache
def settings(request: StaffRequest) -> HttpResponse:
    """提醒设置: one's own number, address and quiet hours; an account without staff has none."""
    staff = request.acting.staff_id
    if staff is None:
        return render(request, "notify/settings.html", {"form": None})
    known = {row.kind: _opened(row) for row in Address.objects.filter(staff_id=staff)}
    quiet = Quiet.objects.filter(staff_id=staff).first()
    initial = {**known, "starts": quiet and quiet.starts, "ends": quiet and quiet.ends}
    form = MineForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        _keep(request, staff, known, form)
        messages.success(request, gettext("Saved."))
        return redirect("notify:settings")
    return render(
        request, "notify/settings.html", {"form": form}, status=422 if form.errors else 200
    )


def _keep(request: StaffRequest, staff: int, known: dict[str, str], form: MineForm) -> None:
    by, at, given = request.acting.actor(), timezone.now(), form.cleaned_data
    for kind in AddressKind:
        value = given[kind]
        if value and value != known.get(kind):
            actions.set_address(staff, kind, value, by=by, at=at)
        elif not value and kind in known:
            actions.forget_address(staff, kind, by=by, at=at)
    if {"starts", "ends"} & set(form.changed_data):
        actions.set_quiet(given["starts"], given["ends"], staff_id=staff, by=by, at=at)


def _opened(row: Address) -> str:
    """One's own number in full; empty when its key is lost, to be entered anew."""
    try:
        return vault.unseal(row.value)
    except vault.Unreadable:
        return ""


@requires(rules.CONFIGURE)
def unit_quiet(request: StaffRequest) -> HttpResponse:
    """静默时段 of a unit; empty times take them away."""
    form = UnitQuietForm(request.acting.scope, sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        by, at = request.acting.actor(), timezone.now()
        actions.set_quiet(given["starts"], given["ends"], unit_id=given["unit"], by=by, at=at)
        messages.success(request, gettext("Saved."))
        return redirect("notify:channels")
    return render(request, "notify/quiet.html", {"form": form}, status=422 if form.errors else 200)
