"""How the staff's verbs on links and appointments answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.ui import answers


def done(request: StaffRequest, text: object, case_id: int) -> HttpResponse:
    page = reverse("cases:case", args=[case_id])
    return answers.done(request, text, page=page, changed={"case-changed": {"id": case_id}})


def told(words: object, *, status: int) -> HttpResponse:
    return HttpResponse(str(words), status=status, content_type="text/plain; charset=utf-8")
