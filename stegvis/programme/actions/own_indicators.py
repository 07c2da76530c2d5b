"""Compose a project's own indicators: add, revise, retire. Nothing is overwritten, and each passes its own test."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import NotPossible
from stegvis.evaluation.composed import example
from stegvis.evaluation.composed.definition import ComposedDefinition, Shown, resolve
from stegvis.evaluation.definitions import DefinitionError
from stegvis.organisation.models import Project
from stegvis.programme.models import OwnIndicator, OwnIndicatorVersion
from stegvis.programme.queries import own_indicators, reach


def add(*, project: Project, definition: ComposedDefinition, expected: example.Answer, by: Viewer) -> OwnIndicator:
    """A new indicator with its first version. Raises NotAllowed, and NotPossible for what cannot be measured or does
    not count as many of the invented people as expected."""
    require_write(project, by)
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        code = _free_code(project, definition.name)
        checked(project, definition, expected, code=code)
        indicator = OwnIndicator.objects.create(project=project, code=code, name=definition.name)
        _write(indicator, definition, expected, 1, "", by)
        _log(indicator, "create", {"version": 1}, by)
    return indicator


def revise(
    *, indicator: OwnIndicator, definition: ComposedDefinition, expected: example.Answer, reason: str, by: Viewer
) -> int:
    """A new version and its number; the earlier ones stay. Raises as `add`, and without a reason."""
    require_write(indicator.project, by)
    if not reason.strip():
        raise NotPossible(_("Say what was changed and why, so that others can follow."), field="reason")
    with transaction.atomic():
        kept = OwnIndicator.objects.select_for_update().get(pk=indicator.pk)
        if kept.retired_at:
            raise NotPossible(_("The indicator is no longer in use. Compose a new one."))
        checked(kept.project, definition, expected, code=kept.code)
        number = OwnIndicatorVersion.objects.filter(indicator=kept).count() + 1
        OwnIndicator.objects.filter(pk=kept.pk).update(name=definition.name)
        _write(kept, definition, expected, number, reason, by)
        _log(kept, "revise", {"version": number}, by)
    return number


def retire(*, indicator: OwnIndicator, by: Viewer) -> None:
    """Take the indicator out of use. Raises NotAllowed, and NotPossible while another builds on it."""
    require_write(indicator.project, by)
    found = own_indicators.standings(indicator.project)
    above = [one.indicator.name for one in found if not one.retired and one.definition.builds_on == indicator.code]
    if above:
        raise NotPossible(_("%(names)s builds on it. Change that one first.") % {"names": ", ".join(above)})
    with transaction.atomic():
        OwnIndicator.objects.filter(pk=indicator.pk, retired_at__isnull=True).update(
            retired_at=timezone.now(), retired_by_name=by.name[:200]
        )
        _log(indicator, "retire", {}, by)


def require_write(project: Project, by: Viewer) -> None:
    """Raises NotAllowed for whoever may not compose indicators in the project."""
    if not reach.covers(by, project, "indicator", "write"):
        raise NotAllowed


def checked(project: Project, definition: ComposedDefinition, expected: example.Answer, *, code: str) -> None:
    """Raises NotPossible for a definition that cannot be measured or that fails its own test."""
    others = own_indicators.to_build_on(own_indicators.standings(project)) | {code: definition}
    with refused_in_words():
        asked = resolve(definition, others, code=code)
    right, fast, slow = example.run(asked, expected)
    if right:
        return
    if fast != slow:  # cannot happen while the tests of the house hold; never let such an indicator in
        raise NotPossible(_("The two ways of counting disagree. Tell whoever runs the system."))
    if definition.shown == Shown.COUNT:
        told = _("The definition counts %(number)d of the invented people, not %(expected)d.") % {
            "number": fast.numerator,
            "expected": expected.numerator,
        }
    else:
        told = _("The definition gives %(number)d of %(of)d of the invented people, not %(expected)d of %(of2)d.") % {
            "number": fast.numerator,
            "of": fast.denominator or 0,
            "expected": expected.numerator,
            "of2": expected.denominator or 0,
        }
    how = _("Look at each of them below, then change the definition or the number.")
    raise NotPossible(f"{told} {how}", field="expected")


@contextmanager
def refused_in_words() -> Iterator[None]:
    """DefinitionError becomes NotPossible in the user's language."""
    try:
        yield
    except DefinitionError as problem:
        raise NotPossible(problem.words.in_language(get_language() or "sv")) from problem


def _write(indicator, definition: ComposedDefinition, expected: example.Answer, number: int, reason: str, by: Viewer):
    written = definition.model_copy(update={"version": number})
    OwnIndicatorVersion.objects.create(
        indicator=indicator,
        version=number,
        definition=written.model_dump(mode="json"),
        digest=written.digest,
        expected=expected.numerator,
        expected_of=expected.denominator,
        reason=reason.strip()[:300],
        added_by_name=by.name[:200],
    )


def _free_code(project: Project, wanted: str) -> str:
    begins = slugify(wanted.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")))[:36] or "indicator"
    taken = {"new", *OwnIndicator.objects.filter(project=project).values_list("code", flat=True)}
    return next(one for one in [begins, *(f"{begins}-{n}" for n in range(2, 1000))] if one not in taken)


def _log(indicator: OwnIndicator, verb: str, facts: dict, by: Viewer) -> None:
    project = indicator.project
    audit.record(
        by=by,
        verb=verb,
        record="indicator",
        record_id=indicator.pk,
        organisation_id=project.owner_id,
        facts={"project": project.code, "indicator": indicator.code, **facts},
    )
