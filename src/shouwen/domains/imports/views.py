"""Registers of matters come in: upload, look, choose, try, import, result, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.cases.queries.imported import brought_cases
from shouwen.domains.customers import imports as customers
from shouwen.domains.imports import looking, rules, uploads, wizard
from shouwen.domains.imports.models import Upload, UploadState
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange import organisation

LINKED = 12


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"))


@requires(rules.FILES)
@require_http_methods(["GET", "POST"])
def imports(request: StaffRequest) -> HttpResponse:
    """导入: a new file, and the batches so far."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        upload = uploads.receive(
            sent.chunks(),
            name=sent.name,
            account_id=request.acting.account.pk,
            post_id=request.acting.post_id,
            at=timezone.now(),
        )
        return HttpResponseRedirect(reverse("imports:upload", args=[upload.pk]))
    context = {
        "form": form,
        "batches": uploads.batches(
            account_id=None if request.acting.scope.everything else request.acting.account.pk
        ),
        "mine": wizard.files_of(request.acting.account).order_by("-pk")[:5],
        "steps": wizard.steps(1),
        "now": timezone.now(),
    }
    return render(request, "imports/imports.html", context, status=422 if form.errors else 200)


@requires(rules.FILES)
@require_GET
def upload(request: StaffRequest, pk: int) -> HttpResponse:
    """One file on its way, whatever step it is at; polled while a job runs."""
    one = get_object_or_404(wizard.files_of(request.acting.account), pk=pk)
    return _shown(request, one)


@requires(rules.FILES)
@require_POST
def choose(request: StaffRequest, pk: int) -> HttpResponse:
    """认编码与方案: read it again this way, or try it at once."""
    one = get_object_or_404(wizard.files_of(request.acting.account), pk=pk)
    sent = request.FILES.get("toml")
    now = timezone.now()
    try:
        toml = sent.read(200_000).decode("utf-8-sig") if sent else ""
        uploads.choose(
            one,
            encoding=request.POST.get("encoding", "")[:40],
            sheet=request.POST.get("sheet", "")[:120],
            key=request.POST.get("profile", "")[:120],
            toml=toml,
            name=(sent.name or "").removesuffix(".toml") if sent else "",
            may=request.acting.may,
            at=now,
        )
        if request.POST.get("then") == "check":
            uploads.send(one.pk, UploadState.CHECKING, at=now)
    except UnicodeDecodeError:
        return _shown(request, one, error=_("The profile is not a UTF-8 text file"))
    except Refused as refusal:
        return _shown(request, one, error=str(refusal))
    return HttpResponseRedirect(reverse("imports:upload", args=[pk]))


def _sends(state: UploadState) -> Callable[[StaffRequest, int], HttpResponse]:
    def send(request: StaffRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(wizard.files_of(request.acting.account), pk=pk)
        try:
            uploads.send(one.pk, state, at=timezone.now())
        except Refused:
            messages.warning(request, _("This step has been taken already"))
        return HttpResponseRedirect(reverse("imports:upload", args=[pk]))

    return send


bring_in = requires(rules.FILES)(require_POST(_sends(UploadState.IMPORTING)))
take_back = requires(rules.FILES)(require_POST(_sends(UploadState.UNDOING)))


@requires(rules.FILES)
@require_GET
def rejects(request: StaffRequest, pk: int) -> FileResponse:
    """The rows that stay out, to be mended and fed back."""
    path = uploads.rejects_path(get_object_or_404(wizard.files_of(request.acting.account), pk=pk))
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


def _shown(request: StaffRequest, one: Upload, *, error: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "upload": one,
        "steps": wizard.steps(wizard.STEP_OF[UploadState(one.state)]),
        "error": error or one.error,
        "now": timezone.now(),
    }
    if one.state in {UploadState.CHOOSING, UploadState.FAILED}:
        context |= _looked_into(one, request.acting.may)
    elif one.state == UploadState.CHECKED:
        context |= {
            "rejects": uploads.rejects(one),
            "rejects_file": uploads.rejects_path(one),
            "fine": one.outcome["rows"] - one.outcome["rejected"],
        }
    elif one.state in {UploadState.DONE, UploadState.UNDOING, UploadState.UNDONE}:
        context |= _result(one, request.acting.scope)
    return render(request, "imports/upload.html", context, status=422 if error else 200)


def _result(one: Upload, scope: Scope) -> dict[str, Any]:
    """What came out, with the first cases, units, people or customers."""
    batch = one.batch_id or 0
    found: dict[str, Any] = {
        "rejects_file": uploads.rejects_path(one),
        "conflicts": uploads.conflicts(batch, profile=uploads.profile_of(one)),
    }
    shape = one.outcome.get("shape", "")
    if shape in organisation.SHAPES:
        return found | {
            "organised": organisation.brought(batch, shape, scope=scope, limit=LINKED),
            "organised_url": f"org:{shape}",
        }
    if shape in customers.SHAPES:
        some = customers.brought(batch, shape, scope=scope, limit=LINKED)
        return found | {"customers": some, "of_customers": True}
    return found | {"brought": brought_cases(batch, scope=scope)[:LINKED]}


def _looked_into(one: Upload, may: uploads.May) -> dict[str, Any]:
    """The first rows, the columns and the profiles that fit."""
    profile = uploads.profile_of(one)
    try:
        table = looking.opened(one, profile)
        rows = looking.first_rows(table, profile)
    except Refused as refusal:
        return {"refusal": str(refusal), "encodings": uploads.ENCODINGS}
    found = uploads.choices(table.columns, may=may)
    best = one.profile or (found[0].key if found and found[0].fits else "")
    return {
        "table": table,
        "rows": rows,
        "mapping": looking.mapping(table, profile),
        "choices": found,
        "best": best,
        "encodings": uploads.ENCODINGS,
    }
