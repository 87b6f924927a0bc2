"""Sets of matters into the database: known ones are skipped or corrected, new ones written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.actions import CaseHistory
from shouwen.domains.imports.registers import logs, rows, updates
from shouwen.domains.imports.registers.incoming import KIND, Incoming, Run
from shouwen.domains.imports.registers.logs import Told
from shouwen.domains.imports.registers.matters import digest, encoded, plain_row
from shouwen.domains.imports.registers.places import Party, parties
from shouwen.platform.exchange import actions as exchange
from shouwen.platform.exchange import queries
from shouwen.platform.exchange.actions import Remark, Seen
from shouwen.platform.exchange.choices import Weight
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.profiles import Reading
from shouwen.platform.exchange.retention import covered

TOLD = 20
"""So many warnings are told at once; the batch keeps them all."""


@dataclass
class Writer(Run):
    """Writes what an import reads, a set at a time: new matters, and what has changed in known ones."""

    irregular: int = 0

    # one row a matter

    def rows(self, readings: Sequence[Reading]) -> None:
        """A set of rows of shape ``case``, in one transaction."""
        with transaction.atomic():
            accepted = [m for r in readings if (m := self._row(r)) is not None]
            new, changed = self._sorted_out(accepted)
            new, changed = self._manned(new), self._manned(changed)
            self._learn_units(new + changed)
            new, changed = self._placed(new), self._placed(changed)
            self._create_rows(new)
            self._correct(changed)
            self._close_set(readings[-1].row.number if readings else 0)

    def _row(self, reading: Reading) -> Incoming | None:
        found = None
        if not reading.problems:
            found = rows.standing(reading, self.plan, at=self.at)
        if found is None:
            self.reject(reading)
            return None
        self._warn(reading)
        plain = plain_row(reading.values, reading.extra)
        text = encoded(plain)
        return Incoming(
            reading.key,
            reading.row.number,
            reading.values,
            plain,
            text,
            digest(text),
            reading,
            found,
        )

    def _create_rows(self, new: list[Incoming]) -> None:
        self._create(new, [self.history_of(m, party) for m, party in self._with_parties(new)])

    # many rows a matter

    def logs(self, told: Sequence[tuple[str, int, list[Told]]]) -> None:
        """A set of matters of shape ``event_log``, each with all its rows in order."""
        with transaction.atomic():
            incoming = [self._log(key, row_no, steps) for key, row_no, steps in told]
            new, changed = self._sorted_out(incoming)
            changed = self._continued(changed)
            self._learn_log_units(new + changed)
            histories = [self._log_history(m, p) for m, p in self._with_parties(new)]
            self._create(new, histories)
            self._correct(changed)
            self._close_set(max((row_no for _key, row_no, _steps in told), default=0))

    def _log(self, key: str, row_no: int, steps: list[Told]) -> Incoming:
        thin = logs.thinned(steps)
        text = encoded(thin)
        return Incoming(key, row_no, logs.latest(steps), thin, text, digest(text), told=steps)

    def _continued(self, changed: list[Incoming]) -> list[Incoming]:
        """A known log with other rows: put together with what was told before."""
        result = []
        for m in changed:
            if m.before is not None and m.before.row:
                m.told = logs.merged(logs.restored(m.before.row), m.told)
                m.remembered = logs.thinned(m.told)
                m.encoded = encoded(m.remembered)
                m.row_hash = digest(m.encoded)
                m.values = logs.latest(m.told)
            if m.before is not None and (
                m.row_hash == m.before.row_hash
                or covered(m.remembered, KIND) == covered(m.before.row, KIND)
            ):
                self.counts.unchanged += 1
            else:
                result.append(m)
        return result

    def _log_history(self, m: Incoming, party: Party) -> CaseHistory:
        history, irregular = self.history_of_log(m.told, party, key=m.key)
        self.irregular += irregular
        return history

    def _learn_log_units(self, matters: Sequence[Incoming]) -> None:
        if self.batch is not None:
            steps = [row for m in matters for _order, _at, row in m.told]
            self.units.learn(steps, by=self.by, at=self.at)

    # both

    def _sorted_out(self, matters: list[Incoming]) -> tuple[list[Incoming], list[Incoming]]:
        """New ones and changed ones; those known as they are only count."""
        known = queries.hashes(self.source, [m.key for m in matters])
        seen: dict[str, bytes] = {}
        new: list[Incoming] = []
        changed: list[Incoming] = []
        for m in matters:
            row_hash, batch = known.get(m.key, (b"", 0))
            again = seen.get(m.key) or (row_hash if batch == self.batch else None)
            if again is not None and again != m.row_hash:
                self._twice(m)
                continue
            if again is not None or row_hash == m.row_hash:
                self.counts.unchanged += 1
                continue
            seen[m.key] = m.row_hash
            (changed if row_hash else new).append(m)
        before = queries.known(self.source, [m.key for m in changed]) if changed else {}
        for m in changed:
            m.before = before[m.key]
        return new, changed

    def _twice(self, m: Incoming) -> None:
        if m.reading is not None:
            columns = " + ".join(self.plan.profile.key)
            m.reading.problems.append(Problem("key_twice", m.row_no, columns, m.key))
            self.reject(m.reading)

    def _learn_units(self, matters: Sequence[Incoming]) -> None:
        if self.batch is not None:
            self.units.learn([m.values for m in matters], by=self.by, at=self.at)

    def _manned(self, matters: list[Incoming]) -> list[Incoming]:
        """Those whose handler is here, or may be missing; the others are rejected."""
        self.people.learn(m.values.get("handler") for m in matters)
        manned = []
        for m in matters:
            word = m.values.get("handler")
            if not word or self.people.id_of(word) or not self.plan.handler_needed:
                manned.append(m)
            elif m.reading is not None:
                m.reading.problems.append(m.reading.problem("handler_unknown", "handler"))
                self.reject(m.reading)
        return manned

    def _placed(self, matters: list[Incoming]) -> list[Incoming]:
        """Those whose units exist; the others are rejected."""
        if self.batch is None:
            return matters
        placed = []
        for m in matters:
            code = m.values.get("unit")
            if self.units.id_of(code) is not None:
                placed.append(m)
            elif m.reading is not None:
                why = "unit_unknown" if code else "unit_missing"
                m.reading.problems.append(m.reading.problem(why, "unit"))
                self.reject(m.reading)
        return placed

    def homed(self, reading: Reading) -> bool:
        """Whether the unit of a log's row exists or may be created; else a problem says so."""
        code = reading.values.get("unit")
        if code and not self.units.accepts(code):
            reading.problems.append(reading.problem("unit_unknown", "unit"))
        return not reading.problems

    def _with_parties(self, matters: Sequence[Incoming]) -> Iterable[tuple[Incoming, Party]]:
        if self.batch is None:
            return [(m, Party()) for m in matters]
        found = parties([m.values for m in matters], [self.unit_of(m.values) for m in matters])
        result = []
        for m, party in zip(matters, found, strict=True):
            if party is None:
                self._warn_account(m)
            result.append((m, party or Party()))
        return result

    def _warn_account(self, m: Incoming) -> None:
        rule = self.plan.profile.rules.get("account")
        column = " + ".join(rule.columns) if rule else "account"
        problem = Problem("account_unknown", m.row_no, column, m.values.get("account"))
        self._warned([problem])

    def _create(self, new: Sequence[Incoming], histories: Sequence[CaseHistory]) -> None:
        self.counts.created += len(new)
        if self.batch is None or not new:
            return
        ids = cases.record_history(
            histories,
            by=self.by.within(self.batch),
            at=self.at,
            source_batch=self.batch,
            live=self.plan.profile.mode == "live",
        )
        keeps = self.plan.keeps_rows
        exchange.remember(
            [
                Seen(
                    key=m.key,
                    subject_id=pk,
                    row_hash=m.row_hash,
                    row=m.encoded if keeps else None,
                )
                for m, pk in zip(new, ids, strict=True)
            ],
            [],
            source=self.source,
            kind=KIND,
            batch=self.batch,
        )

    def _correct(self, changed: Sequence[Incoming]) -> None:
        if changed:
            updates.correct(self, changed)

    def _warn(self, reading: Reading) -> None:
        if reading.warnings:
            self._warned(reading.warnings)

    def _warned(self, problems: Sequence[Problem]) -> None:
        """One row goes in all the same: kept with the batch, the first ones told at once."""
        self.counts.warned += 1
        self.remarks += [Remark(p, Weight.WARN) for p in problems]
        self.warnings += problems[: max(0, TOLD - len(self.warnings))]

    def reject(self, reading: Reading) -> None:
        """Keep the row out, and say why in the batch and in the rejects file."""
        self.counts.rejected += 1
        self.remarks += [Remark(p, Weight.REJECT) for p in reading.problems]
        self.rejects.add(reading)

    def _close_set(self, row: int) -> None:
        if self.batch is not None:
            exchange.note(self.batch, self.remarks)
            exchange.advance(self.batch, row=row, counts=self.counts)
        self.remarks.clear()
