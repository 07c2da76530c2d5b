"""The unit's readiness list and its templates."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.casework.models import PlanTemplate, ReadinessList
from stegvis.casework.vocabulary.plan import RESPONSIBLE, TRACKS
from stegvis.web.shared.sides import Part
from stegvis.web.staff.fields import NAME

PASTED = 200_000
MOST, NEW_ROWS = 20, 3


class ReadinessForm(forms.Form):
    """A field for each published line with its place in the list, and one for new lines, which come last."""

    lines = forms.CharField(
        label=_("New lines"),
        help_text=_("One thing on each line, so that it can be ticked off. Write what can be seen."),
        max_length=PASTED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args, held: ReadinessList | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.published = {f"line_{each.line.hex}": each for each in held.criteria.all()} if held else {}
        most = len(self.published)
        for number, (name, each) in enumerate(self.published.items(), start=1):
            label = gettext("Line %(number)s") % {"number": number}
            self.fields[name] = forms.CharField(
                label=label, initial=each.text, max_length=PASTED, required=False, widget=NAME
            )
            self.fields[f"place_{name}"] = forms.IntegerField(
                label=gettext("Place of line %(number)s") % {"number": number}, initial=number, min_value=1,
                max_value=most, required=False,
            )  # fmt: skip
        self.order_fields([*self.published, "lines"])

    @property
    def standing(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the lines that are published, each with that of its place."""
        return [(self[name], self[f"place_{name}"]) for name in self.published]

    def _in_order(self) -> list[str]:
        """The published lines by their places; one that was moved goes past the one that stood there."""

        def place(entry: tuple[int, str]) -> tuple[int, int]:
            number, name = entry
            wanted = self.cleaned_data[f"place_{name}"] or number
            return wanted, (wanted > number) - (wanted < number)

        return [name for _number, name in sorted(enumerate(self.published, start=1), key=place)]

    def facts(self) -> dict:
        """The answers as the action takes them."""
        told = self.cleaned_data
        return {
            "kept": {self.published[name].line: told[name] for name in self._in_order()},
            "lines": told["lines"].splitlines(),
        }


class TemplateForm(forms.Form):
    """Name, when it fits, and the steps, one on each line."""

    name = forms.CharField(label=_("Name"), max_length=PASTED, required=False, widget=NAME)
    explanation = forms.CharField(label=_("When does it fit?"), max_length=PASTED, required=False, widget=NAME)


class TemplateStepForm(forms.Form):
    """A step of the template; an empty text is no step."""

    text = forms.CharField(label=_("Step"), max_length=PASTED, required=False, widget=NAME)
    track = forms.ChoiceField(label=_("Track"), choices=TRACKS.choices, initial="internal", required=False)
    responsible = forms.ChoiceField(
        label=_("Who does it"), choices=RESPONSIBLE.choices, initial="coach", required=False
    )
    after_weeks = forms.IntegerField(label=_("Ready after weeks"), min_value=0, max_value=520, required=False)

    def step(self) -> dict | None:
        """The step as the action takes it; None for an empty row."""
        told = self.cleaned_data
        if not told["text"]:
            return None
        return told | {"track": told["track"] or "internal", "responsible": told["responsible"] or "coach"}


def template_parts(posted, template: PlanTemplate | None) -> list[Part]:
    """The head's form, and one form for each step, for comparing with what somebody else has saved."""
    head = {"name": template.name, "explanation": template.explanation} if template else {}
    names = ("text", "track", "responsible", "after_weeks")
    rows = [{name: getattr(row, name) for name in names} for row in template.steps.all()] if template else []
    parts = [Part(TemplateForm(posted, initial=head))]
    for number in range(min(len(rows) + NEW_ROWS, MOST)):
        initial = rows[number] if number < len(rows) else {"track": "internal", "responsible": "coach"}
        parts.append(Part(TemplateStepForm(posted, initial=initial, prefix=f"step{number}")))
    return parts
