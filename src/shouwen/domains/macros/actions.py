"""Keep macros, and do them. Nothing else writes the tables of this app."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from shouwen.domains.cases.models import Case
from shouwen.domains.cases.verbs import VERBS
from shouwen.domains.macros.choices import IF_NEEDED, MOST
from shouwen.domains.macros.errors import MacroGone, MacroNotYours, StepNotYours, TooManyMacros
from shouwen.domains.macros.models import Macro
from shouwen.domains.macros.queries import (
    Steps,
    filled,
    forbidden,
    lately_removed,
    may_change,
    seen_by,
)
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.choices import ViewKind
from shouwen.platform.access.saved import kinds_of


@transaction.atomic
def keep(
    *, name: str, kind: str, steps: Steps, acting: Acting, at: datetime, macro_id: int | None = None
) -> Macro:
    """存为宏: a new macro, or with ``macro_id`` another wording of one that is there."""
    if kind not in kinds_of(acting):
        raise MacroNotYours
    macro = _mine(macro_id, acting) if macro_id else Macro(owner=acting.account, created_at=at)
    if macro.pk is None and kind == ViewKind.PERSONAL:
        own = Macro.objects.filter(owner=acting.account.pk, kind=kind, removed_at=None)
        if own.count() >= MOST:
            raise TooManyMacros(most=MOST)
    macro.name, macro.kind = name.strip()[:40], kind
    macro.role_code = acting.role_code if kind == ViewKind.ROLE else ""
    macro.steps = [[verb, dict(terms)] for verb, terms in steps]
    macro.save()
    return macro


@transaction.atomic
def remove(macro_id: int, *, acting: Acting, at: datetime) -> Macro:
    """Take a macro away; whoever made it can bring it back for ten minutes."""
    macro = _mine(macro_id, acting)
    macro.removed_at = at
    macro.save(update_fields=["removed_at"])
    return macro


@transaction.atomic
def restore(macro_id: int, *, acting: Acting, at: datetime) -> Macro:
    """撤销."""
    macro = lately_removed(acting, at=at).select_for_update().filter(pk=macro_id).first()
    if macro is None:
        raise MacroGone
    macro.removed_at = None
    macro.save(update_fields=["removed_at"])
    return macro


def remove_all_of(account_ids: Collection[int], *, at: datetime) -> int:
    """These accounts are taken away, and with them what they kept; how many."""
    return Macro.objects.filter(owner__in=account_ids, removed_at=None).update(removed_at=at)


def _mine(macro_id: int, acting: Acting) -> Macro:
    macro = Macro.objects.select_for_update().filter(pk=macro_id, removed_at=None).first()
    if macro is None or not may_change(macro, acting):
        raise MacroNotYours
    return macro


@transaction.atomic
def apply(
    macro_id: int,
    case_id: int,
    *,
    texts: Mapping[str, str],
    acting: Acting,
    at: datetime,
    version: int | None = None,
) -> Macro:
    """执行宏: every step by its own verb, all of them or none.

    ``texts`` are the words of the steps as the person left them. ``version`` is the case as it was
    looked at; the steps after the first go on from what the one before left.
    """
    macro = seen_by(acting).filter(pk=macro_id).first()
    if macro is None:
        raise MacroGone
    carry_out(macro.steps, case_id, texts=texts, acting=acting, at=at, version=version)
    used(macro.pk)
    return macro


@transaction.atomic
def carry_out(
    steps: Steps,
    case_id: int,
    *,
    texts: Mapping[str, str],
    acting: Acting,
    at: datetime,
    version: int | None = None,
) -> None:
    """These steps on one case, all of them or none; what the case does not need is left out."""
    if verb := forbidden(steps, acting):
        raise StepNotYours(verb=VERBS[verb].label)
    for verb, terms in steps:
        case = Case.objects.lock(case_id)
        if verb in IF_NEEDED and not case.can(verb):
            continue
        said = _terms(verb, terms, texts.get(verb), case, at=at)
        VERBS[verb].act(case_id, by=acting.actor(), at=at, version=version, **said)
        version = None


def used(macro_id: int) -> None:
    """The macros used most are offered first."""
    Macro.objects.filter(pk=macro_id).update(used=F("used") + 1)


def _terms(
    verb: str, terms: Mapping[str, Any], text: str | None, case: Case, *, at: datetime
) -> dict[str, Any]:
    """The keyword arguments of the verb; hours to wait become an instant."""
    said = dict(terms)
    if "text" in said:
        said["text"] = filled(str(said["text"]), case) if text is None else text
    if verb == "wait":
        said["until"] = at + timedelta(hours=said.pop("hours"))
    return said
