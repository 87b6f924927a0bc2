"""What every page of the shell needs: who acts, the rail, the bell, the top bar, the words of the browser."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from shouwen import __version__
from shouwen.platform.access.acting import Acting, nobody
from shouwen.platform.org.tree import tree
from shouwen.platform.ui.navigation import GROUPS, NavItem, registry
from shouwen.platform.ui.phrases import phrases

TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}


@dataclass(frozen=True)
class Shown:
    """An item of the rail as this request sees it."""

    label: str
    url: str
    icon: str
    active: bool
    count: int | None
    tone: str = ""

    @property
    def shown(self) -> str:
        return "99+" if (self.count or 0) > 99 else str(self.count)


@dataclass(frozen=True)
class Group:
    label: str
    items: list[Shown]


class Shell:
    """Computed when the template asks: a fragment pays for nothing."""

    version = __version__

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def acting(self) -> Acting:
        return getattr(self.request, "acting", None) or nobody()

    @cached_property
    def nav(self) -> list[Group]:
        """The rail; of several items above a page the nearest is the current one."""
        found = [(item.group, entry) for item in registry if (entry := self._shown(item))]
        nearest = max((e.url for _group, e in found if e.active), key=len, default="")
        shown: dict[str, list[Shown]] = {}
        for group, entry in found:
            shown.setdefault(group, []).append(replace(entry, active=entry.url == nearest))
        return [Group(str(GROUPS[group]), items) for group, items in shown.items()]

    @cached_property
    def bell(self) -> Shown | None:
        return self._shown(registry.bell) if registry.bell else None

    @property
    def bell_url(self) -> str:
        """Where every open page asks for the number on the bell."""
        return address("notify:bell") if self.bell else ""

    @property
    def duty_url(self) -> str:
        """Where the header asks for the own shift and the duty manager, after the page stands."""
        return address("rosters:strip") if self.acting.may("rosters.view") else ""

    def _shown(self, item: NavItem) -> Shown | None:
        url = address(item.url_name)
        if not url or not self.acting.signed_in:
            return None
        if item.permission is not None and not self.acting.may(item.permission):
            return None
        count = item.count(self.request) if item.count else None
        return Shown(str(item.label), url, item.icon, self._active(item, url), count, item.tone)

    def _active(self, item: NavItem, url: str) -> bool:
        path = self.request.path
        if url == "/":
            return path == "/"
        return path.startswith(url) or bool(item.prefix and path.startswith(item.prefix))

    @property
    def search_url(self) -> str:
        return address("cases:list") if self.acting.may("cases.view") else ""

    @property
    def searched(self) -> str:
        return self.request.GET.get("q", "")

    @property
    def intake_url(self) -> str:
        return address("intake:new") if self.acting.may("cases.open") else ""

    @property
    def ask_url(self) -> str:
        """Where the quick ask of the top bar comes from."""
        return address("asks:quick") if self.acting.may("asks.ask") else ""

    @property
    def answers_url(self) -> str:
        """Where a page asks for answers to the reader's questions that have just come in."""
        return address("asks:answers") if self.acting.may("asks.ask") else ""

    @property
    def live_url(self) -> str:
        """Where a page listens for news of its lists."""
        return address("live") if self.acting.signed_in else ""

    @property
    def palette_url(self) -> str:
        """Where the command palette asks for views and cases."""
        return address("palette") if self.acting.signed_in else ""

    @property
    def branch(self) -> str:
        """The company over the post in use, and that it is a play when it is."""
        if self.acting.unit_id is None:
            return ""
        nodes = tree().nodes
        here = nodes.get(self.acting.unit_id)
        name = nodes[here.path[0]].name if here else ""
        demo = gettext("demo")
        return f"{name} · {demo}" if name and self.acting.account.is_demo else name

    @property
    def density(self) -> str:
        return self.acting.account.density or "compact"

    @property
    def single_keys(self) -> bool:
        return self.acting.account.single_keys

    @property
    def account_id(self) -> int | None:
        return self.acting.account.pk

    @property
    def zone(self) -> str:
        return timezone.get_current_timezone_name()

    @property
    def login_url(self) -> str:
        return address(settings.LOGIN_URL)

    @property
    def session_url(self) -> str:
        """Where the browser asks whether its session lives before a form leaves the page."""
        return address("access:session") if self.acting.signed_in else ""

    @property
    def login(self) -> str:
        return self.acting.account.login

    @property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def lang(self) -> str:
        return TAGS.get(translation.get_language() or "", "en")

    @property
    def phrases(self) -> str:
        return json.dumps(phrases(), ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def me(self) -> dict[str, Any] | None:
        """The menu of the person: post, language, density, keys, password, log out."""
        acting = self.acting
        if not acting.signed_in:
            return None
        return {
            "name": acting.name,
            "post": acting.post_title,
            "unit": acting.unit_name,
            "posts": self._posts(),
            "post_url": address("org:choose_post"),
            "settings_url": address("access:preferences"),
            "profile_url": address("access:profile"),
            "suggest_url": address("voices:suggestions"),
            "password_url": address("access:password"),
            "logout_url": address("access:logout"),
            "languages": self._languages(),
            "roomy": self.density == "roomy",
            "single_keys": self.single_keys,
            "here": _here(self.request),
            "token": self._token(),
        }

    def _posts(self) -> list[dict[str, Any]]:
        """The posts the person may act under; nothing to choose with one."""
        posts = self.acting.posts
        if len(posts) < 2:
            return []
        return [
            {
                "id": post.id,
                "title": post.title,
                "unit": post.unit_name,
                "current": post.id == self.acting.post_id,
            }
            for post in posts
        ]

    def _languages(self) -> list[dict[str, Any]]:
        now = translation.get_language()
        return [
            {"code": code, "name": name, "tag": TAGS[code], "current": code == now}
            for code, name in settings.LANGUAGES
        ]

    def _token(self) -> SafeString:
        return format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(self.request)
        )


def address(name: str) -> str:
    """The address of a page that may not exist in this installation: "" then, so nothing links to nowhere."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


PERSONAL = ("ani",)
"""Parameters of an address that name a person: they are not written into the page."""


def _here(request: HttpRequest) -> str:
    """Where the reader is, to come back to."""
    if any(name in request.GET for name in PERSONAL):
        return request.path
    return request.get_full_path()
