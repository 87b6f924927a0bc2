"""What is asked when personal data are asked for or held."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.domains.privacy.choices import Checked, Wish


class AskForm(forms.Form):
    """What the person wants, and how it was made sure who asks."""

    wish = forms.ChoiceField(
        label=_("What is wanted"), choices=Wish.choices, widget=forms.RadioSelect
    )
    checked = forms.ChoiceField(
        label=_("How the person was verified"), choices=Checked.choices, widget=forms.RadioSelect
    )


class HoldForm(forms.Form):
    reason = forms.CharField(label=_("Why it must be kept"), max_length=300)
