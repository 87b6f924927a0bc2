"""Form fields: label above, error in the place of the hint, the widget in the look of the house."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from shouwen.platform.ui.components.atoms import EMPTY, icon

register = template.Library()

MUST = mark_safe('<span class="sw-field__must" aria-hidden="true">*</span>')


@register.simple_tag
def field(
    bound: BoundField,
    width: int = 12,
    hint: str = "",
    label: str = "",
    placeholder: str = "",
    autofocus: bool = False,
    readonly: bool = False,
) -> SafeString:
    """One form field; ``width`` in twelfths inside ``.sw-form``."""
    errors = [str(error) for error in bound.errors]
    told = _told(bound, errors, hint or str(bound.help_text or ""))
    shown = str(label or bound.label or "")
    widget = bound.field.widget
    if isinstance(widget, forms.HiddenInput):
        return bound.as_widget()
    if isinstance(widget, forms.CheckboxInput):
        return _check(bound, width, shown, told)
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _picks(bound, width, shown, told)
    attributes = _attributes(bound, errors, bool(told), placeholder, autofocus)
    if isinstance(widget, forms.FileInput):
        return _file(bound, width, shown, told, attributes)
    if readonly:
        attributes["readonly"] = True
    return format_html(
        '<div class="sw-field" data-w="{}"><label class="sw-field__label" for="{}">{}{}</label>{}{}</div>',
        width,
        bound.id_for_label,
        shown,
        MUST if bound.field.required else EMPTY,
        bound.as_widget(attrs=attributes),
        told,
    )


def _attributes(
    bound: BoundField, errors: list[str], told: bool, placeholder: str, autofocus: bool
) -> dict[str, Any]:
    style = "form-select" if isinstance(bound.field.widget, forms.Select) else "form-control"
    attributes: dict[str, Any] = {
        "class": f"{style} {bound.field.widget.attrs.get('class', '')}".strip()
    }
    if isinstance(bound.field.widget, forms.Textarea):
        attributes["rows"] = bound.field.widget.attrs.get("rows", 3)
        if attributes["rows"] == "10":
            attributes["rows"] = 3
    if errors:
        attributes["aria-invalid"] = "true"
    if told:
        attributes["aria-describedby"] = f"{bound.id_for_label}-told"
    if placeholder:
        attributes["placeholder"] = placeholder
    if autofocus:
        attributes["autofocus"] = True
    return attributes


def _told(bound: BoundField, errors: list[str], hint: str) -> SafeString:
    """The error, else the hint: one line under the field."""
    where = f"{bound.id_for_label or bound.auto_id}-told"
    if errors:
        return format_html(
            '<span class="sw-field__error" id="{}">{}{}</span>',
            where,
            icon("alert-circle"),
            " ".join(errors),
        )
    return (
        format_html('<span class="sw-field__hint" id="{}">{}</span>', where, hint)
        if hint
        else EMPTY
    )


def _check(bound: BoundField, width: int, label: str, told: SafeString) -> SafeString:
    return format_html(
        '<div class="sw-field" data-w="{}"><label class="sw-check">{} {}</label>{}</div>',
        width,
        bound.as_widget(attrs={"class": "form-check-input"}),
        label,
        told,
    )


def _file(
    bound: BoundField, width: int, label: str, told: SafeString, attributes: dict[str, Any]
) -> SafeString:
    """A file is dropped or chosen; its name and size are said before it is sent."""
    return format_html(
        '<file-drop class="sw-field" data-w="{}"><div class="sw-filedrop sw-filedrop--field">{}'
        '<label for="{}"><b>{}</b>{}</label>{}'
        '<span class="sw-small sw-muted" data-file-name>{}</span></div>{}</file-drop>',
        width,
        icon("file-upload", "xl"),
        bound.id_for_label,
        label,
        MUST if bound.field.required else EMPTY,
        bound.as_widget(attrs=attributes),
        gettext("Drop a file here, or choose one"),
        told,
    )


def _picks(bound: BoundField, width: int, label: str, told: SafeString) -> SafeString:
    """Radios as buttons: for six choices or fewer."""
    options = format_html_join(
        "",
        '<label class="sw-pick__opt">{}{}</label>',
        ((choice.tag(wrap_label=False), choice.choice_label) for choice in bound),
    )
    return format_html(
        '<div class="sw-field" data-w="{}"><span class="sw-field__label" id="{}-label">{}{}</span>'
        '<div class="sw-pick" role="{}" aria-labelledby="{}-label">{}</div>{}</div>',
        width,
        bound.auto_id,
        label,
        MUST if bound.field.required else EMPTY,
        "radiogroup" if isinstance(bound.field.widget, forms.RadioSelect) else "group",
        bound.auto_id,
        options,
        told,
    )


@register.simple_tag
def form_errors(form: forms.BaseForm) -> SafeString:
    """What is wrong with the form as a whole, before its fields."""
    wrong = [str(error) for error in form.non_field_errors()]
    if not wrong:
        return EMPTY
    return format_html(
        '<div class="sw-note" data-tone="late" role="alert">{}<span>{}</span></div>',
        icon("alert-circle"),
        " ".join(wrong),
    )
