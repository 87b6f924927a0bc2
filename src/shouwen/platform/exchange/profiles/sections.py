"""A TOML table being read: every wrong word is refused with the path where it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from shouwen.platform.exchange.errors import ProfileRefused


class Section:
    """One table of the profile. Read its words, then call ``done`` to refuse the left-over ones."""

    def __init__(self, profile: str, path: str, words: Any) -> None:
        self.profile, self.path = profile, path
        if not isinstance(words, Mapping):
            self.refuse("", _("a table is expected here"))
        self.words: dict[str, Any] = dict(words)
        self.known: list[str] = []

    def refuse(self, key: str, what: str) -> NoReturn:
        where = ".".join(part for part in (self.path, key) if part)
        raise ProfileRefused(profile=self.profile, where=where or _("top level"), what=what)

    def take(self, key: str) -> Any:
        self.known.append(key)
        return self.words.pop(key, None)

    def text(self, key: str, default: str | None = None, *, limit: int = 200) -> str | None:
        value = self.take(key)
        if value is None:
            return default
        if isinstance(value, bool | float | Mapping | list) or len(str(value)) > limit:
            self.refuse(key, _("a text is expected here"))
        return str(value)

    def needed(self, key: str, *, limit: int = 200) -> str:
        value = self.text(key, limit=limit)
        if not value:
            self.refuse(key, _("this word is missing"))
        return value

    def choice(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        value = self.text(key, default) or ""
        if value not in choices:
            self.refuse(
                key,
                _("“%(value)s” is not one of %(choices)s")
                % {"value": value, "choices": ", ".join(sorted(choices))},
            )
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.refuse(key, _("true or false is expected here"))
        return value

    def number(self, key: str, default: int, *, least: int = 0) -> int:
        value = self.take(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.refuse(
                key, _("a whole number of %(least)s or more is expected") % {"least": least}
            )
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...] | None:
        value = self.take(key)
        if value is None:
            return default
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(v, str | int) for v in value):
            self.refuse(key, _("a list of texts is expected here"))
        return tuple(map(str, value))

    def zone(self, key: str, default: ZoneInfo | None = None) -> ZoneInfo | None:
        value = self.text(key)
        if value is None:
            return default
        try:
            return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.refuse(
                key,
                _("“%(value)s” is not a time zone such as Asia/Shanghai") % {"value": value},
            )

    def section(self, key: str) -> Section:
        path = f"{self.path}.{key}" if self.path else key
        return Section(self.profile, path, self.take(key) or {})

    def lookup(self, key: str) -> dict[str, str]:
        """A table of texts to texts."""
        inner = self.section(key)
        for word, value in inner.words.items():
            if isinstance(value, bool | float | Mapping | list):
                inner.refuse(word, _("a text is expected here"))
        return {word: str(value) for word, value in inner.words.items()}

    def done(self) -> None:
        for key in self.words:
            self.refuse(
                key,
                _("this word is not known here; known are %(known)s")
                % {"known": ", ".join(sorted(self.known))},
            )
