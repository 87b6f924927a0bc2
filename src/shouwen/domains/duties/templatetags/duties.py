"""How templates say what a duty promises."""

from __future__ import annotations

from django import template

from shouwen.domains.duties.words import limit_words, waiting_words

register = template.Library()
register.filter("promised", limit_words)
register.filter("promised_waiting", waiting_words)
