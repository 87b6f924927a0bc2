"""The forms of channels, templates, addresses and quiet hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.scope import Scope
from shouwen.platform.notify import gateway, outgoing, signing, words
from shouwen.platform.notify.choices import ChannelKind
from shouwen.platform.notify.letters import PLACES
from shouwen.platform.notify.models import Channel
from shouwen.platform.org.tree import tree

_PHONE = RegexValidator(r"^\+?[0-9]{5,15}$", _("Digits only, with + before a country code."))
_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9_]{0,39}$")


class ChannelForm(forms.Form):
    """What every channel has; the kinds add their own fields, split into ``config`` and ``secret``."""

    config_fields: tuple[str, ...] = ()
    secret_fields: tuple[str, ...] = ()

    name = forms.CharField(label=_("Name"), max_length=60)
    enabled = forms.BooleanField(label=_("In use"), required=False)
    allow_private = forms.BooleanField(
        label=_("May use addresses inside the house"),
        required=False,
        help_text=_("For a gateway in your own network. Otherwise private addresses are refused."),
    )
    per_minute = forms.IntegerField(
        label=_("Messages a minute at most"), min_value=1, max_value=6000, required=False
    )
    give_up_hours = forms.IntegerField(
        label=_("Hours until a message is given up"), min_value=1, max_value=240, initial=24
    )

    def __init__(self, data: Any = None, *, channel: Channel | None = None) -> None:
        self.channel = channel
        super().__init__(data, initial=self._told(channel) if channel else None)

    def _told(self, channel: Channel) -> dict[str, Any]:
        plain = ("name", "enabled", "allow_private", "per_minute", "give_up_hours")
        return {**channel.config, **{name: getattr(channel, name) for name in plain}}

    def fields_of_channel(self) -> dict[str, Any]:
        """What ``edit_channel`` takes besides the secret."""
        plain = ("name", "enabled", "allow_private", "per_minute", "give_up_hours")
        given = self.cleaned_data
        config = {name: given[name] for name in self.config_fields if given[name] not in ("", None)}
        return {**{name: given[name] for name in plain}, "config": config}

    def secret(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.secret_fields}

    def need(self, name: str) -> None:
        """A secret must be given once; afterwards an empty field keeps it."""
        if self.channel is None and not self.cleaned_data.get(name):
            self.add_error(name, _("Needed."))


def _hidden(label: Any, **rest: Any) -> forms.CharField:
    """A secret: never shown again, an empty field keeps it."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    told = _("Kept sealed; leave it empty to keep what is there.")
    return forms.CharField(label=label, required=False, widget=widget, help_text=told, **rest)


def _url(value: str) -> str:
    try:
        outgoing.parsed(value)
    except outgoing.NotAllowed as error:
        raise forms.ValidationError(_("An address with http:// or https:// is wanted.")) from error
    return value


EXAMPLE = """\
# {to} {template} {variables} {variables_json} {sign} {id} {text} {at} {secret.name}
code = "Code"

[request]
url = "https://sms.example.cn/send"
[request.headers]
Authorization = "Bearer {secret.token}"
[request.body]
phone = "{to}"
sign = "{sign}"
template = "{template}"
params = "{variables}"
out_id = "{id}"

[success]
where = { Code = "OK" }
id = "BizId"

[receipt]
method = "GET"
url = "https://sms.example.cn/receipt?out_id={id}"
[receipt.headers]
Authorization = "Bearer {secret.token}"
[receipt.delivered]
where = { Status = "DELIVERED" }
[receipt.unknown]
where = { Status = "NOT_FOUND" }
"""
"""A description to begin with."""


class SmsForm(ChannelForm):
    config_fields = ("gateway", "sign", "timeout")
    sign = forms.CharField(label=_("Signature"), max_length=20, required=False)
    gateway = forms.CharField(
        label=_("Description of the gateway"),
        initial=EXAMPLE,
        widget=forms.Textarea(
            attrs={"rows": 18, "spellcheck": "false", "class": "form-control sw-mono"}
        ),
        help_text=_("TOML: [request], [success], and [receipt] where the gateway can be asked."),
    )
    timeout = forms.IntegerField(label=_("Seconds to wait"), min_value=1, max_value=30, initial=10)
    words_ = forms.CharField(
        label=_("Secret words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "One a line, name = value; the description uses them as {secret.name}. Kept sealed; leave it empty to keep what is there."
        ),
    )

    def clean_gateway(self) -> str:
        text: str = self.cleaned_data["gateway"]
        try:
            gateway.read(text)
        except gateway.BadDescription as error:
            told = _("The description cannot be used: %(where)s")
            raise forms.ValidationError(told, params={"where": str(error)}) from error
        return text

    def clean_words_(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in self.cleaned_data["words_"].splitlines():
            name, sep, value = (part.strip() for part in line.partition("="))
            if not line.strip():
                continue
            if not sep or not _NAME.match(name) or not value:
                raise forms.ValidationError(_("One a line: name = value."))
            found[name] = value
        return found

    def secret(self) -> dict[str, str]:
        return dict(self.cleaned_data["words_"])


class EmailForm(ChannelForm):
    config_fields = ("host", "port", "security", "username", "sender", "timeout")
    secret_fields = ("password",)
    host = forms.CharField(label=_("Mail server"), max_length=120)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=587)
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=[("starttls", "STARTTLS"), ("tls", "TLS"), ("none", _("none"))],
    )
    username = forms.CharField(label=_("Login"), max_length=120, required=False)
    password = _hidden(_("Password"), max_length=200)
    sender = forms.EmailField(label=_("Sender"))
    timeout = forms.IntegerField(label=_("Seconds to wait"), min_value=1, max_value=30, initial=10)


class RobotForm(ChannelForm):
    secret_fields: tuple[str, ...] = ("url",)
    config_fields = ("timeout",)
    url = _hidden(_("Address of the robot"), max_length=500)
    timeout = forms.IntegerField(label=_("Seconds to wait"), min_value=1, max_value=30, initial=10)

    def clean_url(self) -> str:
        value: str = self.cleaned_data["url"]
        return _url(value) if value else value

    def clean(self) -> dict[str, Any] | None:
        self.need("url")
        return super().clean()


class WebhookForm(RobotForm):
    secret_fields = ("url", "key")
    url = _hidden(_("Address of the receiver"), max_length=500)
    key = _hidden(_("Key for signatures"), max_length=200)

    def clean_key(self) -> str:
        value: str = self.cleaned_data["key"]
        if value and not signing.usable(value):
            raise forms.ValidationError(_("whsec_ and at least 24 bytes in base64 are wanted."))
        return value


class FileForm(ChannelForm):
    config_fields = ("refuse",)
    refuse = forms.CharField(label=_("Refuse numbers that end in"), max_length=8, required=False)


FORMS: Mapping[str, type[ChannelForm]] = {
    ChannelKind.SMS: SmsForm,
    ChannelKind.EMAIL: EmailForm,
    ChannelKind.ROBOT: RobotForm,
    ChannelKind.WEBHOOK: WebhookForm,
    ChannelKind.FILE: FileForm,
}


class NewChannelForm(forms.Form):
    """The first question: which kind, under which code."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ChannelKind.choices)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Ladders name the channel by it.")
    )


class TemplateForm(forms.Form):
    """How one kind of notice reads on a channel."""

    kind = forms.ChoiceField(label=_("Kind of notice"), required=False)
    provider_id = forms.CharField(
        label=_("Approved template"), max_length=80, required=False,
        help_text=_("The number under which the gateway has approved it."),
    )  # fmt: skip
    variables = forms.CharField(
        label=_("Variables"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "One a line, name = value. Usable: {matter} {title} {what} {due} {unit} {link}"
        ),
    )
    subject = forms.CharField(label=_("Subject"), max_length=120, required=False)
    body = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("every kind")), *words.kinds()]

    def clean_variables(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in self.cleaned_data["variables"].splitlines():
            name, sep, value = (part.strip() for part in line.partition("="))
            if not line.strip():
                continue
            if not sep or not _NAME.match(name):
                raise forms.ValidationError(_("One a line: name = value."))
            unknown = set(re.findall(r"\{(\w+)\}", value)) - set(PLACES)
            if unknown:
                told = _("There is no {%(name)s}.")
                raise forms.ValidationError(told, params={"name": sorted(unknown)[0]})
            found[name] = value
        return found


class QuietForm(forms.Form):
    """From when to when; both empty: no quiet hours."""

    starts = forms.TimeField(
        label=_("From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if (starts is None) != (ends is None) or (starts is not None and starts == ends):
            self.add_error("ends", _("Give two different times, or none."))
        return given


class MineForm(QuietForm):
    """Where I am reached, and when not."""

    phone = forms.CharField(
        label=_("Mobile number"), required=False, max_length=16, validators=[_PHONE],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=120)
    field_order = ("phone", "email", "starts", "ends")


class UnitQuietForm(QuietForm):
    """Quiet hours of everybody in a unit and below."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    field_order = ("unit", "starts", "ends")

    def __init__(self, scope: Scope, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            (node.id, f"{'　' * node.depth}{node.name}")
            for node in tree().walk()
            if node.active and scope.covers(node.id)
        ]
