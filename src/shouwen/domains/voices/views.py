"""意见簿: what stands in the books, typed in and answered in the book; 员工建议: made and followed by oneself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.intake.callers import reach
from shouwen.domains.voices import actions, queries, rules
from shouwen.domains.voices.forms import EntryForm, SuggestionForm
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires, signed_in
from shouwen.platform.org import queries as org
from shouwen.platform.ui.components.lists import Tab, below, tabs_of

PAGE = 50


@requires(rules.BOOK)
@require_GET
def book(request: StaffRequest) -> HttpResponse:
    """意见簿: what waits for an answer, what is to be pasted, everything."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in (queries.PASTE, queries.ALL) else queries.WAITING
    found = queries.narrowed(queries.entries(request.acting), tab)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": _tabs(request, tab),
        "page": page,
        "prev": f"?tab={tab}&page={page.number - 1}" if page.has_previous() else "",
        "next": f"?tab={tab}&page={page.number + 1}" if page.has_next() else "",
        "halls": queries.halls(request.acting),
    }
    return render(request, "voices/book.html", context)


def _tabs(request: StaffRequest, current: str) -> list[Tab]:
    found = queries.entries(request.acting)
    words = {
        queries.WAITING: (_("Waiting for an answer"), ""),
        queries.PASTE: (_("To be pasted in"), ""),
        queries.ALL: (_("All entries"), ""),
    }
    counts = {
        key: below(queries.narrowed(found, key)[: queries.COUNTED].count(), queries.COUNTED)
        for key in words
    }
    return tabs_of(reverse("voices:book"), words, counts, current=current)


@requires(rules.BOOK)
@require_http_methods(["GET", "POST"])
def enter(request: StaffRequest) -> HttpResponse:
    """录入一条: hall, book and number are filled in as they most likely go on."""
    now, halls = timezone.now(), queries.halls(request.acting)
    if request.method == "GET":
        form = EntryForm(halls=halls, initial=_next_entry(request, halls, now))
        return render(request, "voices/enter.html", {"form": form})
    form = EntryForm(request.POST, halls=halls)
    if not form.is_valid():
        return render(request, "voices/enter.html", {"form": form}, status=422)
    try:
        entry = actions.enter(
            form.cleaned_data["hall"],
            **form.terms(),
            known_to=reach(request.acting),
            by=request.acting.actor(),
            at=now,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "voices/enter.html", {"form": form}, status=409)
    messages.success(request, _("%(number)s taken in") % {"number": entry.case.number})
    again = request.POST.get("then") == "next"
    return redirect("voices:enter" if again else "voices:book")


def _next_entry(
    request: StaffRequest, halls: list[tuple[int, str]], now: datetime
) -> dict[str, Any]:
    here = halls[0][0] if halls else 0
    book = queries.newest_book(here)
    today = now.astimezone(org.zone_of(request.acting.unit_id)).date()
    number = queries.next_number(here, book)
    return {"hall": here, "book": book, "number": number, "written_on": today}


@requires(rules.BOOK)
@require_GET
def slip(request: StaffRequest, pk: int) -> HttpResponse:
    """答复条: the answer on a slip of paper, to be printed and pasted beside the entry."""
    entry = get_object_or_404(queries.entries(request.acting), pk=pk)
    words = queries.answer_for_the_book(entry.case) if entry.case.answered_at else ""
    return render(request, "voices/slip.html", {"entry": entry, "words": words})


@requires(rules.BOOK)
@require_POST
def pasted(request: StaffRequest, pk: int) -> HttpResponse:
    """已贴回."""
    entry = get_object_or_404(queries.entries(request.acting), pk=pk)
    try:
        actions.paste(entry.pk, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The answer stands in the book"))
    return HttpResponseRedirect(f"{reverse('voices:book')}?tab={queries.PASTE}")


@signed_in
@require_http_methods(["GET", "POST"])
def suggestions(request: StaffRequest) -> HttpResponse:
    """我的建议: one more, and what became of the others."""
    staff_id = request.acting.staff_id
    if staff_id is None or request.acting.unit_id is None:
        return render(request, "voices/suggestions.html", {"form": None, "rows": []})
    form = SuggestionForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return _suggestions(request, staff_id, form)
    try:
        made = actions.suggest(
            staff_id,
            text=form.cleaned_data["text"],
            named=not form.cleaned_data["nameless"],
            by=request.acting.actor(),
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _suggestions(request, staff_id, form)
    messages.success(request, _("%(number)s taken in") % {"number": made.case.number})
    return redirect("voices:suggestions")


def _suggestions(request: StaffRequest, staff_id: int, form: SuggestionForm) -> HttpResponse:
    page = Paginator(queries.own_suggestions(staff_id), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    answers = queries.answers_to(rows)
    context = {
        "form": form,
        "page": page,
        "rows": [(row, answers.get(row.case_id, "")) for row in rows],
        "prev": f"?page={page.number - 1}" if page.has_previous() else "",
        "next": f"?page={page.number + 1}" if page.has_next() else "",
    }
    return render(request, "voices/suggestions.html", context, status=422 if form.errors else 200)
