"""How the entries that shared work leaves on a case read on its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOLD: dict[str, tuple[str, str, str, StrOrPromise]] = {
    "teamwork.case.put_under": ("sitemap", "hold", "work", _("Put under the parent case %(number)s")),
    "teamwork.case.took_under": ("sitemap", "info", "work", _("%(number)s was put under this case")),
    "teamwork.case.related": ("link", "", "work", _("Related to %(number)s")),
    "teamwork.case.follows": ("arrow-up", "info", "work", _("Takes up %(number)s, which could no longer be reopened")),
    "teamwork.case.followed": ("link", "info", "work", _("The same trouble again: goes on as %(number)s")),
    "teamwork.case.parted": ("link", "", "work", _("The link with %(number)s was taken away")),
    "teamwork.task.assigned": ("clipboard-check", "info", "work", _("%(place)s is to help")),
    "teamwork.task.accepted": ("check", "ok", "work", _("%(place)s accepted the sub-task")),
    "teamwork.task.done": ("circle-check", "ok", "work", _("%(place)s did the sub-task")),
    "teamwork.task.withdrawn": ("x", "", "work", _("The sub-task of %(place)s was withdrawn")),
    "teamwork.task.handed_over": ("user-share", "", "work", _("A sub-task was handed over to a successor")),
}  # fmt: skip
"""Kind → sign, tone, part of the timeline, words."""
