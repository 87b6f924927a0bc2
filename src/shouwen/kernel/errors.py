"""A refusal: the action was understood and must not happen; nothing was changed."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """A rule of the house forbids this action now.

    ``code`` is stable and goes to the API (status 409); ``message`` is an English template with
    named placeholders which the owner app translates (``gettext_lazy``); ``params`` fill it.
    ``details`` names those of them that a program reads as data, beside the words.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[object] = ""
    details: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **params: object) -> None:
        super().__init__(self.code)
        self.params = params

    def __str__(self) -> str:
        template = str(self.message)
        return template % self.params if template else f"{self.code} {self.params}"

    @property
    def data(self) -> dict[str, object]:
        """What is told to a program: codes and numbers, never words."""
        return {name: self.params[name] for name in self.details}
