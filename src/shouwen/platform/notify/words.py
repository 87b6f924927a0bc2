"""How notices read: each kind has a sign and a sentence, each kind of matter a presenter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from shouwen.platform.rosters import words as rosters

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one kind of notice; ``text`` may use the notice's params as named placeholders."""

    text: StrOrPromise
    icon: str = "bell"
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What a matter is called and where it opens; ``number`` alone may be said outside the house."""

    title: str
    url: str = ""
    number: str = ""


Presenter = Callable[[Collection[int]], Mapping[int, Named]]

STEP_WARNING = "clocks.step.warning"
STEP_BREACH = "clocks.step.breach"
STEP_BY_HAND = "clocks.step.by_hand"
TEST = "notify.test"

_sentences: dict[str, Sentence] = {
    STEP_WARNING: Sentence(_("is due soon"), "alert-triangle", "warn"),
    STEP_BREACH: Sentence(_("is overdue"), "alert-circle", "late"),
    STEP_BY_HAND: Sentence(_("was escalated to you"), "arrow-up", "late"),
    TEST: Sentence(_("This is a test message."), "bell"),
}
_presenters: dict[str, Presenter] = {}


_told_by_owner: set[tuple[str, str]] = set()


def leave_to_owner(subject_kind: str, clock_kind: str) -> None:
    """The owner app itself tells people of this clock, unless its limit names a ladder."""
    _told_by_owner.add((subject_kind, clock_kind))


def left_to_owner(subject_kind: str, clock_kind: str) -> bool:
    return (subject_kind, clock_kind) in _told_by_owner


def register_sentence(kind: str, sentence: Sentence) -> None:
    """Called in AppConfig.ready by an app that sends notices of its own."""
    _sentences[kind] = sentence


def register_presenter(subject_kind: str, presenter: Presenter) -> None:
    """Called in AppConfig.ready by the owner of a kind of matter; one query for a set of ids."""
    _presenters[subject_kind] = presenter


def kinds() -> list[tuple[str, StrOrPromise]]:
    """Every kind of notice with its words."""
    return [(kind, found.text) for kind, found in _sentences.items()]


def passed_over(code: str) -> str:
    """Why the roster passed somebody over."""
    return rosters.said(code)


def sentence(kind: str, params: Mapping[str, Any]) -> Sentence:
    found = _sentences.get(kind)
    if found is None:
        return Sentence(kind)
    return Sentence(str(found.text) % params if params else found.text, found.icon, found.tone)


_SAID: dict[str, StrOrPromise] = {
    "told_off_shift": _("told although off shift"),
    "leaders_of_the_unit": _(
        "nobody of the step could be reached, so the leaders of the unit are told"
    ),
    "nobody": _("nobody could be found"),
}


def said(codes: Collection[str]) -> list[str]:
    """Why these people were told and not others, in words."""
    return [str(_SAID.get(code) or passed_over(code)) for code in codes]


def present(subject_kind: str, ids: Collection[int]) -> Mapping[int, Named]:
    """The names of these matters; what nobody presents is called by its key."""
    presenter = _presenters.get(subject_kind)
    known = presenter(ids) if presenter else {}
    return {pk: known.get(pk) or Named(f"{subject_kind}:{pk}") for pk in ids}
