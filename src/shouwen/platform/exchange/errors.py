"""Refusals of whole files and whole profiles; nothing of them is read."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused
from shouwen.platform.exchange.problems import Problem


class FileRefused(Refused):
    """The file cannot be read as a table; ``problem`` says where, why and what to do."""

    code = "file_refused"

    def __init__(
        self,
        code: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        params: Mapping[str, str | int] | None = None,
    ) -> None:
        self.problem = Problem(code, row, column, value, params or {})
        super().__init__(problem=code)

    def __str__(self) -> str:
        return self.problem.sentence()


class ProfileRefused(Refused):
    """The profile is wrong at ``where`` (a path such as ``fields.kind.table``)."""

    code = "profile_refused"
    message = _("profile %(profile)s, %(where)s: %(what)s")
    details = ("where",)

    def __init__(self, *, profile: str, where: str, what: object) -> None:
        super().__init__(profile=profile, where=where, what=what)


class ProfileMoved(Refused):
    """Somebody else saved a version of the profile meanwhile; ``version`` is the newest."""

    code = "profile_moved"
    message = _("The profile “%(profile)s” is at version %(version)s meanwhile, not at %(base)s.")
    details = ("version", "base")


class ProfileTaken(Refused):
    """A new profile needs a name of its own."""

    code = "profile_taken"
    message = _("There is a profile called “%(profile)s” already; choose another name.")


class BatchRefused(Refused):
    """This batch cannot be undone."""

    code = "batch_refused"
    message = _("Batch %(batch)s cannot be taken back: %(why)s")


class BatchUnknown(BatchRefused):
    code = "batch_unknown"
    message = _("There is no batch %(batch)s. The page of imports lists the batches.")


class BatchAlreadyUndone(BatchRefused):
    code = "batch_undone"
    message = _("Batch %(batch)s has been taken back already.")
