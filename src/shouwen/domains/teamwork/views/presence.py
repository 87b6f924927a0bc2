"""正在查看: an open page tells that it is open and how far it has been read, and hears who else is there."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork import actions, queries
from shouwen.domains.teamwork.queries.presence import Other
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

NAMED = 3


def live(request: StaffRequest, case: Case, newest: int) -> str:
    """The element that keeps telling, with the newest journal entry the page has surely shown."""
    context = {"case": case, "seq": newest}
    return render_to_string("teamwork/_live.html", context, request)


@requires(cases.VIEW)
@require_POST
def here(request: StaffRequest, pk: int) -> HttpResponse:
    """The page is still open; answered by who else has it open, in words."""
    reachable = Case.objects.reachable_by(request.acting.scope)
    case_id = get_object_or_404(reachable.only("pk"), pk=pk).pk
    now, staff = timezone.now(), request.acting.staff_id
    seen = request.POST.get("seen", "")
    if staff is not None:
        if seen.isascii() and seen.isdecimal() and len(seen) < 10:
            actions.look(case_id, staff_id=staff, seq=int(seen), at=now)
        writing = request.POST.get("writing") == "1"
        actions.be_there(case_id, staff_id=staff, writing=writing, at=now)
    others = queries.others(case_id, staff_id=staff, at=now)
    answer = HttpResponse(words(others), content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def words(others: Sequence[Other]) -> str:
    """Who looks too, in one short sentence; nothing when nobody does."""
    if not others:
        return ""
    names = "、".join(other.name for other in others[:NAMED])
    if len(others) > NAMED:
        names = _("%(names)s and %(n)d more") % {"names": names, "n": len(others) - NAMED}
    if others[0].writing and len(others) == 1:
        return _("%(names)s looks at it too, and is writing") % {"names": names}
    return _("%(names)s looks at it too") % {"names": names}
