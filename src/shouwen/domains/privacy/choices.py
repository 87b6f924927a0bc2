"""The words of data-subject requests and of retention."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Wish(models.TextChoices):
    """What somebody asks about the own data (个人信息权利请求)."""

    ACCESS = "access", _("To see the own data")
    COPY = "copy", _("A copy of the own data")
    CORRECTION = "correction", _("Correction of the own data")
    DELETION = "deletion", _("Deletion of the own data")
    WITHDRAWAL = "withdrawal", _("Withdrawal of all consents")
    EXPLANATION = "explanation", _("An explanation of the rules of processing")


ARTICLE = {
    Wish.ACCESS: "个人信息保护法 第45条第1款",
    Wish.COPY: "个人信息保护法 第45条第1款",
    Wish.CORRECTION: "个人信息保护法 第46条",
    Wish.DELETION: "个人信息保护法 第47条",
    Wish.WITHDRAWAL: "个人信息保护法 第15条",
    Wish.EXPLANATION: "个人信息保护法 第48条",
}
"""The article each right stands on, as read in the text of the law."""


class Checked(models.TextChoices):
    """How it was made sure who asks (身份核验)."""

    CALL_BACK = "call_back", _("Called back on the number on record")
    PAPERS = "papers", _("Identity card seen at the counter")
    WRITING = "writing", _("Signed letter with a copy of the card")
    NEEDLESS = "needless", _("Not needed: nothing of a person is told")
    FAILED = "failed", _("Could not be verified")


UNPROVEN = frozenset({Checked.NEEDLESS, Checked.FAILED})


class Outcome(models.TextChoices):
    """How a request ended (请求结果)."""

    GRANTED = "granted", _("Carried out")
    REFUSED = "refused", _("Refused with a reason")


class Delivered(models.TextChoices):
    """How the person got what was asked for (交付方式)."""

    COUNTER = "counter", _("Handed over at the counter")
    POST = "post", _("Sent to the address on record")
    SHOWN = "shown", _("Shown or read out")
    TOLD = "told", _("Told that it is done")


class RefusalGround(models.TextChoices):
    """Why a request is refused (拒绝理由); the law demands a reason, article 50."""

    UNVERIFIED = "unverified", _("The person could not be verified")
    NOT_HELD = "not_held", _("No such data are held")
    SECRET = "secret", _("Law demands secrecy")
    KEPT = "kept", _("The time the law has it kept is not over; it is only stored from now on")
    HARD = "hard", _("Cannot be erased technically; it is only stored from now on")
    CONTRACT = "contract", _("Needed for the contract or a duty, not kept by consent")


STORED_ONLY = frozenset({RefusalGround.KEPT, RefusalGround.HARD})
"""With these the law still ends every use but storing (个人信息保护法 第47条第2款)."""
OWN_RULE = "本单位自定"
"""What stands where no norm was found: the operator's own rule, said plainly."""
SOURCE = {
    RefusalGround.UNVERIFIED: OWN_RULE,
    RefusalGround.NOT_HELD: OWN_RULE,
    RefusalGround.SECRET: "个人信息保护法 第45条第1款、第18条第1款",
    RefusalGround.KEPT: "个人信息保护法 第47条第2款",
    RefusalGround.HARD: "个人信息保护法 第47条第2款",
    RefusalGround.CONTRACT: "个人信息保护法 第13条第1款第2、3项，第16条",
}


class What(models.TextChoices):
    """What a rule erases (清除内容)."""

    TEXTS = "texts", _("Words of ended cases")
    FILES = "files", _("Files of ended cases")
    CUSTOMERS = (
        "customers",
        _("Name, numbers and address of customers without cases or lines in use"),
    )
    CALLS = "calls", _("Number and line of telephone calls")


class NightMode(models.TextChoices):
    """What retention does by itself each night (夜间清除)."""

    OFF = "off", _("Off")
    COUNT = "count", _("Count only")
    ERASE = "erase", _("Erase")
