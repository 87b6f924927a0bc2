"""编辑导入方案: in the wizard, beside the file that is to come in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.domains.imports import rules, uploads, wizard
from shouwen.domains.imports.errors import Unready
from shouwen.domains.imports.models import Upload, UploadState
from shouwen.domains.profiles import actions, editing, panel, queries, unsaved
from shouwen.domains.profiles.preview import said
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exchange.errors import FileRefused, ProfileMoved

STEP = 2


@requires(rules.FILES)
@require_POST
def begin(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep how the file is read and which profile was chosen, then edit that one or make a new one."""
    one = _upload(request, pk)
    fresh = request.POST.get("as") == "new"
    try:
        uploads.choose(
            one,
            encoding=request.POST.get("encoding", "")[:40],
            sheet=request.POST.get("sheet", "")[:120],
            key="" if fresh else request.POST.get("profile", "")[:120],
            toml="",
            name="",
            may=request.acting.may,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _unusable(request, one, refusal)
    chosen = not fresh and bool(request.POST.get("profile"))
    query = "" if chosen else "?as=new"
    return HttpResponseRedirect(reverse("profiles:edit", args=[pk]) + query)


@requires(rules.FILES)
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The editor; what it sends is checked, saved as a new version, and the import goes on by it."""
    one = _upload(request, pk)
    if one.is_running or one.batch_id:
        return HttpResponseRedirect(reverse("imports:upload", args=[pk]))
    try:
        if request.method == "POST":
            return _save(request, one)
        work = editing.begin(one, fresh=request.GET.get("as") == "new", acting=request.acting)
        held = unsaved.held(request.acting.account.pk, pk, at=timezone.now())
        if held is not None and held.post.get("base_code", "") == work.code:
            work = editing.resume(one, held.post, acting=request.acting)
            return _shown(request, one, work, back_from=held.at)
    except FileRefused as refusal:
        return _unusable(request, one, refusal)
    return _shown(request, one, work)


@requires(rules.FILES)
@require_POST
def look(request: StaffRequest, pk: int) -> HttpResponse:
    """The page as it stands, with the first rows as they would come in; kept as a draft, not as a version."""
    one, now = _upload(request, pk), timezone.now()
    try:
        work = editing.resume(one, request.POST, acting=request.acting)
    except FileRefused as refusal:
        return _unusable(request, one, refusal)
    kept_at = now if unsaved.keep(request.acting.account.pk, pk, request.POST, at=now) else None
    part = "#editor" if request.headers.get("HX-Request") else ""
    return _shown(request, one, work, part=part, kept_at=kept_at)


@requires(rules.FILES)
@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw the unsaved edits away and begin again from the profile, or from the suggestions."""
    one = _upload(request, pk)
    unsaved.discard(request.acting.account.pk, pk)
    query = "" if request.POST.get("base_code") else "?as=new"
    return HttpResponseRedirect(reverse("profiles:edit", args=[one.pk]) + query)


def _save(request: StaffRequest, one: Upload) -> HttpResponse:
    unsaved.keep(request.acting.account.pk, one.pk, request.POST, at=timezone.now())
    work = editing.resume(one, request.POST, acting=request.acting)
    over = request.POST.get("over", "")
    if over.isascii() and over.isdigit() and len(over) < 9 and work.draft.code == work.code:
        work.base = int(over)
    try:
        _kept(request, one, work)
    except ProfileMoved as refusal:
        work.base = int(request.POST.get("base") or 0)
        return _shown(request, one, work, error=said(refusal), rival=_rival(work), status=409)
    except Refused as refusal:
        return _shown(request, one, work, error=said(refusal), status=422)
    return HttpResponseRedirect(reverse("imports:upload", args=[one.pk]))


@transaction.atomic
def _kept(request: StaffRequest, one: Upload, work: editing.Work) -> None:
    """Save, and try the file at once where that was asked; an unreadable file saves nothing."""
    at = timezone.now()
    preview = work.preview(at=at)
    document = work.document()
    if work.unread or (preview.refusal and not preview.where):
        raise _Unfit(what=preview.refusal)
    actions.save_for(
        one,
        document,
        base=work.base_for_saving(),
        may=request.acting.may,
        by=request.acting.actor(),
        at=at,
    )
    unsaved.discard(request.acting.account.pk, one.pk)
    if request.POST.get("then") == "check":
        uploads.send(one.pk, UploadState.CHECKING, at=at)


class _Unfit(Refused):
    """The profile does not fit the file it is made for."""

    code = "profile_unfit"
    message = "%(what)s"


def _rival(work: editing.Work) -> dict[str, Any]:
    """Who was quicker, and what that version says otherwise than the one this edit began from."""
    latest = queries.versions(work.code)[0]
    now = queries.base_of(work.code, latest.version)
    return {"saved": latest, "moved": queries.moved(work.began(), now)}


def _upload(request: StaffRequest, pk: int) -> Upload:
    one: Upload = get_object_or_404(wizard.files_of(request.acting.account), pk=pk)
    return one


def _unusable(request: StaffRequest, one: Upload, refusal: Refused) -> HttpResponse:
    """The file itself cannot be read, or its step is over."""
    status = 409 if isinstance(refusal, Unready) else 422
    context = {"upload": one, "steps": wizard.steps(STEP), "error": str(refusal)}
    return render(request, "profiles/unusable.html", context, status=status)


def _shown(
    request: StaffRequest,
    one: Upload,
    work: editing.Work,
    *,
    part: str = "",
    error: str = "",
    rival: dict[str, Any] | None = None,
    back_from: datetime | None = None,
    kept_at: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "upload": one,
        "steps": wizard.steps(STEP),
        "error": error,
        "rival": rival,
        "back_from": back_from,
        "kept_at": kept_at,
        **panel.context(work, acting=request.acting, at=timezone.now()),
    }
    return render(request, f"profiles/edit.html{part}", context, status=status)
