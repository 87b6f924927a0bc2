"""The component tags: every page is put together from these; a misspelt argument is a TemplateSyntaxError."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """One symbol of the sprite; ``size`` is "", "lg" or "xl"."""
    grown = f" sw-icon--{size}" if size else ""
    return format_html(
        '<svg class="sw-icon{}" aria-hidden="true"><use href="#i-{}"/></svg>', grown, name
    )
