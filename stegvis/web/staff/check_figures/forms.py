"""The form in which figures are pasted or typed, as rows that grow."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stegvis.evaluation.printed import BadInput, Document
from stegvis.evaluation.printed.table import from_rows, read_table

ROWS, MORE, MOST_ROWS = 6, 6, 60
MOST_CHARACTERS = 60_000
COLUMNS = ("label", "value", "unit", "base", "part_of")


class FiguresForm(forms.Form):
    """Pasted text, or rows. `document` is what was read, once the form is valid."""

    pasted = forms.CharField(
        label=gettext_lazy("Paste a table or YAML"),
        help_text=gettext_lazy(
            "From a spreadsheet with headings: what, value, unit, base, part of. Or a file for stegvis check-figures."
        ),
        required=False,
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def __init__(self, *args, rows: int = ROWS, **kwargs):
        super().__init__(*args, **kwargs)
        self.row_numbers = range(1, min(max(rows, ROWS), MOST_ROWS) + 1)
        self.document: Document | None = None
        labels = {
            "label": _("What"), "value": _("Value"), "unit": _("Unit"), "base": _("Share of"), "part_of": _("Part of"),
        }  # fmt: skip
        units = [("persons", _("persons")), ("percent", _("percent"))]
        for number in self.row_numbers:
            for column in COLUMNS:
                words = _("%(column)s, row %(number)d") % {"column": labels[column], "number": number}
                attrs = {"aria-label": words, "autocomplete": "off"}
                if column == "unit":
                    field = forms.ChoiceField(choices=units, required=False, widget=forms.Select(attrs=attrs))
                else:
                    field = forms.CharField(required=False, max_length=120, widget=forms.TextInput(attrs=attrs))
                field.label = words
                self.fields[f"{column}_{number}"] = field

    @cached_property
    def rows(self):
        """The fields of each row, in the order of the columns."""
        return [(number, [self[f"{column}_{number}"] for column in COLUMNS]) for number in self.row_numbers]

    def clean(self):
        """Read what was pasted or typed. What cannot be read is said by line or row, and nothing typed is lost."""
        cleaned = super().clean()
        typed = list(self._typed(cleaned))
        pasted = cleaned.get("pasted", "")
        if self.errors:
            return cleaned
        if pasted.strip() and typed:
            raise ValidationError(_("Paste or type, not both: empty the one that shall not count."))
        if not pasted.strip() and not typed:
            raise ValidationError(_("Paste or type at least one figure."))
        try:
            self.document = _read(pasted) if pasted.strip() else from_rows(typed)
        except BadInput as problem:
            raise ValidationError(_in_words(problem, pasted=bool(pasted.strip()))) from None
        return cleaned

    def _typed(self, cleaned: dict):
        for number in self.row_numbers:
            row = {column: cleaned.get(f"{column}_{number}") or "" for column in COLUMNS}
            if any(text.strip() for column, text in row.items() if column != "unit"):
                yield number, row


def _read(text: str) -> Document:
    heads = [line for line in text.splitlines() if line.strip()][:1]
    is_table = bool(heads) and any(sign in heads[0] for sign in "\t;,") and not heads[0].lstrip().startswith(("{", "#"))
    return read_table(text) if is_table else Document.from_yaml(text)


def _in_words(problem: BadInput, *, pasted: bool) -> list[str]:
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    said = []
    for fault in problem.faults[:10]:
        words = fault.words.in_language(language)
        place = (
            (_("Line %(line)d: %(words)s") if pasted else _("Row %(line)d: %(words)s")) if fault.line else "%(words)s"
        )
        said.append(place % {"line": fault.line or 0, "words": words})
    return said


def rows_of(names) -> int:
    """How many rows the fields with these names fill: the largest number at their end."""
    ends = [name.rsplit("_", 1)[-1] for name in names]
    return max([ROWS, *(int(end) for end in ends if end.isascii() and end.isdigit() and len(end) < 4)])
