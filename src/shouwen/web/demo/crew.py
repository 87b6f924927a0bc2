"""Who of the cast does what: picks agents, clerks, dispatchers and technicians for a story."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from shouwen.web.demo import cast, topics
from shouwen.web.demo.cast import Office, Player
from shouwen.web.demo.customers import Person


class Crew:
    """The cast by unit and role; everything is a staff number or a unit code."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._unit: dict[str, str] = {}
        for player in cast.players():
            self._place(player)

    def _place(self, player: Player) -> None:
        self._at[player.unit, player.role].append(player.number)
        self._at[player.unit, "*"].append(player.number)
        self._unit[player.number] = player.unit

    def unit_of(self, number: str) -> str:
        return self._unit[number]

    def agent(self, team: int, dice: Random) -> str:
        return dice.choice(self._at[cast.HOTLINE[team], "agent"])

    def clerk(self, office: Office) -> str:
        return self._at[office.hall, "hall_clerk"][0]

    def head(self, office: Office) -> str:
        return self._at[office.code, "department_head"][0]

    def dispatcher(self, office: Office) -> str:
        return self._at[office.county, "dispatcher"][0]

    def caller(self, dice: Random) -> str:
        return dice.choice(self._at[cast.CALLBACK, "callback_agent"])

    def leader(self, owner: str) -> str:
        """Who may archive and void what ``owner`` took in."""
        team = self._unit[owner]
        return (self._at[team, "shift_leader"] or self._at[cast.ROOT, "service_manager"])[0]

    def anyone(self, unit: str, dice: Random) -> str:
        return dice.choice(self._at[unit, "*"])

    def worker(self, to: str, who: Person, dice: Random) -> tuple[str, str]:
        """The unit a topic goes to, and somebody there."""
        if to == topics.GRID:
            unit = who.grid
        elif to == topics.HALL:
            unit = who.office.hall
        elif to == topics.OFFICE:
            unit = who.office.code
        else:
            unit = to
        return unit, self.anyone(unit, dice)

    def another(self, unit: str, dice: Random) -> tuple[str, str]:
        """A sister unit that helps out: the other grid of the office, else the network department."""
        if unit[:-1].endswith("-G"):
            other = f"{unit[:-1]}{3 - int(unit[-1])}"
        else:
            other = "QC-WL" if unit != "QC-WL" else "QC-ZC"
        return other, self.anyone(other, dice)
