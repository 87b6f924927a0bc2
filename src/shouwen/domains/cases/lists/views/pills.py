"""The filters of the case list as pills: each with its choices as links, so that they work without a script."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from shouwen.domains.cases.choices import ENDED, OPEN, CaseKind, CaseState, Channel
from shouwen.domains.cases.lists.asking import DUES, FLAGS, PERIODS, WAITING, Asked
from shouwen.domains.cases.lists.queries import fields
from shouwen.domains.customers.choices import Tier
from shouwen.platform.org import queries as org

_ANY = fields.Field("?", "text", "")


def pills(wanted: Asked) -> list[dict[str, Any]]:
    """Those everybody uses; the others, set in the dialog of conditions, appear when they are set."""
    closed = wanted.view == "closed"
    states = [s for s in CaseState if s in (ENDED if closed else OPEN)]
    periods = [(key, words[0]) for key, words in PERIODS.items()]
    when = (
        _pill("ended", _("Ended at"), wanted.ended, periods, wanted)
        if closed
        else _pill("due", _("Due"), wanted.due, list(DUES.items()), wanted)
    )
    return [
        _pill("kind", _("Kind"), wanted.kinds, [(k.value, k.label) for k in CaseKind], wanted),
        _pill("state", _("State"), wanted.states, [(s.value, s.label) for s in states], wanted),
        _pill(
            "channel", _("Channel"), wanted.channels, [(c.value, c.label) for c in Channel], wanted
        ),
        _pill("opened", _("Opened"), wanted.opened, periods, wanted),
        when,
        _pill("is", _("Marks"), wanted.flags, list(FLAGS.items()), wanted),
        *_set(wanted),
    ]


def _set(wanted: Asked) -> list[dict[str, Any]]:
    """What was chosen from long lists: a pill with its word and its ×."""
    found = []
    if wanted.waiting:
        found.append(_pill("waiting", _("Waiting for"), wanted.waiting, WAITING, wanted))
    if wanted.tiers:
        tiers = [(t.value, t.label) for t in Tier]
        found.append(_pill("tier", _("Customer tier"), wanted.tiers, tiers, wanted))
    units = {
        "unit": (_("Unit"), wanted.unit),
        "handler_unit": (_("Handling unit"), wanted.handler_unit),
        "owner_unit": (_("Unit first asked"), wanted.owner_unit),
    }
    people = {
        "handler": (_("Handler"), wanted.handler),
        "owner": (_("First asked"), wanted.owner),
    }
    names = org.names({pk for _label, pk in units.values() if pk})
    staff = org.staff_names({pk for _label, pk in people.values() if pk})
    for known, of in ((names, units), (staff, people)):
        for name, (label, pk) in of.items():
            if pk:
                found.append(_chosen(name, label, known.get(pk, "?"), wanted))
    if wanted.categories:
        found.append(_chosen("category", _("Category"), "、".join(wanted.categories), wanted))
    return [*found, *_where(wanted)]


def _where(wanted: Asked) -> list[dict[str, Any]]:
    """A pill for each condition on a field; its × takes away that one alone."""
    return [
        {
            "name": f"where-{n}",
            "label": label,
            "value": said,
            "clear": wanted.without(one).url(),
            "choices": [],
        }
        for n, (one, label, said) in enumerate(spoken(wanted))
    ]


def spoken(wanted: Asked) -> list[tuple[fields.Condition, str, str]]:
    """The conditions on fields in words: each with the name of its field, and what is asked of it."""
    dynamic = any(one.field.startswith(fields.EXTRA) for one in wanted.where)
    known = fields.described() if dynamic else {}
    named = {one: fields.field_of(one.field, known) or _ANY for one in wanted.where}
    people = {int(one.value) for one, of in named.items() if of.type == "person" and one.value}
    names = org.staff_names(people) if people else {}
    found = []
    for one, of in named.items():
        word = dict(of.choices).get(one.value, one.value)
        if of.type == "person" and one.value:
            word = names.get(int(one.value), "?")
        said = f"{fields.COMPARISONS[one.how]} {word}".strip()
        found.append((one, str(of.label), said))
    return found


def _chosen(name: str, label: str, value: str, wanted: Asked) -> dict[str, Any]:
    clear = wanted.url(**{name: ""})
    return {"name": name, "label": label, "value": value, "clear": clear, "choices": []}


def _pill(
    name: str,
    label: str,
    chosen: tuple[str, ...] | str,
    choices: list[tuple[str, Any]],
    wanted: Asked,
) -> dict[str, Any]:
    many = isinstance(chosen, tuple)
    on: set[str] = set(chosen) if isinstance(chosen, tuple) else {chosen} - {""}
    return {
        "name": name,
        "label": label,
        "value": "、".join(str(word) for value, word in choices if value in on),
        "clear": wanted.url(**{name: ""}),
        "choices": [
            {
                "label": str(word),
                "on": value in on,
                "url": wanted.url(**{name: _toggled(on, value) if many else value}),
            }
            for value, word in choices
        ],
    }


def _toggled(on: set[str], value: str) -> tuple[str, ...]:
    return tuple(sorted(on ^ {value}))
