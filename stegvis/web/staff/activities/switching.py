"""Let a whole unit meet in another way for some time, with a notice to all concerned."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import activity_sessions
from stegvis.casework.queries import activities as known
from stegvis.casework.vocabulary import ACTIVITY_MODES
from stegvis.web.shared.forms import DateField
from stegvis.web.staff import refusals


class SwitchForm(forms.Form):
    """Which unit, from and to which day, and how people meet then."""

    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=None, empty_label=None)
    first = DateField(label=gettext_lazy("First day"))
    last = DateField(label=gettext_lazy("Last day"))
    mode = forms.ChoiceField(label=gettext_lazy("How do you meet then?"))
    place = forms.CharField(
        label=gettext_lazy("Place or link"),
        help_text=gettext_lazy("The same for all sessions. Leave empty to write it session by session."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args, viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = known.units_of(viewer, "change")
        self.fields["mode"].choices = [choice for choice in ACTIVITY_MODES.choices() if choice[0] != "home_visit"]
        self.initial.setdefault("first", timezone.localdate())


def switch(request):
    """First how many sessions it is about, then do it."""
    if not known.units_of(request.viewer, "change").exists():
        raise NotAllowed
    form = SwitchForm(request.POST or None, viewer=request.viewer)
    count = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        count = known.to_switch(told["unit"], told["first"], told["last"], told["mode"]).count()
        if "sure" in request.POST and _switched(request, form):
            return redirect("activities")
    return render(request, "staff/activities/switch.html", {"form": form, "count": count})


def _switched(request, form: SwitchForm) -> bool:
    try:
        sessions, notices = activity_sessions.switch_unit(by=request.viewer, **form.cleaned_data)
    except NotPossible as refusal:
        refusals.show(form, refusal)
        return False
    words = ngettext("%(count)s session is changed.", "%(count)s sessions are changed.", sessions) % {"count": sessions}
    more = ngettext("%(count)s notice is on its way.", "%(count)s notices are on their way.", notices)
    messages.success(request, f"{words} {more % {'count': notices}}" if notices else words)
    if not sessions:
        messages.info(request, _("There was nothing to change."))
    return True
