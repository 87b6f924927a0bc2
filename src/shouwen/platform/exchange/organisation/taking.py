"""What units, people and customers share on their way in: told apart, compared with before, kept.

A file of units or people is one transaction, since a row may lean on another one anywhere in it. A dry
run does everything and takes it back, so that it finds exactly what the import would.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.errors import Refused
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange import actions as exchange
from shouwen.platform.exchange import queries
from shouwen.platform.exchange.actions import Counts, Remark, Replaced, Seen
from shouwen.platform.exchange.choices import Weight
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.profiles import Profile, Reading
from shouwen.platform.exchange.rejects import RejectsFile
from shouwen.platform.exchange.remembered import Plain, digest, encoded, same
from shouwen.platform.exchange.retention import at_once_covered

TOLD = 20
"""So many warnings are told at once; the batch keeps them all."""


@dataclass(slots=True)
class Entrant:
    """One row that could be read, and what becomes of it."""

    reading: Reading
    row: Plain
    text: str
    row_hash: bytes
    known: queries.Known | None = None
    subject_id: int | None = None
    again: bool = False
    """It was here, was taken back with its batch, and comes again."""
    moved: Plain = field(default_factory=dict)
    old: Plain = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading, kind: str) -> Entrant:
        row = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in reading.values.items()
            if value is not None
        }
        text = encoded(at_once_covered(row, kind))
        return cls(reading, row, text, digest(text))

    @property
    def new(self) -> bool:
        return self.subject_id is None

    def day(self, name: str) -> date | None:
        value = self.row.get(name)
        return date.fromisoformat(value) if value else None


class Register(ABC):
    """One import of subjects that we keep a register of."""

    kind: ClassVar[str]
    identity: ClassVar[str]
    """The field by which we know a subject ourselves, whatever the file's key."""
    twice: ClassVar[str]
    fixed: ClassVar[frozenset[str]]
    left_as: ClassVar[str] = "org"
    """What the codes begin with that say why a column was left as it was."""
    whole: ClassVar[bool] = True
    """Whether a row may lean on any other of the file, so that all are taken in together."""

    def __init__(
        self,
        profile: Profile,
        batch: int | None,
        scope: Scope,
        rejects: RejectsFile,
        by: Actor,
        at: datetime,
    ) -> None:
        self.profile, self.batch, self.scope, self.rejects = profile, batch, scope, rejects
        self.by, self.at = (by if batch is None else by.within(batch)), at
        self.counts = Counts()
        self.remarks: list[Remark] = []
        self.warnings: list[Problem] = []
        self.irregular = 0
        self._rejected: list[Reading] = []
        self._keys: dict[str, bytes] = {}
        self._names: dict[str, int] = {}

    def take_in(self, readings: Sequence[Reading]) -> None:
        """All rows of the file, or the next set of them where rows do not lean on each other."""
        with transaction.atomic():
            entrants = self._told_apart(readings)
            accepted = self._written(self.related(entrants))
            self._keep(accepted)
            for reading in sorted(self._rejected, key=lambda r: r.row.number):
                self.rejects.add(reading)
            if self.batch is None:
                transaction.set_rollback(True)
            else:
                exchange.note(self.batch, self.remarks)
                last = readings[-1].row.number if readings else 0
                exchange.advance(self.batch, row=last, counts=self.counts)
        self._rejected.clear()
        self.remarks.clear()

    # what each register does its own way

    @abstractmethod
    def readable(self, reading: Reading) -> bool:
        """Check one row by itself; False with a problem."""

    @abstractmethod
    def related(self, entrants: list[Entrant]) -> list[Entrant]:
        """Those whose row agrees with what is here and with the other rows; the others are rejected."""

    @abstractmethod
    def create(self, entrants: Sequence[Entrant]) -> Mapping[str, int]:
        """New subjects in one set: identity → id."""

    def revive(self, entrant: Entrant) -> None:  # noqa: B027
        """It comes again after its batch was taken back; nothing to do where it had gone for good."""

    @abstractmethod
    def correct(self, entrants: Sequence[Entrant]) -> list[Entrant]:
        """Write what moved; those it was possible for, the others are refused."""

    # common to all

    def _told_apart(self, readings: Sequence[Reading]) -> list[Entrant]:
        """New and changed rows; equal ones only count, doubled ones are rejected."""
        known = queries.known(self.profile.source, [r.key for r in readings if r.key])
        found = []
        for reading in readings:
            if reading.problems or not self.readable(reading):
                self.reject(reading)
                continue
            entrant = Entrant.of(reading, self.kind)
            if not self._alone(entrant):
                continue
            self._warn(reading)
            entrant.known = known.get(reading.key)
            if entrant.known is not None and entrant.known.row_hash == entrant.row_hash:
                self.counts.unchanged += 1
            else:
                found.append(entrant)
        return found

    def called(self, entrant: Entrant) -> str:
        """By what the subject is told from all others here."""
        name: str = entrant.row[self.identity]
        return name

    def _alone(self, entrant: Entrant) -> bool:
        reading, name = entrant.reading, self.called(entrant)
        if (first := self._keys.get(reading.key)) is not None:
            if first == entrant.row_hash:
                self.counts.unchanged += 1
                return False
            columns = " + ".join(self.profile.key)
            problem = Problem("key_twice", reading.row.number, columns, reading.key)
        elif (earlier := self._names.get(name)) is not None:
            problem = reading.problem(self.twice, self.identity, {"first": earlier})
        else:
            self._keys[reading.key], self._names[name] = entrant.row_hash, reading.row.number
            return True
        reading.problems.append(problem)
        self.reject(reading)
        return False

    def compare(self, entrant: Entrant, current: Mapping[str, Any]) -> None:
        """What moves: the fields that say something else than last time and that nobody changed."""
        before = entrant.known.row if entrant.known else None
        old: Plain = before or {}
        for name in sorted({*old, *entrant.row}):
            was, now = old.get(name), entrant.row.get(name)
            if same(was, now) or current.get(name) == now:
                continue
            if name in self.fixed or before is None:
                entrant.left[name] = f"{self.left_as}_fixed"
            elif not same(was, current.get(name)):
                entrant.left[name] = f"{self.left_as}_touched"
            else:
                entrant.moved[name], entrant.old[name] = now, current.get(name)

    def adopt(self, entrant: Entrant, current: Mapping[str, Any]) -> None:
        """It was here before: recognised from now on, and left as it is."""
        code = f"{self.left_as}_exists"
        entrant.left = {n: code for n, v in entrant.row.items() if current.get(n) != v}

    def renew(self, entrant: Entrant, current: Mapping[str, Any]) -> None:
        """It comes again after its batch was taken back: everything is as the file says."""
        entrant.again = True
        for name in sorted(self.profile.rules.keys() - self.fixed):
            now = entrant.row.get(name)
            if current.get(name) != now:
                entrant.moved[name], entrant.old[name] = now, current.get(name)

    def refuse(self, entrant: Entrant, code: str, name: str, **params: str | int) -> None:
        entrant.reading.problems.append(entrant.reading.problem(code, name, params))
        self.reject(entrant.reading)

    def _written(self, entrants: Sequence[Entrant]) -> list[Entrant]:
        """Create, revive, correct."""
        fresh = [e for e in entrants if e.new]
        ids = self.create(fresh) if fresh else {}
        for entrant in entrants:
            if entrant.again:
                self.revive(entrant)
        moved = [e for e in entrants if e.moved]
        corrected = {id(e) for e in self.correct(moved)} if moved else set()
        done = []
        for entrant in entrants:
            if entrant.new:
                entrant.subject_id = ids[self.called(entrant)]
                self.counts.created += 1
            elif entrant.moved and id(entrant) not in corrected:
                continue
            else:
                self.counts.created += entrant.again
                self.counts.updated += bool(entrant.moved) and not entrant.again
                self.counts.unchanged += not entrant.moved and not entrant.again
            done.append(entrant)
        return done

    def one_by_one(
        self, entrants: Sequence[Entrant], correct: Callable[[Entrant], None]
    ) -> list[Entrant]:
        """Correct each by a recorded verb of its own; what the verb refuses is rejected with its reason."""
        done = []
        for entrant in entrants:
            try:
                with transaction.atomic():
                    correct(entrant)
                done.append(entrant)
            except Refused as refusal:
                self.refuse(entrant, "org_refused", next(iter(entrant.moved)), why=str(refusal))
        return done

    def _keep(self, entrants: Iterable[Entrant]) -> None:
        """Remember what the rows said, what they replaced and what was left alone."""
        entrants = list(entrants)
        for entrant in entrants:
            self.counts.conflicts += bool(entrant.left)
            self.remarks += [
                Remark(entrant.reading.problem(code, name, {"field": name}), Weight.CONFLICT)
                for name, code in entrant.left.items()
            ]
        if self.batch is None:
            return
        seen = {e.reading.key: _seen(e) for e in entrants}
        known = {e.reading.key for e in entrants if e.known is not None}
        exchange.remember(
            [s for key, s in seen.items() if key not in known],
            [s for key, s in seen.items() if key in known],
            source=self.profile.source,
            kind=self.kind,
            batch=self.batch,
        )
        replaced = [_replaced(e) for e in entrants if e.known is not None and e.moved]
        exchange.replace(replaced, source=self.profile.source, kind=self.kind, batch=self.batch)

    def _warn(self, reading: Reading) -> None:
        if reading.warnings:
            self.counts.warned += 1
            self.remarks += [Remark(p, Weight.WARN) for p in reading.warnings]
            self.warnings += reading.warnings[: max(0, TOLD - len(self.warnings))]

    def reject(self, reading: Reading) -> None:
        """Keep the row out, and say why in the batch and, in file order, in the rejects file."""
        self.counts.rejected += 1
        self.remarks += [Remark(p, Weight.REJECT) for p in reading.problems]
        self._rejected.append(reading)


def _seen(entrant: Entrant) -> Seen:
    assert entrant.subject_id is not None
    return Seen(
        key=entrant.reading.key,
        subject_id=entrant.subject_id,
        row_hash=entrant.row_hash,
        row=entrant.text,
    )


def _replaced(entrant: Entrant) -> Replaced:
    assert entrant.known is not None
    return Replaced(
        subject_id=entrant.known.subject_id,
        fields={name: [entrant.old.get(name), now] for name, now in entrant.moved.items()},
        row=entrant.known.row,
        row_hash=entrant.known.row_hash,
    )
