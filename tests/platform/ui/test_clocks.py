"""A clock is quiet until something must be done; sign, words and bar never contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from shouwen.platform.ui.components.clocks import Face, face, face_of

NOW = datetime(2025, 10, 10, 6, 5, tzinfo=UTC)
H = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "words", "share", "times"),
    [
        ("ok", "剩 9小时05分", 44, {"due_at": NOW + 9 * H + timedelta(minutes=5)}),
        ("warn", "剩 55分", 88, {"due_at": NOW + timedelta(minutes=55)}),
        ("warn", "剩 9小时00分", 44, {"due_at": NOW + 9 * H, "warned": True}),
        ("warn", "剩 9小时00分", 44, {"due_at": NOW + 9 * H, "warn_at": NOW}),
        ("warn", "剩 0分", 100, {"due_at": NOW}),
        ("late", "超时 2小时03分", 100, {"due_at": NOW - 2 * H - timedelta(minutes=3)}),
        ("none", "无时限", None, {}),
        (
            "hold",
            "暂停 等客户 1天",
            41,
            {"due_at": NOW + 10 * H, "waiting_for": "customer", "waiting_since": NOW - 24 * H},
        ),
        ("met", "按时，用 1小时00分", 50, {"due_at": NOW - 5 * H, "ended_at": NOW - 6 * H}),
        ("missed", "迟 1小时00分", 100, {"due_at": NOW - 2 * H, "ended_at": NOW - H}),
    ],
)
def test_the_face_of_a_clock(
    state: str, words: str, share: int | None, times: dict[str, Any]
) -> None:
    shown = face(now=NOW, started_at=NOW - 7 * H, **times)
    assert (shown.state, shown.words, shown.share) == (state, words, share)


def test_finished_at_the_due_instant_is_on_time() -> None:
    assert face(now=NOW, started_at=NOW - H, due_at=NOW, ended_at=NOW).state == "met"


def a_row(**fields: Any) -> SimpleNamespace:
    row = {
        "started_at": NOW - H,
        "due_at": NOW + 9 * H,
        "ended_at": None,
        "waiting_for": "none",
        "next_step": 1,
        "next_fire_at": NOW + 7 * H,
    }
    return SimpleNamespace(**row | fields)


def test_a_row_of_the_clock_table_has_a_face() -> None:
    assert face_of(a_row(), NOW).state == "ok"
    assert face_of(a_row(warn_at=NOW + H), NOW).state == "ok"


def test_a_clock_warns_from_the_first_step_of_its_ladder_wherever_that_stands() -> None:
    """Half the time used is early enough to say so, whichever steps have fired since."""
    for step in (1, 2, 3):
        assert face_of(a_row(warn_at=NOW - H, next_step=step), NOW).state == "warn"
    assert face_of(a_row(warn_at=NOW), NOW).state == "warn"
    assert face_of(a_row(due_at=NOW + H, warn_at=NOW + H), NOW).state == "warn"


def test_the_chip_knows_when_it_turns(render: Callable[..., str]) -> None:
    html = render("{% clock_chip clock now %}", clock=a_row(warn_at=NOW + H), now=NOW)
    assert f'data-warn="{(NOW + H).isoformat()}"' in html


def test_a_wait_that_does_not_stop_this_clock_leaves_it_running() -> None:
    """A legal clock goes on while the customer is waited for: it still has a next step."""
    assert face_of(a_row(waiting_for="customer"), NOW).state == "ok"
    assert face_of(a_row(waiting_for="customer", next_fire_at=None), NOW).state == "hold"


def test_the_chip_ticks_only_while_the_clock_runs(render: Callable[..., str]) -> None:
    running = render("{% clock_chip clock now %}", clock=a_row(), now=NOW)
    waiting = render(
        "{% clock_chip clock now %}",
        clock=a_row(waiting_for="customer", next_fire_at=None),
        now=NOW,
    )
    assert 'data-due="2025-10-10T15:05:00+00:00"' in running
    assert "data-due" not in waiting
    assert 'data-state="hold"' in waiting


def test_the_bar_has_no_style_attribute(render: Callable[..., str]) -> None:
    html = render("{% clock_chip clock now %}", clock=Face(state="warn", words="剩 55分", share=95))
    assert '<rect width="95%" height="100%"/>' in html
    assert "style" not in html
