"""Where the built front end lies: the tags that load it and the icon sprite (django-vite reads the manifest)."""

from __future__ import annotations

import re
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError

ENTRY = "src/app.ts"
SPRITE = "icons.svg"
_LINK = re.compile(r"<link\b[^>]*>")


@cache
def head_tags() -> SafeString:
    """Style sheet and module of every page; a comment when ``make setup`` has not built them."""
    try:
        return SafeString(DjangoViteAssetLoader.instance().generate_vite_asset(ENTRY))
    except DjangoViteAssetNotFoundError:
        return format_html("<!-- {} -->", "the front end is not built: make setup")


@cache
def style_tags() -> SafeString:
    """The style sheet alone, for pages that run no script at all."""
    try:
        tags = DjangoViteAssetLoader.instance().generate_vite_asset(ENTRY)
    except DjangoViteAssetNotFoundError:
        return format_html("<!-- {} -->", "the front end is not built: make setup")
    return SafeString("\n".join(tag for tag in _LINK.findall(tags) if "stylesheet" in tag))


@cache
def sprite() -> str:
    """The address of the icon sprite; "" when nothing is built."""
    try:
        return str(DjangoViteAssetLoader.instance().generate_vite_asset_url(SPRITE))
    except DjangoViteAssetNotFoundError:
        return ""
