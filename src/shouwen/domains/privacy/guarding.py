"""What a case of a data request is not let do: be answered without an outcome, vanish in another case."""

from __future__ import annotations

from shouwen.domains.cases.models import Case
from shouwen.domains.privacy.errors import AnsweredItself, OutcomeMissing
from shouwen.domains.privacy.models import DataRequest

ENDING = frozenset({"answer", "close", "evaluate"})


def guard(case: Case, verb: str) -> None:
    """个人信息权利请求 of this instance: its outcome first, then the answer; merged into nothing."""
    if verb == "merge":
        raise AnsweredItself
    if verb in ENDING and not _decided(case):
        raise OutcomeMissing


def _decided(case: Case) -> bool:
    rows = DataRequest.objects.filter(case_id=case.pk, instance=case.instance)
    return rows.exclude(done_at=None).exists()
