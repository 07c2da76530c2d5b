"""What a new key shall be called, may do, and for how long."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from stegvis.access.actions import tokens
from stegvis.access.rules import Viewer
from stegvis.access.vocabulary import SCOPE_GROUPS, TOKEN_SCOPES
from stegvis.web.shared.forms import CheckboxSets, DateField

#: How long a key lives when nobody says otherwise, in days.
USUAL = 90


class TokenForm(forms.Form):
    """A new key. Only what the viewer's own rights reach can be chosen."""

    name = forms.CharField(
        label=gettext_lazy("What is the key for?"),
        help_text=gettext_lazy("For example the name of the other system."),
        max_length=80,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may the key do?"),
        help_text=gettext_lazy("Choose as little as possible. The key never reaches further than you do yourself."),
        widget=CheckboxSets,
    )
    expires_on = DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("At most a year ahead. After that day the key stops working."),
    )

    def __init__(self, *args, viewer: Viewer, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [TOKEN_SCOPES[code] for code in tokens.offered(viewer)]
        self.fields["scopes"].choices = [
            (group.label, [(scope.code, scope.label) for scope in offered if scope.group == group.code])
            for group in SCOPE_GROUPS
            if any(scope.group == group.code for scope in offered)
        ]
        self.fields["scopes"].widget.descriptions = {scope.code: scope.explanation for scope in offered}
        self.initial.setdefault("expires_on", timezone.localdate() + dt.timedelta(days=USUAL))
