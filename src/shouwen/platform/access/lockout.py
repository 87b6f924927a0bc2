"""What somebody sees after too many wrong passwords."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from shouwen.platform.access.addresses import login_template
from shouwen.platform.access.forms import LoginForm


def answer(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """429 with the log-in page: the same for logins that exist and logins that do not."""
    form = LoginForm(request.POST)
    form.add_error(
        None,
        gettext(
            "Too many wrong passwords. Try again in a quarter of an hour,"
            " or ask your administrator."
        ),
    )
    context = {"form": form, "next": request.POST.get("next", "")}
    return render(request, login_template(request), context, status=429)
