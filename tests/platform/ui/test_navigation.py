"""The rail shows what apps register and the post may use."""

from __future__ import annotations

import pytest

from shouwen.platform.ui.navigation import NavItem, Registry, register


def test_items_stand_in_the_order_of_the_rail() -> None:
    registry = Registry()
    registry.items = {
        "b": NavItem("settings", "B", "b", "settings"),
        "a2": NavItem("intake", "A2", "a2", "inbox", order=20),
        "a1": NavItem("intake", "A1", "a1", "inbox", order=10),
    }
    assert [item.label for item in registry] == ["A1", "A2", "B"]


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown group"):
        register(NavItem("nowhere", "X", "x", "x"))
