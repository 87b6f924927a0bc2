"""员工: the list, one person, and what is done for people."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shouwen.kernel.errors import Refused
from shouwen.kernel.subject import Subject
from shouwen.platform.access import actions as access
from shouwen.platform.access import rules as access_rules
from shouwen.platform.access.addresses import sent
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import actions, matters, queries, rules
from shouwen.platform.org.forms import (
    AccountForm,
    AppointForm,
    HireForm,
    LeaveForm,
    PhoneForm,
    RenameStaffForm,
)
from shouwen.platform.org.models import Appointment, Staff
from shouwen.platform.org.views.pages import Verb, verb_page
from shouwen.platform.org.words import history

PAGE = 50


@requires(rules.VIEW)
def staff_list(request: StaffRequest) -> HttpResponse:
    """Everybody in sight, by number; fifty a page."""
    at, text = timezone.now(), request.GET.get("q", "").strip()
    gone = request.GET.get("gone") == "1"
    found = queries.people(scope=request.acting.scope, text=text, gone=gone)
    if after := request.GET.get("after", ""):
        found = found.filter(number__gt=after)
    held = Appointment.objects.filter(queries.running(at)).select_related(
        "post__unit", "post__role"
    )
    rows = list(found.prefetch_related(Prefetch("appointments", held, to_attr="held"))[: PAGE + 1])
    context = {
        "people": rows[:PAGE],
        "after": rows[PAGE - 1].number if len(rows) > PAGE else "",
        "paged": bool(after),
        "q": text,
        "gone": gone,
        "may_edit": request.acting.may(rules.EDIT_STAFF),
    }
    return render(request, "org/staff_list.html", context)


@requires(rules.VIEW)
@never_cache
def staff(request: StaffRequest, pk: int) -> HttpResponse:
    """One person: posts, login, history."""
    return _page(request, _visible(request, pk))


def _page(request: StaffRequest, person: Staff, password: str = "") -> HttpResponse:
    at, acting = timezone.now(), request.acting
    subjects = [Subject("staff", person.pk)]
    if person.account_id is not None:
        subjects.append(Subject("account", person.account_id))
    context = {
        "person": person,
        "held": queries.posts_of(person.pk, at=at),
        "former": queries.former_posts_of(person.pk, at=at),
        "matters": matters.of_staff(person.pk),
        "history": history(*subjects),
        "password": password,
        "may_edit": acting.may(rules.EDIT_STAFF) and person.active_to is None,
        "may_account": acting.may(access_rules.MANAGE_ACCOUNTS) and _may_touch(request, person),
    }
    return render(request, "org/staff.html", context)


def _may_touch(request: StaffRequest, person: Staff) -> bool:
    account = person.account
    return account is None or not account.is_superuser or request.acting.account.is_superuser


def _visible(request: StaffRequest, pk: int) -> Staff:
    """The person, or 404 when neither a present nor a former post is in sight."""
    seen = queries.visible_staff(request.acting.scope)
    return get_object_or_404(seen.select_related("account"), pk=pk)


@requires(rules.EDIT_STAFF)
def hire(request: StaffRequest) -> HttpResponse:
    form = HireForm(
        request.acting.scope, sent(request), initial={"unit_id": request.GET.get("unit")}
    )
    verb = Verb(
        title=gettext("New colleague"),
        submit=gettext("Add"),
        back=resolve_url("org:staff_list"),
        note=gettext("The login is opened afterwards, on the person's page."),
        done=gettext("The colleague is added."),
    )

    def act() -> str:
        by, at = request.acting.actor(), timezone.now()
        person = actions.hire(**form.cleaned_data, by=by, at=at)
        return resolve_url("org:staff", person.pk)

    return verb_page(request, form, verb, act)


@requires(rules.EDIT_STAFF)
def rename(request: StaffRequest, pk: int) -> HttpResponse:
    person = _visible(request, pk)
    form = RenameStaffForm(sent(request), initial={"name": person.name})
    verb = Verb(
        title=gettext("Change name"),
        about=person.name,
        submit=gettext("Save"),
        back=resolve_url("org:staff", pk),
        done=gettext("Saved."),
    )

    def act() -> None:
        name = form.cleaned_data["name"]
        actions.rename_staff(pk, name, by=request.acting.actor(), at=timezone.now())

    return verb_page(request, form, verb, act)


@requires(rules.EDIT_STAFF)
def phone(request: StaffRequest, pk: int) -> HttpResponse:
    """办公电话 of one person."""
    person = _visible(request, pk)
    form = PhoneForm(sent(request), initial={"phone": person.work_phone})
    verb = Verb(
        title=gettext("Work phone"),
        about=person.name,
        submit=gettext("Save"),
        back=resolve_url("org:staff", pk),
        note=gettext("All colleagues see it on the contact board."),
        done=gettext("Saved."),
    )

    def act() -> None:
        number = form.cleaned_data["phone"]
        actions.set_work_phone(pk, number, by=request.acting.actor(), at=timezone.now())

    return verb_page(request, form, verb, act)


@requires(rules.EDIT_STAFF)
def appoint(request: StaffRequest, pk: int) -> HttpResponse:
    person = _visible(request, pk)
    form = AppointForm(request.acting.scope, sent(request))
    verb = Verb(
        title=gettext("Appoint"),
        about=person.name,
        submit=gettext("Appoint"),
        back=resolve_url("org:staff", pk),
        note=gettext("The role says what the person may do, the unit which rows are visible."),
        done=gettext("The post is given."),
    )

    def act() -> None:
        by, at = request.acting.actor(), timezone.now()
        actions.appoint(pk, **form.cleaned_data, by=by, at=at)

    return verb_page(request, form, verb, act)


@requires(rules.EDIT_STAFF)
@require_POST
def end_appointment(request: StaffRequest, pk: int, appointment: int) -> HttpResponse:
    """Only posts at units in sight can be ended."""
    person = _visible(request, pk)
    held = get_object_or_404(
        queries.appointments_in(request.acting.scope), pk=appointment, staff=person
    )
    try:
        actions.end_appointment(held.pk, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("The appointment has ended."))
    return redirect("org:staff", pk=pk)


@requires(rules.EDIT_STAFF)
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    person = _visible(request, pk)
    waiting = matters.of_staff(pk)
    form = LeaveForm(request.acting.scope, sent(request), needed=waiting > 0)
    verb = Verb(
        title=gettext("Leaves the organisation"),
        about=person.name,
        submit=gettext("Record leaving"),
        back=resolve_url("org:staff", pk),
        note=_farewell(waiting),
        tone="warn",
        done=gettext("Leaving is recorded."),
        danger=True,
        offers_people=True,
    )

    def act() -> None:
        successor = form.cleaned_data["successor_id"]
        actions.leave(pk, successor, by=request.acting.actor(), at=timezone.now())

    return verb_page(request, form, verb, act)


def _farewell(waiting: int) -> str:
    if not waiting:
        return gettext("All posts end now and the login is closed. No open matter is left behind.")
    return ngettext(
        "All posts end now and the login is closed. %(n)d open matter goes to the successor;"
        " the hand-over is recorded on it.",
        "All posts end now and the login is closed. %(n)d open matters go to the successor;"
        " each hand-over is recorded on its matter.",
        waiting,
    ) % {"n": waiting}


@requires(access_rules.MANAGE_ACCOUNTS)
@never_cache
def open_account(request: StaffRequest, pk: int) -> HttpResponse:
    """The answer shows the generated password, once."""
    person = _visible(request, pk)
    form = AccountForm(sent(request), initial={"login": person.number})
    if form.is_valid():
        try:
            password = actions.open_account(
                pk, form.cleaned_data["login"], by=request.acting.actor(), at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _page(request, _visible(request, pk), password=password)
    verb = Verb(
        title=gettext("Open a login"),
        about=person.name,
        submit=gettext("Open login"),
        back=resolve_url("org:staff", pk),
        note=gettext(
            "A password is made up and shown once; it must be changed at the first log-in."
        ),
    )
    context = {"form": form, "verb": verb}
    return render(request, "org/verb.html", context, status=422 if form.is_bound else 200)


@requires(access_rules.MANAGE_ACCOUNTS)
@never_cache
@require_POST
def reset_password(request: StaffRequest, pk: int) -> HttpResponse:
    person = _visible(request, pk)
    account = get_object_or_404(queries.accounts_of(person))
    try:
        password = access.reset_password(account.pk, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("org:staff", pk=pk)
    return _page(request, person, password=password)


@requires(access_rules.MANAGE_ACCOUNTS)
@require_POST
def set_active(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a login or open it again."""
    person = _visible(request, pk)
    account = get_object_or_404(queries.accounts_of(person))
    active = request.POST.get("active") == "1"
    try:
        access.set_active(account.pk, active, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        done = gettext("The login is open again.") if active else gettext("The login is closed.")
        messages.success(request, done)
    return redirect("org:staff", pk=pk)
