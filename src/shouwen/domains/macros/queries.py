"""Whose macros are whose, and what each would do to a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from shouwen.domains.cases.choices import WaitReason
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.rules import NEEDS
from shouwen.domains.cases.verbs import VERBS
from shouwen.domains.macros.choices import IF_NEEDED, UNDO
from shouwen.domains.macros.models import Macro
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.choices import ViewKind
from shouwen.platform.access.saved import kinds_of
from shouwen.platform.org import queries as org
from shouwen.platform.ui.components.words import duration

Steps = Sequence[tuple[str, Mapping[str, Any]]]


def seen_by(acting: Acting) -> QuerySet[Macro]:
    """The macros a person has: everybody's, those of the role acted in, the own ones; most used first."""
    mine = Q(kind=ViewKind.GLOBAL) | Q(kind=ViewKind.PERSONAL, owner=acting.account.pk)
    if acting.role_code:
        mine |= Q(kind=ViewKind.ROLE, role_code=acting.role_code)
    return Macro.objects.filter(mine, removed_at=None).order_by("-used", "name", "pk")


def usable_by(acting: Acting) -> list[Macro]:
    """Those of them whose every step the post may do."""
    return [macro for macro in seen_by(acting) if not forbidden(macro.steps, acting)]


def forbidden(steps: Steps, acting: Acting) -> str:
    """The first verb of these this post may not do; blank where it may do all."""
    return next((verb for verb, _terms in steps if not acting.may(NEEDS[verb])), "")


def lately_removed(acting: Acting, *, at: datetime) -> QuerySet[Macro]:
    """What the person removed within the last minutes and can bring back."""
    return Macro.objects.filter(owner=acting.account.pk, removed_at__gt=at - UNDO).order_by(
        "-removed_at"
    )


def may_change(macro: Macro, acting: Acting) -> bool:
    if macro.kind == ViewKind.PERSONAL:
        return macro.owner_id == acting.account.pk
    return macro.kind in kinds_of(acting) and macro.role_code in {"", acting.role_code}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the dialog shows it; ``text`` can be changed before it is done."""

    verb: str
    label: str
    icon: str
    about: str
    text: str
    has_text: bool


def steps_of(macro: Macro, case: Case | None = None) -> list[Step]:
    """The steps in words, the texts filled in for this case; what the case does not need is left out."""
    return [
        Step(
            verb=verb,
            label=str(VERBS[verb].label),
            icon=VERBS[verb].icon,
            about=_about(verb, terms),
            text=filled(str(terms.get("text", "")), case),
            has_text="text" in terms,
        )
        for verb, terms in macro.steps
        if case is None or verb not in IF_NEEDED or case.can(verb)
    ]


def filled(text: str, case: Case | None) -> str:
    """``{number}`` and ``{title}`` become those of the case."""
    if case is None:
        return text
    return text.replace("{number}", case.number).replace("{title}", case.title)


def _about(verb: str, terms: Mapping[str, Any]) -> str:
    if verb == "dispatch":
        return org.names([terms["unit_id"]]).get(terms["unit_id"], "—")
    if verb == "wait":
        reason = dict(WaitReason.choices).get(terms["reason"], terms["reason"])
        return f"{reason} · {duration(timedelta(hours=terms['hours']).total_seconds())}"
    if terms.get("visibility") == "customer":
        return gettext("the customer sees it too")
    return ""
