"""Mapping forms: the common part, the units' own parts, their versions."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.casework.models import Mapping, MappingForm, MappingFormVersion
from stegvis.casework.rules import mapping_form as document
from stegvis.casework.rules.mapping_form import Question, Section
from stegvis.organisation.models import Unit


def units(viewer: Viewer) -> QuerySet[Unit]:
    """The units whose own part the viewer keeps."""
    reach = viewer.reach("mapping_form", "change")
    if reach.everything:
        return Unit.objects.order_by("name", "pk")
    reached = Q(pk__in=reach.unit_ids) | Q(organisation_id__in=reach.organisation_ids)
    return Unit.objects.filter(reached).order_by("name", "pk")


def keeps_common(viewer: Viewer) -> bool:
    """Does the viewer keep the common part?"""
    return viewer.may("common_mapping_form", "change")


def check_keeping(viewer: Viewer, form: MappingForm) -> None:
    """Raise NotFound or NotAllowed unless the viewer keeps the part."""
    if form.unit_id is None:
        if not keeps_common(viewer):
            raise NotAllowed
    elif not units(viewer).filter(pk=form.unit_id).exists():
        if form.unit.organisation_id in {grant.organisation_id for grant in viewer.grants}:
            raise NotAllowed
        raise NotFound


def of(viewer: Viewer) -> list[MappingForm]:
    """The parts the viewer keeps, the common one first."""
    parts = Q(unit__in=units(viewer))
    if keeps_common(viewer):
        parts |= Q(unit=None)
    found = MappingForm.objects.filter(parts).select_related("unit").prefetch_related("versions")
    return sorted(found, key=lambda form: (form.unit_id is not None, form.unit.name if form.unit else ""))


def find(viewer: Viewer, form_id: UUID) -> MappingForm:
    """One part with its versions. Raises NotFound, NotAllowed."""
    found = MappingForm.objects.select_related("unit").prefetch_related("versions").filter(pk=form_id).first()
    if found is None:
        raise NotFound
    check_keeping(viewer, found)
    return found


def draft_of(form: MappingForm) -> MappingFormVersion | None:
    """The version that is worked on, if there is one."""
    return next((each for each in form.versions.all() if each.state == "draft"), None)


def published_of(form: MappingForm | None) -> MappingFormVersion | None:
    """The newest published version; None when there is none."""
    if form is None:
        return None
    return next((each for each in form.versions.all() if each.state == "published"), None)


def newest_common() -> MappingFormVersion | None:
    """The common part as it is used now; None before an installation has needed one."""
    return MappingFormVersion.objects.filter(form__is_common=True, state="published").order_by("-number").first()


def newest_own(unit_id: int | None) -> MappingFormVersion | None:
    """A unit's own part as it is used now. One without sections is as none: the unit has given its part up."""
    found = MappingFormVersion.objects.filter(form__unit=unit_id, form__is_common=None, state="published")
    newest = found.order_by("-number").first() if unit_id else None
    return newest if newest and newest.content.get("sections") else None


def before(form: MappingForm) -> tuple[Section, ...]:
    """The sections that are asked before this part's own: those of the common part, for a unit's."""
    newest = newest_common() if form.unit_id else None
    return document.read(newest.content) if newest else ()


@dataclass(frozen=True)
class Whole:
    """A mapping's form: the common part and then the unit's own."""

    common_part: MappingFormVersion
    own: MappingFormVersion | None

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections in order."""
        own = document.read(self.own.content) if self.own else ()
        return (*document.read(self.common_part.content), *own)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(document.questions(self.sections))

    @cached_property
    def by_code(self) -> dict[str, Question]:
        """The questions by code."""
        return {question.code: question for question in self.questions}

    def section(self, code: str) -> Section | None:
        """The section of the code, or None."""
        return next((section for section in self.sections if section.code == code), None)

    @cached_property
    def _common_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in document.questions(document.read(self.common_part.content)))

    def version_of_code(self, code: str) -> MappingFormVersion:
        """The version that the question of this code stands in."""
        return self.common_part if code in self._common_codes or self.own is None else self.own


def whole(mapping: Mapping) -> Whole:
    """The form a mapping is filled in with."""
    return Whole(mapping.common_part, mapping.own_part)
