"""Words of ladders in templates."""

from __future__ import annotations

from django import template

from shouwen.platform.clocks.ladders import Rung
from shouwen.platform.policies import laddering
from shouwen.platform.rosters import words

register = template.Library()


@register.filter
def step_words(rung: Rung) -> str:
    """When a step comes."""
    return laddering.when_words(rung)


@register.filter
def step_whom(rung: Rung) -> str:
    """Whom a step reaches, while nobody can be named."""
    return laddering.join_words([laddering.target_word(t) for t in rung.to])


@register.filter
def said_words(code: str) -> str:
    """Why somebody was passed over."""
    return words.said(code)
