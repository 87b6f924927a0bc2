"""The files of a case: added several at once, saved or looked at, removed with a reason."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.cases import actions, rules
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.veiling import veil_of
from shouwen.domains.cases.views.verbs import done, reachable, visible
from shouwen.domains.customers.queries import Veil
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.files import downloads, kinds, queries, uploads
from shouwen.platform.files.models import Attachment
from shouwen.platform.org import queries as org


@dataclass(frozen=True, slots=True)
class Filed:
    """One line of the card."""

    file: Attachment
    name: str
    who: str
    picture: bool
    removable: bool


class ReasonForm(forms.Form):
    """Why a file goes."""

    text = forms.CharField(
        label=gettext_lazy("Reason"), max_length=400, widget=forms.Textarea({"rows": 2})
    )


def card(request: StaffRequest, case: Case, now: datetime) -> str:
    """附件 on the page of a case."""
    found = queries.of(case.subject)
    may_add = request.acting.may(rules.WORK) and _theirs(request, case)
    if not found and not may_add:
        return ""
    who = org.account_names({f.added_by for f in found if f.added_by})
    veil = _veil(request, case, now) if found else str
    context = {
        "case": case,
        "accept": kinds.ACCEPT,
        "may_add": may_add,
        "files": [
            Filed(
                file=f,
                name=veil(f.name),
                who=who.get(f.added_by or 0, ""),
                picture=bool(f.content and f.content.media in kinds.SHOWN),
                removable=may_add and _may_remove(request, f),
            )
            for f in found
        ],
    }
    return render_to_string("cases/_files.html", context, request)


def _theirs(request: StaffRequest, case: Case) -> bool:
    covers = request.acting.scope.covers
    return covers(case.owner_unit_id) or covers(case.handler_unit_id)


def _may_remove(request: StaffRequest, file: Attachment) -> bool:
    """Who added it, and leaders."""
    return file.added_by == request.acting.account.pk or request.acting.may(rules.LEAD)


@requires(rules.WORK)
@require_POST
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """添加附件: each file by itself; what cannot be taken is named, the others stay."""
    case = visible(request, pk)
    by, at = request.acting.actor(), timezone.now()
    uploads.take(request, lambda file: actions.add_file(case.pk, file, by=by, at=at))
    return HttpResponseRedirect(f"{reverse('cases:case', args=[case.pk])}#files")


@requires(rules.VIEW)
@require_GET
def download(request: StaffRequest, pk: int, file_id: int) -> StreamingHttpResponse:
    """The file to be saved; ``?show`` draws a picture."""
    case = reachable(request, pk)
    file, veil = _file(case, file_id), _veil(request, case, timezone.now())
    return downloads.answer(file, name=veil(file.name), shown="show" in request.GET)


@requires(rules.WORK)
@require_http_methods(["GET", "POST"])
def remove(request: StaffRequest, pk: int, file_id: int) -> HttpResponse:
    """删除附件: a reason first."""
    case = visible(request, pk)
    file = _file(case, file_id)
    if not _may_remove(request, file):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    name = _veil(request, case, timezone.now())(file.name)
    context: dict[str, Any] = {"case": case, "file": file, "name": name, "form": form}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "cases/_remove_file.html", context, status=status)
    with suppress(Refused):  # somebody was faster: it is gone, as was wanted
        actions.remove_file(
            case.pk,
            file_id,
            text=form.cleaned_data["text"],
            by=request.acting.actor(),
            at=timezone.now(),
        )
    return done(request, _("The file was removed"), pk=pk)


def _veil(request: StaffRequest, case: Case, now: datetime) -> Veil:
    """File names are words somebody wrote, too."""
    return veil_of(case, account=request.acting.account.pk, at=now)


def _file(case: Case, file_id: int) -> Attachment:
    """A file of this very case, or 404."""
    found = Attachment.objects.here(case.subject).select_related("content").filter(pk=file_id)
    if (file := found.first()) is None:
        raise Http404
    return file
