"""The own part of the mapping form of each unit: what this unit asks beside the common part."""

import datetime as dt

from django.db import transaction

from stegvis.access.rules import Viewer
from stegvis.casework.actions import mapping_forms as forms
from stegvis.casework.models import Enrolment, MappingForm, MappingFormVersion
from stegvis.casework.rules.mapping_form import Condition, Option, Question, Section
from stegvis.organisation.models import Unit

#: Who would have made it.
_LEADER = "Lokal projektledare"
_HERE = Section("", "Hos oss", "Here with us", information="work")
_TRY = Question(
    "", "several_choices", "Vilka av våra arbeten vill du prova?", "Which of our tasks do you want to try?",
    "Vad vill du prova?",
    options=(
        Option("reuse", "Återbruket", "The reuse shop"),
        Option("kitchen", "Köket", "The kitchen"),
        Option("garden", "Trädgården", "The garden"),
        Option("office", "Kontoret", "The office"),
    ),
)  # fmt: skip
_WALK = Question(
    "", "yes_no", "Vill du gå runt och titta innan du bestämmer dig?", "Do you want to look around before you decide?",
    "Vill du titta först?",
)  # fmt: skip
_WITH = Question(
    "", "short_text", "Vem vill du ha med dig då?", "Whom do you want with you then?", "Vem ska följa med dig?",
    help_sv="En kollega, en vän eller ingen alls.", help_en="A colleague, a friend or nobody.",
)  # fmt: skip


def live(*, today: dt.date, by: Viewer) -> int:
    """An own part for each unit with participants, when there is none. Gives the number of units."""
    if MappingForm.objects.exclude(unit=None).exists():
        return 0
    units = Unit.objects.filter(pk__in=Enrolment.objects.order_by().values("unit")).order_by("pk")
    with transaction.atomic():
        for unit in units:
            _publish(unit, by)
    return len(units)


def _publish(unit: Unit, by: Viewer) -> None:
    draft = forms.begin(unit=unit, by=by)
    section = forms.put_section(draft=draft, section=_HERE, by=by)
    forms.put_question(draft=draft, section=section.code, question=_TRY, by=by)
    walk = forms.put_question(draft=draft, section=section.code, question=_WALK, by=by)
    shown = Question(**vars(_WITH) | {"show_if": Condition(walk.code, ("yes",))})
    forms.put_question(draft=draft, section=section.code, question=shown, by=by)
    published = forms.publish(draft=draft, by=by)
    MappingFormVersion.objects.filter(pk=published.pk).update(published_by=_LEADER)
