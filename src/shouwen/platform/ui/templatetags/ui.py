"""All component tags and word filters, a builtin of every template; a misspelt argument is a TemplateSyntaxError.

The parts live by family in ``platform/ui/components``; the style guide (/styleguide/) shows each in every state.
"""

from __future__ import annotations

from django import template

from shouwen.platform.ui import assets
from shouwen.platform.ui.components import atoms, blocks, clocks, forms, ledger, lists, words

register = template.Library()
for family in (words, atoms, clocks, lists, blocks, forms, ledger):
    register.tags.update(family.register.tags)
    register.filters.update(family.register.filters)

register.simple_tag(assets.head_tags, name="ui_assets")
register.simple_tag(assets.style_tags, name="ui_styles")
