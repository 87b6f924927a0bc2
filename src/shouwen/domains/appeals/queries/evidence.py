"""What was presented with an appeal."""

from __future__ import annotations

from collections.abc import Iterable

from shouwen.domains.appeals.models import Appeal, Evidence
from shouwen.platform.files.models import Attachment


def evidence(row: Appeal) -> list[Evidence]:
    """举证材料 in the order it came; a file removed since has neither name nor content."""
    found = Evidence.objects.filter(appeal=row).select_related("file__content", "by")
    return list(found.order_by("pk"))


def there(found: Iterable[Evidence]) -> list[Attachment]:
    """The files of these that can still be opened."""
    return [one.file for one in found if one.file.removed_at is None]
