"""The forms of an import: the file, its columns, its words, and why it is undone."""

import hashlib

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.access.rules import Viewer
from stegvis.casework.actions.import_rows import units_of
from stegvis.casework.importing import matching
from stegvis.casework.importing.chosen import Chosen
from stegvis.casework.importing.columns import COLUMNS
from stegvis.casework.importing.matching import REFUSED, Word
from stegvis.organisation.models import Organisation, Project, Unit
from stegvis.web.staff.enrol.choices import projects_for, units_for

#: More columns or words than this do not stand on one page: it would grow too heavy.
MOST_COLUMNS = 36
MOST_WORDS = 20
LEFT_OUT, GAP, IN_A_COLUMN = "leave-out", "gap", "column"


def destinations_of(viewer: Viewer) -> list[tuple[Project, Organisation]]:
    """Into which projects, and for which organisation's register, the viewer may import."""
    reach = viewer.reach("import", "create")
    units = [
        unit
        for unit in units_for(viewer)
        if reach.everything or unit.pk in reach.unit_ids or unit.organisation_id in reach.organisation_ids
    ]
    found = {}
    for project in projects_for(units).prefetch_related("parts"):
        taking_part = {part.unit_id for part in project.parts.all()}
        for unit in units:
            if unit.pk in taking_part:
                found[project.pk, unit.organisation_id] = (project, unit.organisation)
    return list(found.values())


class UploadForm(forms.Form):
    """Into which project, and the file."""

    into = forms.ChoiceField(label=gettext_lazy("Into which project?"))
    file = forms.FileField(
        label=gettext_lazy("File"), widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt"})
    )

    def __init__(self, *args, viewer: Viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.destinations = destinations_of(viewer)
        several = len({organisation.pk for _project, organisation in self.destinations}) > 1
        self.fields["into"].choices = [
            (f"{project.pk}-{organisation.pk}", f"{project}, {organisation}" if several else str(project))
            for project, organisation in self.destinations
        ]
        if len(self.destinations) == 1:
            self.fields["into"].initial = self.fields["into"].choices[0][0]
        largest = filesizeformat(settings.STEGVIS_MAX_UPLOAD_BYTES)
        self.fields["file"].help_text = _("Excel, OpenDocument or CSV, at most %(size)s.") % {"size": largest}
        self.fields["file"].error_messages |= {
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        }

    def clean_file(self):
        """The file, unless its content was too large to keep."""
        file = self.cleaned_data["file"]
        if file.size > settings.STEGVIS_MAX_UPLOAD_BYTES:
            largest = filesizeformat(settings.STEGVIS_MAX_UPLOAD_BYTES)
            raise forms.ValidationError(
                _("The file is %(size)s, and %(largest)s is the most. Split it and import the parts.")
                % {"size": filesizeformat(file.size), "largest": largest}
            )
        return file

    def chosen(self) -> tuple[Project, Organisation]:
        """The project and organisation that were chosen."""
        by_value = {f"{project.pk}-{organisation.pk}": (project, organisation)
                    for project, organisation in self.destinations}  # fmt: skip
        return by_value[self.cleaned_data["into"]]


class ColumnsForm(forms.Form):
    """One choice for each column of the file."""

    def __init__(self, *args, chosen: Chosen, units: list[Unit], language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        filled = [place for place, name in chosen.placed.items() if name]
        shown = sorted({*filled, *chosen.waiting, *chosen.placed})
        self.places = sorted(sorted(shown, key=lambda place: place not in (*filled, *chosen.waiting))[:MOST_COLUMNS])
        guesses = matching.guessed(chosen.headings, chosen.placed)
        words = [(c.name, c.english.capitalize() if language == "en" else c.name.capitalize()) for c in COLUMNS]
        choices = [("", _("Choose …")), *words, (LEFT_OUT, _("Leave the column out"))]
        for place in self.places:
            name = chosen.placed.get(place)
            initial = LEFT_OUT if name == matching.LEFT_OUT else name or guesses.get(place, "")
            heading = chosen.headings[place].strip() or _("Column %(number)s, without heading") % {"number": place + 1}
            self.fields[f"place-{place}"] = forms.ChoiceField(
                label=heading,
                help_text=self._help(place, place in guesses),
                choices=choices,
                initial=initial,
                error_messages={"required": _("Choose what the column is, or leave it out.")},
            )
        if chosen.only_unit or "kommun" not in chosen.places:
            self.fields["only_unit"] = forms.ChoiceField(
                label=_("If there is no column for the municipality: whom is the whole file about?"),
                choices=[
                    (IN_A_COLUMN, _("The municipality stands in a column")),
                    *((str(unit.pk), unit.name) for unit in units),
                ],
                initial=str(chosen.only_unit or IN_A_COLUMN),
            )

    def _help(self, place: int, guessed: bool) -> str:
        from django.utils.html import format_html, format_html_join

        cells = format_html_join(", ", "<bdi>{}</bdi>", ((cell,) for cell in self.chosen.samples[place]))
        words = _("In the file: %(cells)s") if cells else _("The column is empty in the first rows.")
        text = format_html(words.replace("%(cells)s", "{}"), cells) if cells else words
        return format_html("{} {}", text, _("This is a guess: check it.")) if guessed else text

    def placed(self) -> dict[int, str]:
        """Our column, or left out, by place."""
        left_out = dict.fromkeys(range(len(self.chosen.headings)), matching.LEFT_OUT)
        said = {place: self.cleaned_data[f"place-{place}"] for place in self.places}
        return left_out | {place: matching.LEFT_OUT if name == LEFT_OUT else name for place, name in said.items()}

    def only_unit(self) -> int | None:
        """The unit the whole file is about; nobody's when a column says it."""
        said = self.cleaned_data.get("only_unit")
        own_column = said in (None, IN_A_COLUMN) or "kommun" in self.placed().values()
        return None if own_column else int(said)

    def waiting(self) -> list:
        """The fields for which nothing is known yet, and the question about the whole file."""
        names = [f"place-{place}" for place in self.places if place in self.chosen.waiting]
        return [self[name] for name in [*names, "only_unit"] if name in self.fields]

    def known(self) -> list:
        """The fields of columns that are known, or were chosen before."""
        return [self[f"place-{place}"] for place in self.places if place not in self.chosen.waiting]


class WordsForm(forms.Form):
    """One choice for each word that is not ours, the most frequent first."""

    def __init__(self, *args, waiting, places, units: list[Unit], column_words: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.words: dict[str, tuple[Word, str]] = {}
        self.groups: dict[str, list[str]] = {}
        for place, written, rows in waiting[:MOST_WORDS]:
            word = Word(*place)
            name = "w" + hashlib.sha256("|".join(place).encode()).hexdigest()[:12]
            self.words[name] = (word, written)
            self.groups.setdefault(column_words[word.column], []).append(name)
            choices, suggestion = self._choices(word, written, places, units)
            self.fields[name] = forms.ChoiceField(
                label=_("“%(word)s”, %(rows)s rows") % {"word": written, "rows": rows},
                choices=choices,
                initial=suggestion,
                error_messages={"required": _("Choose a word, or that these rows are not taken in.")},
            )
            if word.context:
                self.fields[name].help_text = _("Reason for %(outcome)s") % {
                    "outcome": matching.vocabulary_of("utfall").label(word.context)
                }

    @staticmethod
    def _choices(word: Word, written: str, places, units: list[Unit]) -> tuple[list, str]:
        if word.column == "kommun":
            near = places.suggested(written)
            ours = [(str(unit.pk), unit.name) for unit in units]
            suggestion = str(near.pk) if near else ""
        else:
            ours = matching.vocabulary_of(word.column, word.context).choices()
            suggestion = matching.suggested(written, word.column, word.context)
        more = [(GAP, _("Leave as a gap to fill in"))] if matching.may_be_gap(word.column) else []
        return [("", _("Choose …")), *ours, *more, (REFUSED, _("Do not take these rows in"))], suggestion

    def grouped(self) -> list[tuple[str, list]]:
        """The fields by column."""
        return [(title, [self[name] for name in names]) for title, names in self.groups.items()]

    def decided(self) -> list[tuple[Word, str, str]]:
        """Word, how it is written and what it means."""
        said = ((self.words[name], self.cleaned_data[name]) for name in self.words)
        return [(word, written, matching.GAP if target == GAP else target) for (word, written), target in said]


class UndoForm(forms.Form):
    """Why the import is undone."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Stands in the history. Write nothing about single people."),
        max_length=300,
        error_messages={"required": gettext_lazy("Write why.")},
    )


def importable_units(project: Project, organisation: Organisation, viewer: Viewer) -> list[Unit]:
    """Units of the organisation to which a file can be said to belong."""
    return [unit for unit in units_of(project, viewer) if unit.organisation_id == organisation.pk]
