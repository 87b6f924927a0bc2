"""存方案: a checked profile becomes the next version of its name; a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.domains.imports import uploads
from shouwen.domains.imports.models import Upload
from shouwen.domains.imports.registers import plans
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.kernel.actor import Actor
from shouwen.platform.exchange import actions as exchange
from shouwen.platform.exchange import profiles
from shouwen.platform.exchange.errors import ProfileTaken
from shouwen.platform.exchange.models import ProfileVersion


@transaction.atomic
def save(
    document: Mapping[str, Any], *, base: int, may: uploads.May, by: Actor, at: datetime
) -> ProfileVersion:
    """The next version after ``base`` (0: a new profile), by whoever may bring in such rows.

    Raises ProfileRefused, ShapeForbidden, ProfileTaken or ProfileMoved.
    """
    profile = profiles.build(document, SHAPES, name=str(document.get("profile") or "—")[:60])
    plans.plan(profile)
    plans.permit(profile, may)
    exchange.one_saves_at_a_time()
    _named_once(profile)
    return exchange.save_profile(profile, base=base, by=by, at=at)


@transaction.atomic
def save_for(
    upload: Upload,
    document: Mapping[str, Any],
    *,
    base: int,
    may: uploads.May,
    by: Actor,
    at: datetime,
) -> ProfileVersion:
    """Save, and go on with the import by what was saved."""
    alone = Upload.objects.select_for_update().get(pk=upload.pk)
    saved = save(document, base=base, may=may, by=by, at=at)
    uploads.choose(
        alone,
        encoding=alone.encoding,
        sheet=alone.sheet,
        key=saved.code,
        toml="",
        name="",
        may=may,
        at=at,
    )
    return saved


def _named_once(profile: profiles.Profile) -> None:
    """No two profiles are called the same; the list of profiles would not tell them apart."""
    for key, other in uploads.documents().items():
        same_code = profile.code in (key, other["profile"])
        if not same_code and profile.title == other.get("title", other["profile"]):
            raise ProfileTaken(profile=profile.title)
