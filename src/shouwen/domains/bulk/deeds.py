"""What a run does to each of its cases: one verb, or the steps of a macro in order, all of them or none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.domains.bulk.models import Run
from shouwen.domains.bulk.rules import LASTING, MACRO, UNDOABLE
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.rules import NEEDS
from shouwen.domains.cases.verbs import VERBS
from shouwen.domains.macros import actions as macros
from shouwen.domains.macros.models import Macro
from shouwen.platform.access.acting import Acting


@dataclass(frozen=True, slots=True)
class Deed:
    """批量之事: its word and sign, and the verbs it is made of."""

    label: object
    icon: str
    verbs: tuple[str, ...]
    note: object = ""
    danger: bool = False

    @property
    def undoes(self) -> str:
        """The one verb of it that can be taken back; blank where something stays that cannot."""
        if LASTING & set(self.verbs):
            return ""
        return next((verb for verb in self.verbs if verb in UNDOABLE), "")

    def may(self, acting: Acting) -> bool:
        return all(acting.may(NEEDS[verb]) for verb in self.verbs)


def of_verb(name: str) -> Deed:
    verb = VERBS[name]
    return Deed(verb.label, verb.icon, (name,), verb.note, verb.danger)


def of_macro(macro: Macro) -> Deed:
    return Deed(macro.name, "bolt", tuple(verb for verb, _terms in macro.steps))


def deed_of(run: Run) -> Deed:
    """As it was when the run began, whatever has become of the macro since."""
    if run.verb != MACRO:
        return of_verb(run.verb)
    return Deed(run.terms["name"], "bolt", tuple(verb for verb, _terms in run.terms["steps"]))


def macro_terms(macro: Macro, texts: Mapping[str, str]) -> dict[str, Any]:
    """A macro as the terms of a run: its words apart, since they are forgotten when the run is done."""
    kept = {verb: text for verb, text in texts.items() if text}
    return {
        "macro": macro.pk,
        "name": macro.name,
        "steps": [[verb, {**terms, **_worded(terms)}] for verb, terms in macro.steps],
        "text": json.dumps(kept, ensure_ascii=False),
    }


def _worded(terms: Mapping[str, Any]) -> dict[str, str]:
    return {"text": ""} if "text" in terms else {}


def act(run: Run, case: Case, *, seen: int | None, acting: Acting, at: datetime) -> None:
    """Do it to one case."""
    if run.verb == MACRO:
        texts = json.loads(run.text)
        steps = [
            (verb, {**terms, "text": texts.get(verb, "")} if "text" in terms else terms)
            for verb, terms in run.terms["steps"]
        ]
        macros.carry_out(steps, case.pk, texts={}, acting=acting, at=at, version=seen)
        return
    terms = {name: _unpacked(value) for name, value in run.terms.items()}
    if run.text:
        terms["text"] = run.text
    VERBS[run.verb].act(case.pk, by=acting.actor(), at=at, version=seen, **terms)


def begun(run: Run) -> None:
    """A macro counts as used once, over however many cases."""
    if run.verb == MACRO:
        macros.used(run.terms["macro"])


def packed(value: Any) -> Any:
    return {"instant": value.isoformat()} if isinstance(value, datetime) else value


def _unpacked(value: Any) -> Any:
    return datetime.fromisoformat(value["instant"]) if isinstance(value, dict) else value
