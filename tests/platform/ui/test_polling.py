"""A poll answers only when there is something new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from shouwen.platform.ui.components.clocks import face
from shouwen.platform.ui.polling import polled

NOW = datetime(2025, 10, 10, 6, 5, tzinfo=UTC)


def answer(html: str, etag: str = "") -> HttpResponse:
    @polled
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(html)

    headers = {"X-Poll": "1", **({"If-None-Match": etag} if etag else {})}
    return view(RequestFactory().get("/", headers=headers))


def a_list(render: Callable[..., str], now: datetime) -> str:
    clock = face(now=now, started_at=NOW, due_at=NOW + timedelta(hours=5))
    return render("{% fresh now %}{% clock_chip clock now %}", clock=clock, now=now)


def test_a_minute_later_nothing_has_changed(render: Callable[..., str]) -> None:
    first = answer(a_list(render, NOW))
    later = answer(a_list(render, NOW + timedelta(minutes=1)), first.headers["ETag"])
    assert (first.status_code, later.status_code) == (200, 304)
    assert later.content == b""


def test_a_clock_that_turned_amber_is_news(render: Callable[..., str]) -> None:
    first = answer(a_list(render, NOW))
    later = answer(a_list(render, NOW + timedelta(hours=4)), first.headers["ETag"])
    assert later.status_code == 200
