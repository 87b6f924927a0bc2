"""AB 角: who answers for each unit, who stands in, and whether they are there."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org.models import Contact
from shouwen.platform.org.queries import running
from shouwen.platform.org.tree import tree
from shouwen.platform.rosters import queries, rules
from shouwen.platform.rosters.queries import Standing
from shouwen.platform.rosters.views.pages import now, tabs
from shouwen.platform.rosters.words import standing_words

MOST_UNITS = 60


@requires(rules.VIEW)
@require_GET
def board(request: StaffRequest) -> HttpResponse:
    """Who is called for what: a county sees its own and the departments, the head office everybody."""
    at, known = now(), tree()
    rows = Contact.objects.filter(running(at)).select_related("staff")
    if not request.acting.scope.everything:
        rows = rows.filter(unit_id__in=queries.callable_from(request.acting.unit_id))
    found = list(rows.order_by("unit__code", "topic", "role")[: MOST_UNITS * 10])
    standing = queries.standings({c.staff_id for c in found}, at=at)
    by_unit: dict[int, dict[str, dict[str, Contact]]] = {}
    for contact in found:
        by_unit.setdefault(contact.unit_id, {}).setdefault(contact.topic, {})[contact.role] = contact  # fmt: skip
    there = queries.on_duty_at(list(by_unit), at=at)
    units = [
        {
            "id": unit,
            "name": known.nodes[unit].name,
            "on_duty": "、".join(d.name for d in there.get(unit, [])[:3]),
            "topics": _merged(topics, standing),
        }
        for unit, topics in list(by_unit.items())[:MOST_UNITS]
        if unit in known.nodes
    ]
    context = {
        "tabs": tabs(request, "rosters:contacts"),
        "units": units,
        "may_org": request.acting.may("org.edit_units"),
    }
    return render(request, "rosters/contacts.html", context)


def _merged(
    topics: dict[str, dict[str, Contact]], standing: dict[int, Standing]
) -> list[dict[str, Any]]:
    """Topics with the same A and B stand on one line."""
    alike: dict[tuple[int, int], list[str]] = {}
    for topic, roles in topics.items():
        a, b = roles.get("A"), roles.get("B")
        alike.setdefault((a.staff_id if a else 0, b.staff_id if b else 0), []).append(topic)
    return [
        {"name": "、".join(names), "people": [_who(pk, role, standing) for pk, role in zip(pair, "AB", strict=True)]}
        for pair, names in alike.items()
    ]  # fmt: skip


def _who(staff: int, role: str, standing: dict[int, Standing]) -> dict[str, Any] | None:
    person = standing.get(staff)
    if person is None:
        return None
    word, tone = standing_words(person)
    return {
        "staff_id": staff,
        "name": person.name,
        "role": role,
        "live": person.presence == "on",
        "word": word,
        "tone": tone,
    }
