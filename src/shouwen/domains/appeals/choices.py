"""The words of appeals, as in the glossary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """What is appealed: that a limit was broken, or what a customer said."""

    VERDICT = "verdict", _("Late verdict")
    RATING = "rating", _("Evaluation")


class Ground(models.TextChoices):
    """申诉理由."""

    NOT_OUR_LIABILITY = "not_our_liability", _("Not our liability")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    CUSTOMER_CAUSED = "customer_caused", _("Caused by the customer")
    SYSTEM_FAILURE = "system_failure", _("A system had failed")
    WRONG_TARGET = "wrong_target", _("Meant for somebody else")
    MALICIOUS_EVALUATION = "malicious_evaluation", _("Malicious evaluation")


FITS: dict[About, tuple[Ground, ...]] = {
    About.VERDICT: (
        Ground.NOT_OUR_LIABILITY,
        Ground.FORCE_MAJEURE,
        Ground.CUSTOMER_CAUSED,
        Ground.SYSTEM_FAILURE,
    ),
    About.RATING: (
        Ground.NOT_OUR_LIABILITY,
        Ground.WRONG_TARGET,
        Ground.MALICIOUS_EVALUATION,
        Ground.SYSTEM_FAILURE,
    ),
}
"""Which grounds can be given against what."""


class Outcome(models.TextChoices):
    UPHELD = "upheld", _("Upheld")
    REJECTED = "rejected", _("Not upheld")
    WITHDRAWN = "withdrawn", _("Withdrawn by the unit")
    LAPSED = "lapsed", _("Ended with the case")


AGAIN = frozenset({Outcome.WITHDRAWN, Outcome.LAPSED})
"""Nobody has judged: should it count again, it can be appealed again."""
