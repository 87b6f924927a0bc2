"""通道: how notices leave the house, how that is going, and a test for each way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shouwen.kernel.errors import Refused
from shouwen.platform.access.addresses import sent
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.notify import actions, courier, queries, rules, signing
from shouwen.platform.notify.choices import ARRIVED, ChannelKind, State
from shouwen.platform.notify.forms import FORMS, ChannelForm, NewChannelForm, TemplateForm
from shouwen.platform.notify.models import Channel, Delivery, Quiet, Template
from shouwen.platform.notify.reasons import why
from shouwen.platform.notify.views.deliveries import TONES

RECENT = 10


@requires(rules.CONFIGURE)
@require_GET
def channels(request: StaffRequest) -> HttpResponse:
    """Every channel with its state, what waits and what was lost; quiet hours of units."""
    now = timezone.now()
    context = {
        "rows": [(row, why(row.channel.health.last_code)) for row in queries.channels(at=now)],
        "quiet": Quiet.objects.filter(unit__isnull=False)
        .select_related("unit")
        .order_by("unit__code"),
        "form": NewChannelForm(),
        "now": now,
    }
    return render(request, "notify/channels.html", context)


@requires(rules.CONFIGURE)
def create(request: StaffRequest) -> HttpResponse:
    """First the kind and the code, then the fields of that kind."""
    first = NewChannelForm({"kind": request.GET.get("kind"), "code": request.GET.get("code")})
    if not first.is_valid():
        first = NewChannelForm(request.GET if request.GET else None)
        return render(request, "notify/new_channel.html", {"form": first})
    kind, code = first.cleaned_data["kind"], first.cleaned_data["code"]
    form = FORMS[kind](sent(request))
    context = {"form": form, "kind": ChannelKind(kind), "code": code, "groups": _groups(form)}
    if not form.is_valid():
        return render(request, "notify/channel_form.html", context, status=_status(request))
    secret = form.secret()
    fresh = kind == ChannelKind.WEBHOOK and not secret["key"]
    if fresh:
        secret["key"] = signing.new_key()
    try:
        by, at = request.acting.actor(), timezone.now()
        made = actions.create_channel(code, kind, secret=secret, by=by, at=at, **_new(form))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "notify/channel_form.html", context, status=422)
    messages.success(request, gettext("The channel is there. Send a test next."))
    if fresh:
        return _page(request, made, FORMS[kind](channel=made), key=secret["key"])
    return redirect("notify:channel", made.code)


def _new(form: ChannelForm) -> dict[str, Any]:
    fields = form.fields_of_channel()
    fields.pop("give_up_hours")
    return fields


@requires(rules.CONFIGURE)
@never_cache
def channel(request: StaffRequest, code: str) -> HttpResponse:
    """One channel: its fields, templates, latest deliveries."""
    found = _found(code)
    form = FORMS[found.kind](sent(request), channel=found)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form)
    by, at = request.acting.actor(), timezone.now()
    actions.edit_channel(found.pk, secret=form.secret(), by=by, at=at, **form.fields_of_channel())
    messages.success(request, gettext("Saved."))
    return redirect("notify:channel", found.code)


def _page(request: StaffRequest, found: Channel, form: ChannelForm, key: str = "") -> HttpResponse:
    now = timezone.now()
    recent = Delivery.objects.filter(channel=found).order_by("-pk")[:RECENT]
    context = {
        "channel": found,
        "circuit": found.health.circuit(now),
        "trouble": why(found.health.last_code),
        "form": form,
        "groups": _groups(form),
        "key": key,
        "templates": found.templates.order_by("kind"),
        "template_form": TemplateForm(),
        "recent": queries.rows(recent, at=now),
        "tones": TONES,
        "now": now,
    }
    return render(request, "notify/channel.html", context, status=_status(request, form))


def _status(request: StaffRequest, form: ChannelForm | None = None) -> int:
    failed = request.method == "POST" and (form is None or bool(form.errors))
    return 422 if failed else 200


def _groups(form: ChannelForm) -> list[Any]:
    """The fields of the kind first, the common ones after them."""
    common = list(ChannelForm.base_fields)
    own = [form[name] for name in form.fields if name not in common]
    rest = [form[name] for name in common if name not in ("name", "enabled")]
    return [form["name"], *own, *rest, form["enabled"]]


@requires(rules.CONFIGURE)
@require_POST
def test(request: StaffRequest, code: str) -> HttpResponse:
    """发送测试: to oneself, now, whatever the state of the channel; the answer is shown at once."""
    found, now = _found(code), timezone.now()
    row = actions.draft_test(found, request.acting.staff_id, at=now)
    courier.send_one(found.pk, at=now, only=row.pk)
    row.refresh_from_db()
    if row.state in ARRIVED:
        told = gettext("The test is %(state)s.") % {"state": row.get_state_display()}
        messages.success(request, told)
    else:
        Delivery.objects.filter(pk=row.pk, state=State.QUEUED).update(
            state=State.FAILED, next_try_at=None
        )
        told = gettext("The test did not arrive: %(why)s") % {"why": why(row.reason)}
        messages.error(request, told)
    return redirect("notify:channel", found.code)


@requires(rules.CONFIGURE)
def template(request: StaffRequest, code: str) -> HttpResponse:
    """A template of the channel, new or changed: ?kind= names the kind of notice."""
    found = _found(code)
    held = Template.objects.filter(channel=found, kind=request.GET.get("kind", "")).first()
    form = TemplateForm(sent(request), initial=_told(held) if held else None)
    if request.method == "POST" and form.is_valid():
        by, at = request.acting.actor(), timezone.now()
        actions.set_template(found.pk, by=by, at=at, **form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return redirect("notify:channel", found.code)
    context = {"channel": found, "form": form, "held": held}
    return render(request, "notify/template.html", context, status=422 if form.errors else 200)


def _told(held: Template) -> dict[str, Any]:
    lines = "\n".join(f"{name} = {value}" for name, value in held.variables.items())
    return {
        "kind": held.kind,
        "provider_id": held.provider_id,
        "variables": lines,
        "subject": held.subject,
        "body": held.body,
    }


@requires(rules.CONFIGURE)
@require_POST
def untemplate(request: StaffRequest, code: str) -> HttpResponse:
    """Take a template away; what has none left is not sent over a gateway that wants one."""
    found = _found(code)
    held = get_object_or_404(Template, channel=found, kind=request.POST.get("kind", ""))
    actions.remove_template(held.pk, by=request.acting.actor(), at=timezone.now())
    messages.success(request, gettext("The template is removed."))
    return redirect("notify:channel", found.code)


def _found(code: str) -> Channel:
    return get_object_or_404(Channel.objects.select_related("health"), code=code)
