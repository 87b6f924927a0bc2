"""One page for every verb that needs a few fields: what happens, the fields, one button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.org.forms import people_offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """The words of one verb page and where it leads."""

    title: str
    submit: str
    back: str
    about: str = ""
    note: str = ""
    tone: str = ""
    done: str = ""
    danger: bool = False
    offers_people: bool = False


def verb_page(
    request: StaffRequest,
    form: forms.Form,
    verb: Verb,
    act: Callable[[], str | None],
) -> HttpResponse:
    """Show the form, or act and go on; ``act`` may return the address to go to instead of ``back``."""
    if request.method == "POST" and form.is_valid():
        try:
            target = act()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if verb.done:
                messages.success(request, verb.done)
            return redirect(target or verb.back)
    offered = people_offered(request.acting.scope) if verb.offers_people else []
    context = {"form": form, "verb": verb, "offered": offered, "now": timezone.now()}
    return render(request, "org/verb.html", context, status=422 if form.is_bound else 200)
