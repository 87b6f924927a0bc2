"""选择岗位: under which post somebody with several works now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from shouwen.platform.access.acting import POST_SESSION_KEY
from shouwen.platform.access.addresses import safe_next
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import signed_in
from shouwen.platform.org import queries


@signed_in
def choose_post(request: StaffRequest) -> HttpResponse:
    """Blame, verbs and rows follow the post; it is kept for the session."""
    acting = request.acting
    held = queries.posts_of(acting.staff_id, at=timezone.now()) if acting.staff_id else []
    wanted = safe_next(request)
    if request.method == "POST":
        chosen = next((a for a in held if str(a.post_id) == request.POST.get("post")), None)
        if chosen is not None:
            request.session[POST_SESSION_KEY] = chosen.post_id
            return redirect(wanted)
        messages.error(request, gettext("You do not hold this post any more."))
    return render(request, "org/post.html", {"held": held, "next": wanted})
