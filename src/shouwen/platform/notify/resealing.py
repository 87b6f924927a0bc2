"""Everything sealed, under the first key: after a change of keys the old one can go."""

from __future__ import annotations

from django.db import models, transaction

from shouwen.platform.access import vault
from shouwen.platform.notify.models import Address, Channel

SEALED: list[tuple[type[models.Model], str]] = [(Channel, "secret"), (Address, "value")]


def register(model: type[models.Model], field: str) -> None:
    """Called in AppConfig.ready by an app above that keeps sealed words of its own."""
    if (model, field) not in SEALED:
        SEALED.append((model, field))


def count() -> tuple[int, int]:
    """How many are sealed, and how many of them no key opens."""
    return _each(write=False)


def everything() -> tuple[int, int]:
    """Seal all anew under the first key; what no key opens is left as it is and counted."""
    with transaction.atomic():
        return _each(write=True)


def _each(*, write: bool) -> tuple[int, int]:
    done = closed = 0
    for model, name in SEALED:
        rows = model._default_manager.exclude(**{name: ""}).order_by("pk")
        for pk, token in rows.values_list("pk", name).iterator():
            try:
                fresh = vault.reseal(token)
            except vault.Unreadable:
                closed += 1
                continue
            done += 1
            if write:
                model._default_manager.filter(pk=pk).update(**{name: fresh})
    return done, closed
