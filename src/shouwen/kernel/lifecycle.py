"""A lifecycle is a table: which move leads from which states to which state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shouwen.kernel.errors import Refused


class MoveNotAllowed(Refused):
    """The matter is not in a state from which this move can be made."""

    code = "move_not_allowed"

    def __init__(self, move: str, state: str) -> None:
        super().__init__(move=move, state=state)
        self.move, self.state = move, state


@dataclass(frozen=True, slots=True)
class Move:
    """From any of ``sources`` to ``target``; a target of None leaves the state as it is."""

    sources: frozenset[str]
    target: str | None


def move(sources: Iterable[str], target: str | None) -> Move:
    return Move(frozenset(map(str, sources)), None if target is None else str(target))


@dataclass(frozen=True, slots=True)
class Lifecycle:
    moves: Mapping[str, Move]

    def available(self, state: str) -> list[str]:
        return [name for name, m in self.moves.items() if state in m.sources]

    def after(self, state: str, name: str) -> str:
        """The state that ``name`` leads to, or MoveNotAllowed."""
        chosen = self.moves[name]
        if state not in chosen.sources:
            raise MoveNotAllowed(name, state)
        return chosen.target or state
