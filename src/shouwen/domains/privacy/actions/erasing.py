"""Erase words, files, calls and the person, by a rule or because the person asked; the chain stays whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from shouwen.domains.balances import actions as balances
from shouwen.domains.calls import keeping as calls
from shouwen.domains.cases import actions as cases
from shouwen.domains.customers import actions as customers
from shouwen.domains.privacy.events import WordsErased
from shouwen.domains.privacy.queries.due import calls_kept, texts_of
from shouwen.domains.privacy.queries.proof import proof
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal import actions as journal
from shouwen.platform.journal.actions import Fact, record_set


@dataclass(frozen=True, slots=True)
class Erased:
    """How much went, and the digest over it."""

    texts: int = 0
    files: int = 0
    fields: int = 0
    digest: str = ""


def erase(
    *,
    code: str,
    words_of: Collection[int] = (),
    files_of: Collection[int] = (),
    people: Collection[int] = (),
    calls_of: Collection[int] = (),
    before: str = "",
    by: Actor,
    at: datetime,
) -> Erased:
    """Inside the caller's transaction: all of it or nothing. ``before`` is the digest it builds on.

    ``people`` go with their calls, save those that a hold on somebody else keeps; ``calls_of`` are
    ids of calls.
    """
    theirs = calls.of_customers(people).exclude(calls_kept())
    rang = {*calls_of, *theirs.values_list("pk", flat=True)}
    texts = journal.erase(texts_of(words_of), rule=code, at=at) if words_of else 0
    fields = cases.forget_words(words_of) if words_of else 0
    removed = cases.forget_files(files_of, by=by, at=at) if files_of else []
    if people:
        fields += balances.forget(people) + customers.erase(people, rule=code, by=by, at=at)
        for pk in people:
            cases.reindex_customer(pk)
    fields += calls.erase(rang, rule=code, at=at) if rang else 0
    if words_of:
        told = WordsErased
        record_set(
            [
                Fact(told(subject=Subject("case", pk), rule=code, texts=texts), by, at)
                for pk in sorted(words_of)
            ]
        )
    return Erased(texts, len(removed), fields, proof(code, at, before, files=True))
