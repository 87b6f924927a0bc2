"""What customers and accounts share on their way in: sets of rows, each a transaction of its own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from shouwen.domains.customers import indexing
from shouwen.kernel.actor import Actor
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange import organisation
from shouwen.platform.exchange.organisation import Entrant
from shouwen.platform.exchange.profiles import Profile, Reading
from shouwen.platform.exchange.rejects import RejectsFile
from shouwen.platform.journal.actions import Fact, record_set
from shouwen.platform.journal.events import Event
from shouwen.platform.org import queries as org


class Register(organisation.Register):
    """One import of customers or of accounts; its rows do not lean on each other."""

    left_as: ClassVar[str] = "customer"
    whole: ClassVar[bool] = False
    place: ClassVar[str]
    """The field that names a unit."""

    def __init__(
        self,
        profile: Profile,
        batch: int | None,
        scope: Scope,
        rejects: RejectsFile,
        by: Actor,
        at: datetime,
        renamed: Callable[[Collection[int]], object],
    ) -> None:
        super().__init__(profile, batch, scope, rejects, by, at)
        self._renamed = renamed
        self._units: dict[str, int | None] = {}

    def readable(self, reading: Reading) -> bool:
        return True

    def related(self, entrants: list[Entrant]) -> list[Entrant]:
        self._learn_units(entrants)
        placed = [e for e in entrants if self._placed(e)]
        return self.matched(placed)

    @abstractmethod
    def matched(self, entrants: list[Entrant]) -> list[Entrant]:
        """What each row is against what is here: new, known or recognised; the others are refused."""

    def unit_of(self, row: Mapping[str, Any]) -> int | None:
        code = row.get(self.place)
        return self._units.get(code) if code else None

    def tell(self, events: Iterable[Event]) -> None:
        """One entry each in the journal, in one statement; nobody else has to hear of an import."""
        facts = [Fact(event, by=self.by, at=self.at) for event in events]
        if facts:
            record_set(facts, react=False)

    def found_by_new_words(self, customer_ids: Collection[int], *, cases: bool) -> None:
        """Write the search words of these customers anew; of their matters where those say other words."""
        if customer_ids:
            indexing.refresh(sorted(customer_ids))
            if cases:
                self._renamed(customer_ids)

    def _learn_units(self, entrants: Sequence[Entrant]) -> None:
        codes = {e.row[self.place] for e in entrants if self.place in e.row} - self._units.keys()
        if codes:
            nodes = org.tree().nodes
            found = org.unit_ids(codes)
            active = {code: pk for code, pk in found.items() if nodes[pk].active}
            self._units.update(dict.fromkeys(codes) | active)

    def _placed(self, entrant: Entrant) -> bool:
        """Whether the unit is there and one's own."""
        code = entrant.row.get(self.place)
        unit = self._units.get(code) if code else None
        if code and unit is None:
            self.refuse(entrant, "customer_unit_unknown", self.place)
        elif unit is not None and not self.scope.covers(unit):
            self.refuse(entrant, "outside", self.place)
        elif unit is None and not self.scope.everything:
            self.refuse(entrant, "customer_unit_missing", self.place)
        else:
            return True
        return False
