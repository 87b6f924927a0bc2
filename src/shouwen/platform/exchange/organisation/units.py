"""One row a unit: its parent may stand later in the file, or be here already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from zoneinfo import available_timezones

from shouwen.platform.exchange.organisation.taking import Entrant, Register
from shouwen.platform.exchange.profiles import Reading
from shouwen.platform.exchange.remembered import Plain
from shouwen.platform.journal.queries import newest_batch
from shouwen.platform.org import actions as org
from shouwen.platform.org import queries
from shouwen.platform.org.actions import UnitRow
from shouwen.platform.org.queries import Node

CLOSED = "org.unit.deactivated"


class UnitRegister(Register):
    """Units: new ones in one set, changed ones by a correction each."""

    kind: ClassVar[str] = "unit"
    identity: ClassVar[str] = "code"
    twice: ClassVar[str] = "code_twice"
    fixed: ClassVar[frozenset[str]] = frozenset({"code", "valid_from"})

    def readable(self, reading: Reading) -> bool:
        zone = reading.values.get("zone")
        if zone and zone not in available_timezones():
            reading.problems.append(reading.problem("zone_unknown", "zone"))
        return not reading.problems

    def related(self, entrants: list[Entrant]) -> list[Entrant]:
        tree = queries.tree()
        self.by_code = {node.code: node for node in tree.nodes.values()}
        self.by_id = tree.nodes
        taken_back = self._taken_back(entrants)
        standing = [e for e in entrants if self._stands(e, taken_back)]
        while True:
            coming = {e.row["code"]: e for e in standing if e.new or e.again}
            ways = self._ways(standing)
            kept = [e for e in standing if self._placed(e, coming, ways, entrants)]
            if len(kept) == len(standing):
                return kept
            standing = kept

    def _taken_back(self, entrants: Sequence[Entrant]) -> set[int]:
        """Closed units that an undo has closed: they may come again."""
        nodes = [self.by_code.get(e.row["code"]) for e in entrants]
        closed = [node.id for node in nodes if node is not None and not node.active]
        return {pk for pk, batch in newest_batch("unit", closed, CLOSED).items() if batch}

    def _stands(self, entrant: Entrant, taken_back: set[int]) -> bool:
        """What the row is against what is here: new, known, adopted or back again."""
        known = entrant.known
        node = self.by_id.get(known.subject_id) if known else self.by_code.get(entrant.row["code"])
        if node is None:
            return True
        if not self.scope.covers(node.id):
            self.refuse(entrant, "outside", "code")
            return False
        entrant.subject_id = node.id
        if not node.active:
            if node.id not in taken_back:
                self.refuse(entrant, "unit_over", "code")
                return False
            self.renew(entrant, self._current(node))
        elif known is None:
            self.adopt(entrant, self._current(node))
        else:
            self.compare(entrant, self._current(node))
        return True

    def _current(self, node: Node) -> Plain:
        parent = self.by_id.get(node.parent_id) if node.parent_id is not None else None
        return {
            "code": node.code,
            "name": node.name,
            "kind": node.kind,
            "parent": parent.code if parent else None,
            "zone": node.zone,
            "area": node.area or None,
            "valid_from": node.valid_from.isoformat(),
        }

    def _ways(self, entrants: Sequence[Entrant]) -> dict[str, str | None]:
        """Code → code of the parent, for all units as they would stand after the import."""
        ways = {node.code: self._current(node)["parent"] for node in self.by_id.values()}
        for entrant in entrants:
            if entrant.new or "parent" in entrant.moved:
                ways[entrant.row["code"]] = entrant.row.get("parent")
        return ways

    def _placed(
        self,
        entrant: Entrant,
        coming: Mapping[str, Entrant],
        ways: Mapping[str, str | None],
        entrants: Sequence[Entrant],
    ) -> bool:
        """Whether the unit may stand where its row puts it."""
        if not (entrant.new or entrant.again or "parent" in entrant.moved):
            return True
        parent = entrant.row.get("parent")
        node = self.by_code.get(parent) if parent else None
        if parent is None:
            code = None if self.scope.everything else "root_outside"
        elif parent in coming:
            code = None
        elif node is None:
            rejected = any(e.row["code"] == parent for e in entrants)
            code = "parent_rejected" if rejected else "parent_unknown"
        elif not node.active:
            code = "unit_over"
        else:
            code = None if self.scope.covers(node.id) else "outside"
        if code is not None:
            self.refuse(entrant, code, "parent")
            return False
        return self._no_circle(entrant, ways)

    def _no_circle(self, entrant: Entrant, ways: Mapping[str, str | None]) -> bool:
        start = entrant.row["code"]
        way, code = [start], ways.get(start)
        while code is not None and code not in way:
            way.append(code)
            code = ways.get(code)
        if code != start:
            return True
        self.refuse(entrant, "parent_circle", "parent", circle=" → ".join([*way, start]))
        return False

    def create(self, entrants: Sequence[Entrant]) -> Mapping[str, int]:
        rows = [
            UnitRow(
                code=e.row["code"],
                name=e.row["name"],
                kind=e.row["kind"],
                parent_code=e.row.get("parent"),
                zone=e.row.get("zone"),
                area=e.row.get("area") or "",
                valid_from=e.day("valid_from"),
            )
            for e in entrants
        ]
        return org.ensure_units(rows, by=self.by, at=self.at)

    def revive(self, entrant: Entrant) -> None:
        assert entrant.subject_id is not None
        org.reopen_unit(entrant.subject_id, by=self.by, at=self.at)

    def correct(self, entrants: Sequence[Entrant]) -> list[Entrant]:
        return self.one_by_one(entrants, self._correct)

    def _correct(self, entrant: Entrant) -> None:
        assert entrant.subject_id is not None
        org.correct_unit(entrant.subject_id, settled(entrant.moved), by=self.by, at=self.at)


def settled(moved: Mapping[str, Any]) -> dict[str, Any]:
    """The moved fields of a unit with the parent's id instead of its code."""
    words = dict(moved)
    if "parent" in words:
        code = words.pop("parent")
        found = queries.unit_by_code(code) if code else None
        words["parent_id"] = found.pk if found else None
    return words
