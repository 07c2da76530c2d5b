"""How Django's forms look: a renderer that uses our templates, and the few fields and widgets of our own."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template

#: Widgets that are typed or chosen in; they get the design system's class.
_PREFIX = "django/forms/widgets/"
_UNSTYLED = {"hidden.html", "multiple_hidden.html", "radio.html", "checkbox_select.html", "multiwidget.html"}


class StegvisRenderer(TemplatesSetting):
    """Draws every form, field and widget in the product's look. FORM_RENDERER names it.

    Widgets are looked for in templates/forms/widgets/ before Django's own, whatever order the apps stand in.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name):
        if template_name.startswith(_PREFIX):
            try:
                return get_template("forms/widgets/" + template_name.removeprefix(_PREFIX))
            except TemplateDoesNotExist:
                pass
        return super().get_template(template_name)

    def render(self, template_name, context, request=None):
        widget = context.get("widget")
        if widget and template_name.startswith(_PREFIX) and template_name.removeprefix(_PREFIX) not in _UNSTYLED:
            widget["attrs"] = _dressed(widget["attrs"])
        return super().render(template_name, context, request)


def _dressed(attrs: dict) -> dict:
    """A control's attributes with the design system's class, and without a placeholder: it vanishes as one types."""
    dressed = {name: value for name, value in attrs.items() if name != "placeholder"}
    dressed["class"] = f"ds-input {attrs.get('class', '')}".strip()
    if attrs.get("autocomplete") == "one-time-code":
        dressed |= {"inputmode": "numeric", "data-code": True}
    return dressed


class DateInput(forms.DateInput):
    """The browser's own date picker; always sends and keeps YYYY-MM-DD, whatever the language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day. Accepts 2026-11-23, and 20261123 where the browser has no picker."""

    widget = DateInput

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d", "%Y%m%d"], **kwargs)


class _Described:
    """A list of choices of which `descriptions` says more: {value: text}."""

    def __init__(self, attrs=None, choices=(), descriptions=None):
        super().__init__(attrs, choices)
        self.descriptions = descriptions or {}

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        option["description"] = self.descriptions.get(getattr(value, "value", value), "")
        return option


class RadioCards(_Described, forms.RadioSelect):
    """A choice of one among few, each as a card."""

    template_name = "forms/widgets/radio_cards.html"


class CheckboxSets(_Described, forms.CheckboxSelectMultiple):
    """A choice of several among many, under a heading for each group of them."""

    template_name = "forms/widgets/checkbox_sets.html"


class CheckboxList(forms.CheckboxSelectMultiple):
    """A choice of several, in as many columns as there is room for."""

    template_name = "forms/widgets/checkbox_list.html"


class OneTimeCodeInput(forms.TextInput):
    """A six-digit code: number pad on a phone, filled in by the browser when it can."""

    def __init__(self, attrs=None):
        super().__init__(
            {
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "data-code": True,
                "maxlength": 32,
                **(attrs or {}),
            }
        )
