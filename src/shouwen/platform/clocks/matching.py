"""What owner apps say about their matters, so that limits can be chosen for them anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks.limits import Match

Matcher = Callable[[Collection[int]], Mapping[int, Match]]
"""Ids of matters → what limit rules look at: kind, category, channel, tier, area, unit."""


@dataclass(frozen=True)
class Owner:
    """What is known of one kind of subject: how to read it, its verbs, the values conditions may have."""

    matcher: Matcher
    number: Callable[[str], int | None]
    numbers: Callable[[Collection[int]], Mapping[int, str]]
    verbs: Mapping[str, Promise | str]
    values: Mapping[str, Callable[[], Mapping[str, Promise | str]]]


_owners: dict[str, Owner] = {}


def register(
    subject_kind: str,
    matcher: Matcher,
    *,
    number: Callable[[str], int | None] = lambda text: None,
    numbers: Callable[[Collection[int]], Mapping[int, str]] = lambda ids: {},
    verbs: Mapping[str, Promise | str] | None = None,
    values: Mapping[str, Callable[[], Mapping[str, Promise | str]]] | None = None,
) -> None:
    """Make the matters of an app known; called in its AppConfig.ready, safe to repeat.

    ``number`` finds an id by what people write, ``numbers`` does the reverse; ``verbs`` are those a
    limit may begin or stop with; ``values`` tells per property the codes it can have, with words.
    """
    _owners[subject_kind] = Owner(matcher, number, numbers, verbs or {}, values or {})


def owners() -> Mapping[str, Owner]:
    return _owners


def owner(subject_kind: str) -> Owner | None:
    return _owners.get(subject_kind)


def matches(subject_kind: str, ids: Collection[int]) -> Mapping[int, Match]:
    """The properties of these matters; nothing where nobody answers for their kind."""
    found = _owners.get(subject_kind)
    return found.matcher(ids) if found else {}


def subject(text: str) -> Subject | None:
    """``case:C251010000344`` (or ``case:42``) as the matter it names; None if there is none."""
    kind, _, number = text.strip().partition(":")
    found = _owners.get(kind)
    if found is None or not number:
        return None
    known = found.number(number)
    return None if known is None else Subject(kind, known)
