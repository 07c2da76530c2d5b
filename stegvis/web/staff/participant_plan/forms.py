"""The forms of the plan. What may not be is said by the rules of casework; here only what a field can hold."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.vocabulary.plan import (
    AGREED_HOW,
    ANSWERS,
    FRAME_KINDS,
    RESPONSIBLE,
    ROUTE_KINDS,
    STATEMENTS,
    TRACKS,
    TRIED_RESULTS,
)
from stegvis.web.shared.forms import DateField
from stegvis.web.staff.fields import NAME, choices_of

#: Beyond this the browser itself stops; the rules say the real limits in words.
PASTED = 200_000


def _line(label, *, required: bool = True, help_text="") -> forms.CharField:
    return forms.CharField(label=label, max_length=PASTED, required=required, help_text=help_text, widget=NAME)


def _text(label, *, required: bool = False, rows: int = 3, help_text="") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=PASTED, required=required, help_text=help_text, widget=widget)


def _choice(label, vocabulary, **more) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=vocabulary.choices, **more)


class QuickStepForm(forms.Form):
    """What, who and when: enough for a step, in one line."""

    text = _line(_("New step"))
    responsible = _choice(_("Who"), RESPONSIBLE, initial="participant")
    track = _choice(_("Track"), TRACKS, initial="internal")
    due_on = DateField(label=_("Ready by"), required=False)


class StepForm(forms.Form):
    """Everything that can be said of a step."""

    text = _line(_("Step"))
    track = _choice(_("Track"), TRACKS)
    responsible = _choice(_("Who does it"), RESPONSIBLE)
    responsible_name = _line(
        _("Name or organisation"), required=False, help_text=_("If it is somebody else, such as a school or the unit.")
    )
    starts_on = DateField(label=_("Begins"), required=False)
    due_on = DateField(label=_("Ready by"), required=False)
    review_on = DateField(label=_("Follow up on"), required=False)
    share = forms.IntegerField(
        label=_("Share of full time, in percent"),
        help_text=_("For half work and half study: 50 and 50."),
        min_value=1,
        max_value=100,
        required=False,
    )
    waiting_for = _line(
        _("Meanwhile we wait for"),
        required=False,
        help_text=_("If the step fills the time until something else comes, such as an investigation."),
    )
    goal = forms.ChoiceField(label=_("Sub-goal"), required=False)

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.goals = {str(goal.pk): goal for goal in goals}
        self.fields["goal"].choices = [("", _("No sub-goal")), *((key, goal.text) for key, goal in self.goals.items())]

    def facts(self) -> dict:
        """The answers as the action takes them."""
        return self.cleaned_data | {"goal": self.goals.get(self.cleaned_data["goal"])}


class GoalForm(forms.Form):
    """The goal in the person's own words, and what makes work last."""

    goal = _text(_("The goal, in the person's own words"), rows=2)
    occupation = _line(_("Wished occupation"), required=False)
    sustainable = _text(
        _("What makes a work situation last?"),
        rows=4,
        help_text=_("And how the person wants to have a say in it: hours, tasks, people, pauses."),
    )
    review_on = DateField(label=_("Look at the plan again on"), required=False)


class SubGoalForm(forms.Form):
    """A sub-goal."""

    text = _line(_("New sub-goal"))


class RouteForm(forms.Form):
    """A way to the wished occupation."""

    kind = _choice(_("Way"), ROUTE_KINDS)
    text = _line(_("Where and how"))


def _statements():
    return [
        ("", _("Choose")),
        *(
            (term.label, [(f"{term.code}:{code}", label) for code, label in ANSWERS[term.code].choices()])
            for term in STATEMENTS
        ),
    ]


class StatementForm(forms.Form):
    """Pace, wished support or wished influence, on a day."""

    answer = forms.ChoiceField(label=_("What has changed?"), choices=_statements)
    text = _line(_("In a few words"), required=False)
    said_on = DateField(label=_("Day"), required=False, help_text=_("Empty means today."))

    def facts(self) -> dict:
        """The answers as the action takes them."""
        kind, _colon, answer = self.cleaned_data["answer"].partition(":")
        return {
            "kind": kind, "answer": answer, "text": self.cleaned_data["text"], "on": self.cleaned_data["said_on"],
        }  # fmt: skip


class FrameForm(forms.Form):
    """What others have decided."""

    kind = _choice(_("Frame"), FRAME_KINDS)
    text = _line(_("What it says"))
    set_by = _line(_("Decided by"), required=False)
    since_on = DateField(label=_("From"), required=False)
    until_on = DateField(label=_("Until"), required=False)


class TalkForm(forms.Form):
    """The day of the next talk."""

    planned_on = DateField(label=_("Next plan talk"))


class HoldForm(forms.Form):
    """A talk that was held."""

    held_on = DateField(label=_("Held on"), required=False, help_text=_("Empty means today."))
    text = _text(_("What was said"), rows=8)
    next_on = DateField(label=_("Next plan talk"), required=False)


class AgreeForm(forms.Form):
    """That the participant agrees. `version` is what was on the screen."""

    how = _choice(_("How"), AGREED_HOW)
    agreed_on = DateField(label=_("Day"), required=False, help_text=_("Empty means today."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class TriedForm(forms.Form):
    """Something that was tried."""

    text = _line(_("What was tried"))
    track = _choice(_("Track"), TRACKS, initial="work")
    result = forms.ChoiceField(label=_("How did it go?"), choices=choices_of(TRIED_RESULTS))
    since_on = DateField(label=_("From"))
    until_on = DateField(label=_("Until"), required=False)
    what_worked = _text(_("What worked, and what we learnt"), rows=2)


class ReadyForm(forms.Form):
    """Prepared for the next step."""

    next_step = _line(_("Ready for"), help_text=_("For example: placement, course, job."))
    reason = _line(_("Why now, if something is left?"), required=False)
    ready_on = DateField(label=_("Day"), required=False, help_text=_("Empty means today."))
