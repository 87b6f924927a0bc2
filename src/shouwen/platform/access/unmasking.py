"""显示完整信息: the dialog that asks for a reason before masked data are shown, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused
from shouwen.kernel.subject import Subject
from shouwen.platform.access import actions
from shouwen.platform.access.http import StaffRequest

CUSTOMER = "customer"
"""The field of a subject that is unmasked: the customer's data as a whole."""


class UnmaskForm(forms.Form):
    """Why somebody needs the full data."""

    REASONS = [
        ("call", _("To call the customer")),
        ("visit", _("To visit the customer")),
        ("verify", _("To verify who is calling")),
        ("correct", _("To correct the record")),
        ("other", _("Other reason")),
    ]
    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS, widget=forms.RadioSelect)
    detail = forms.CharField(label=_("Details"), required=False, max_length=100)

    def said(self) -> str:
        """The reason in words, as the journal keeps it."""
        word = str(dict(self.REASONS)[self.cleaned_data["reason"]])
        detail = self.cleaned_data["detail"].strip()
        return f"{word}：{detail}" if detail else word


def ask_reason(
    request: StaffRequest,
    subject: Subject,
    *,
    hint: str,
    usual: str,
    at: datetime,
    done: Callable[[StaffRequest, str], HttpResponse],
) -> HttpResponse:
    """GET: the dialog, ``usual`` ticked. POST: the look is recorded, and ``done`` says so to the page."""
    sent = request.POST if request.method == "POST" else None
    form = UnmaskForm(sent, initial={"reason": usual})
    context: dict[str, object] = {"action": request.path, "hint": hint, "form": form}
    if sent is None or not form.is_valid():
        status = 200 if sent is None else 422
        return render(request, "access/_unmask.html", context, status=status)
    try:
        actions.unmask(subject, CUSTOMER, form.said(), by=request.acting.actor(), at=at)
    except Refused as refusal:
        return render(request, "access/_unmask.html", context | {"refusal": refusal}, status=409)
    return done(request, gettext("Shown in full for 15 minutes"))
