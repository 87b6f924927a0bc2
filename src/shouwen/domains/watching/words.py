"""Watching in timelines and notices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases.queries import story
from shouwen.domains.cases.queries.story import Names
from shouwen.domains.watching import actions
from shouwen.domains.watching.events import CaseMentioned
from shouwen.platform.notify import words as notices
from shouwen.platform.notify.words import Named, Sentence


def register() -> None:
    story.register(CaseMentioned.kind, icon="at", tone="info", group="work", tell=_mentioned)
    notices.register_presenter(actions.WATCHER, _gathered)
    for kind, sentence in (
        (actions.MENTIONED, Sentence(_("mentions you in a note"), "at", "info")),
        (actions.NEWS, Sentence(_("you watch it: %(n)d new entries"), "eye", "")),
        (actions.GATHERED, Sentence(_("%(n)d of them have news"), "eye", "")),
    ):
        notices.register_sentence(kind, sentence)


def _gathered(ids: Collection[int]) -> Mapping[int, Named]:
    return {pk: Named(gettext("Cases you watch"), reverse("watching:list")) for pk in ids}


def _mentioned(facts: Any, names: Names) -> str:
    told = [names.staff.get(pk, "—") for pk in facts.get("staff_ids") or ()]
    missed = [names.staff.get(pk, "—") for pk in facts.get("unreached") or ()]
    said = []
    if told:
        said.append(gettext("Mentioned: %(names)s") % {"names": "、".join(told)})
    if missed:
        said.append(
            gettext("Not told, because the case is out of their sight: %(names)s")
            % {"names": "、".join(missed)}
        )
    if facts.get("unclear"):
        said.append(gettext("A name that several people bear: add the number in brackets"))
    return " · ".join(said)
