"""One row a person: with a unit and a role also the post, with a login also an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from re import fullmatch
from typing import Any, ClassVar

from shouwen.platform.access import queries as access
from shouwen.platform.exchange.organisation.taking import Entrant, Register
from shouwen.platform.exchange.profiles import Reading
from shouwen.platform.exchange.remembered import Plain
from shouwen.platform.journal.queries import newest_batch
from shouwen.platform.org import actions as org
from shouwen.platform.org import queries
from shouwen.platform.org.actions import Place, StaffRow
from shouwen.platform.org.models import CALLABLE
from shouwen.platform.org.queries import StaffCard

LEFT = "org.staff.left"
POST = ("unit", "role", "title")


class StaffRegister(Register):
    """People: new ones in one set, changed ones by a correction each."""

    kind: ClassVar[str] = "staff"
    identity: ClassVar[str] = "number"
    twice: ClassVar[str] = "number_twice"
    fixed: ClassVar[frozenset[str]] = frozenset({"number"})

    def readable(self, reading: Reading) -> bool:
        values = reading.values
        if bool(values.get("unit")) != bool(values.get("role")):
            empty = "role" if values.get("unit") else "unit"
            reading.problems.append(reading.problem("post_half", empty))
        phone = values.get("work_phone")
        if phone and not fullmatch(CALLABLE, str(phone)):
            reading.problems.append(reading.problem("phone_unusable", "work_phone"))
        return not reading.problems

    def related(self, entrants: list[Entrant]) -> list[Entrant]:
        numbers = [e.row["number"] for e in entrants]
        ids = [e.known.subject_id for e in entrants if e.known is not None]
        cards = queries.staff_cards(numbers=numbers, ids=ids, at=self.at)
        self.by_id = {card.id: card for card in cards}
        self.by_number = {card.number: card for card in cards}
        self.units = {node.code: node for node in queries.tree().nodes.values()}
        self.roles = access.role_codes()
        seen = queries.visible_staff(self.scope).filter(pk__in=self.by_id)
        self.visible = set(seen.values_list("pk", flat=True))
        gone = [card.id for card in cards if card.active_to is not None]
        self.taken_back = {pk for pk, batch in newest_batch("staff", gone, LEFT).items() if batch}
        self.logins = access.logins_in_use([e.row["login"] for e in entrants if "login" in e.row])
        self.first_login: dict[str, Entrant] = {}
        return [e for e in entrants if self._stands(e) and self._placed(e) and self._logs_in(e)]

    def _stands(self, entrant: Entrant) -> bool:
        known, number = entrant.known, entrant.row["number"]
        card = self.by_id.get(known.subject_id) if known else self.by_number.get(number)
        if card is None:
            return True
        if card.id not in self.visible:
            self.refuse(entrant, "outside" if known else "number_taken", "number")
            return False
        if known is None and card.name != entrant.row["name"]:
            self.refuse(entrant, "number_taken", "number")
            return False
        entrant.subject_id = card.id
        if card.active_to is not None:
            if card.id not in self.taken_back:
                self.refuse(entrant, "staff_over", "number")
                return False
            self.renew(entrant, self._current(card, {}))
        elif known is None:
            self.adopt(entrant, self._current(card, entrant.row))
        else:
            self.compare(entrant, self._current(card, known.row or {}, entrant.row))
            self._post_stays(entrant, card, place_of(known.row or {}))
        return True

    def _post_stays(self, entrant: Entrant, card: StaffCard, former: Place | None) -> None:
        """A post moves as a whole, and only from where the register had put the person."""
        own = entrant.moved.keys() & set(POST)
        if own and (former not in card.places if former else bool(card.places)):
            for name in own:
                entrant.left[name] = "org_touched"
                del entrant.moved[name], entrant.old[name]

    def _current(self, card: StaffCard, *rows: Mapping[str, Any]) -> Plain:
        """How the person stands; of several posts the one that a row names."""
        current: Plain = {
            "number": card.number,
            "name": card.name,
            "login": card.login,
            "active_from": card.active_from.isoformat(),
            "work_phone": card.work_phone or None,
        }
        named = [place for row in rows if (place := place_of(row)) in card.places]
        if held := next(iter(named or card.places), None):
            current |= {"unit": held.unit_code, "role": held.role, "title": held.title or None}
        return current

    def _placed(self, entrant: Entrant) -> bool:
        """Whether the post exists or may be made there."""
        if not (entrant.new or entrant.again or entrant.moved.keys() & {"unit", "role"}):
            return True
        unit, role = entrant.row.get("unit"), entrant.row.get("role")
        node = self.units.get(unit) if unit else None
        if unit is None:
            name, code = "unit", None if self.scope.everything else "unit_needed"
        elif node is None:
            name, code = "unit", "org_unit_unknown"
        elif not node.active:
            name, code = "unit", "unit_over"
        elif not self.scope.covers(node.id):
            name, code = "unit", "outside"
        else:
            name, code = "role", None if role in self.roles else "role_unknown"
        if code is None:
            return True
        params = {"roles": ", ".join(self.roles)} if code == "role_unknown" else {}
        self.refuse(entrant, code, name, **params)
        return False

    def _logs_in(self, entrant: Entrant) -> bool:
        """Whether the login is free, where one is to be opened."""
        login = entrant.row.get("login")
        if "login" in entrant.moved and entrant.old["login"] is not None:
            entrant.left["login"] = "org_fixed"
            del entrant.moved["login"], entrant.old["login"]
        if login is None or not (entrant.new or "login" in entrant.moved):
            return True
        if login in self.logins:
            self.refuse(entrant, "login_taken", "login")
            return False
        first = self.first_login.setdefault(login, entrant)
        if first is not entrant:
            self.refuse(entrant, "login_twice", "login", first=first.reading.row.number)
        return first is entrant

    def create(self, entrants: Sequence[Entrant]) -> Mapping[str, int]:
        rows = [
            StaffRow(
                number=e.row["number"],
                name=e.row["name"],
                unit_code=e.row.get("unit"),
                role=e.row.get("role"),
                title=e.row.get("title") or "",
                login=e.row.get("login"),
                active_from=e.day("active_from"),
                work_phone=e.row.get("work_phone") or "",
            )
            for e in entrants
        ]
        return org.ensure_staff(rows, by=self.by, at=self.at)

    def revive(self, entrant: Entrant) -> None:
        assert entrant.subject_id is not None
        org.return_staff(entrant.subject_id, by=self.by, at=self.at)

    def correct(self, entrants: Sequence[Entrant]) -> list[Entrant]:
        return self.one_by_one(entrants, self._correct)

    def _correct(self, entrant: Entrant) -> None:
        assert entrant.subject_id is not None
        former, place = changed_post(entrant.moved, entrant.old, entrant.row)
        org.correct_staff(
            entrant.subject_id,
            told(entrant.moved, entrant.day("active_from")),
            former=former,
            place=place,
            by=self.by,
            at=self.at,
        )


def place_of(row: Mapping[str, Any]) -> Place | None:
    """The post a row names."""
    if not row.get("unit") or not row.get("role"):
        return None
    return Place(row["unit"], row["role"], row.get("title") or "")


def changed_post(
    moved: Mapping[str, Any], old: Mapping[str, Any], row: Mapping[str, Any]
) -> tuple[Place | None, Place | None]:
    """The post that ends and the one that begins, if the post moved at all."""
    if not moved.keys() & set(POST):
        return None, None
    former = {name: old.get(name) if name in moved else row.get(name) for name in POST}
    return place_of(former), place_of(row)


def told(moved: Mapping[str, Any], active_from: Any) -> dict[str, Any]:
    """The moved fields of the person itself."""
    words = {name: value for name, value in moved.items() if name not in POST}
    if "active_from" in words:
        if active_from is None:
            del words["active_from"]
        else:
            words["active_from"] = active_from
    return words
