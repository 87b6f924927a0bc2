"""预览脱敏: a file that comes in is shown as everything else is, without anybody's number or address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from shouwen.platform.access.masking import (
    mask_address,
    mask_id,
    mask_name,
    mask_phone,
    mask_within,
)
from shouwen.platform.exchange.profiles import Profile

Cover = Callable[[str], str]
_BY_SHAPE: Mapping[str, Mapping[str, Cover]] = {
    "customer": {"name": mask_name, "phone": mask_phone, "id_no": mask_id, "address": mask_address},
    "account": {"address": mask_address},
}
_MATTER: Mapping[str, Cover] = {
    "customer_name": mask_name,
    "customer_phone": mask_phone,
    "customer_id_no": mask_id,
    "customer_address": mask_address,
}


def fields_covered(shape: str) -> Mapping[str, Cover]:
    """Field → how it is covered, for rows of a shape."""
    return _BY_SHAPE.get(shape, _MATTER)


def covers(profile: Profile | None) -> dict[str, Cover]:
    """Column → how it is covered, by the fields that the profile fills from it."""
    if profile is None:
        return {}
    by_field = fields_covered(profile.shape.name)
    return {
        column: by_field[name]
        for name, rule in profile.rules.items()
        if name in by_field
        for column in rule.columns
    }


def covered(
    columns: Sequence[str], rows: Iterable[Sequence[str]], by_column: Mapping[str, Cover]
) -> list[list[str]]:
    """The rows as they may be shown; numbers of telephones and identity cards are covered wherever they stand."""
    how = [by_column.get(column, mask_within) for column in columns]
    return [
        [cover(cell) for cover, cell in zip(how, row, strict=False)] + list(row[len(how) :])
        for row in rows
    ]
