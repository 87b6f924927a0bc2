"""What a page is told after a verb was done: nothing to swap, but what changed and a word about it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def done(
    request: HttpRequest, text: object, *, page: str, changed: Mapping[str, object]
) -> HttpResponse:
    """Without a script: back to ``page``. With one: the dialog closes, a toast says ``text``, and whatever shows
    a row hears that it changed: ``changed`` is event → its detail."""
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(page)
    toast = {"text": str(text), "tone": "ok"}
    happened = {"toast": toast, "close-dialog": True, **changed}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(happened)})
