"""Build a project's theory of change: the call, boxes, arrows. Each change is a version; nothing is thrown away."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.organisation.models import Project
from stegvis.programme import theory_rules as rules
from stegvis.programme.models import Theory, TheoryArrow, TheoryBox, TheoryVersion
from stegvis.programme.queries import reach
from stegvis.programme.queries.figures import own_pointers
from stegvis.programme.queries.theory import standing
from stegvis.programme.theory_words import LAYERS

#: The facts of a box that `change_box` takes; `leads_to` besides them.
FACTS = frozenset(
    {
        "layer", "name", "text", "figure", "planned", "counted_in", "of_people", "reached", "reached_on",
        "reached_source",
    }
)  # fmt: skip


def set_call(
    *,
    project: Project,
    call: str,
    call_number: str = "",
    objective: str = "",
    version: int | None = None,
    by: Viewer,
) -> None:
    """Say which call the project answers, its number, and the objective of it. Raises NotAllowed, NotPossible."""
    told = {
        "call": rules.one_line(call, "call", 200),
        "call_number": rules.one_line(call_number, "call_number", 60),
        "objective": rules.one_line(objective, "objective", rules.LINE),
    }
    with changing(project, by) as theory:
        if version is not None and version != theory.version:
            raise ChangedMeanwhile
        changed = sorted(name for name, value in told.items() if getattr(theory, name) != value)
        if not changed:
            return
        Theory.objects.filter(pk=theory.pk).update(**told)
        keep_version(theory, "call_changed", told["call"], by)
        log(theory, "change_call", theory.pk, {"fields": changed, "version": theory.version}, by)


def add_box(*, project: Project, leads_to: Sequence[UUID] = (), by: Viewer, **facts) -> TheoryBox:
    """A new box, last in its layer. `facts`: some of FACTS, of which layer and name are needed.

    Raises TypeError for another fact; NotFound, NotAllowed; NotPossible with code `required`, `too_long`,
    `unknown_word`, `unknown_figure`, `too_many`, `backwards`, `out_of_range`, `two_figures`, `too_few`.
    """
    with changing(project, by) as theory:
        told = _checked(project, facts, None)
        there = TheoryBox.objects.filter(theory=theory, layer=told["layer"], retired_at=None)
        if there.count() >= rules.MOST_BOXES:
            raise _too_many(told["layer"])
        box = TheoryBox.objects.create(theory=theory, position=_last(there) + 1, **told)
        _draw_arrows(theory, box, leads_to)
        keep_version(theory, "box_added", box.name, by)
        log(theory, "add_box", box.pk, {"layer": box.layer, "version": box.version}, by)
    return box


def change_box(
    *, box: TheoryBox, leads_to: Sequence[UUID] | None = None, version: int | None = None, by: Viewer, **facts
) -> TheoryBox:
    """Change some FACTS of a box, and where its arrows go (None: as they are).

    Raises as `add_box`; ChangedMeanwhile when the box has another version by now; NotPossible `wrong_state` when it
    has been taken away.
    """
    with changing(box.theory.project, by) as theory:
        box = _locked(box, version)
        present = {name: getattr(box, name) for name in FACTS}
        told = _checked(theory.project, present | facts, box)
        changed = sorted(name for name, value in told.items() if present[name] != value)
        if "layer" in changed:
            _may_stand_in(theory, box, told["layer"], leads_to)
            there = TheoryBox.objects.filter(theory=theory, layer=told["layer"], retired_at=None)
            told["position"] = _last(there) + 1
        for name, value in told.items():
            setattr(box, name, value)
        if leads_to is not None and _draw_arrows(theory, box, leads_to):
            changed.append("leads_to")
        if changed:
            box.version += 1
            box.save(update_fields=[*told, "version"])
            keep_version(theory, "box_changed", box.name, by)
            log(theory, "change_box", box.pk, {"fields": changed, "version": box.version}, by)
    return box


def move_box(*, box: TheoryBox, forward: bool, by: Viewer) -> None:
    """Let the box change places with the one before it, or (`forward`) after it. At the end nothing happens."""
    with changing(box.theory.project, by) as theory:
        box = _locked(box, None)
        row = list(TheoryBox.objects.filter(theory=theory, layer=box.layer, retired_at=None).order_by("position", "id"))
        here = next(place for place, one in enumerate(row) if one.pk == box.pk)
        there = here + (1 if forward else -1)
        if not 0 <= there < len(row):
            return
        row[here], row[there] = row[there], row[here]
        for position, one in enumerate(row, start=1):
            TheoryBox.objects.filter(pk=one.pk).update(position=position)
        keep_version(theory, "box_moved", box.name, by)
        log(theory, "move_box", box.pk, {}, by)


def retire_box(*, box: TheoryBox, by: Viewer) -> None:
    """Take the box out of the chart. It is kept with its arrows and assumptions, and can be taken back."""
    with changing(box.theory.project, by) as theory:
        box = _locked(box, None)
        TheoryBox.objects.filter(pk=box.pk).update(retired_at=timezone.now(), version=box.version + 1)
        keep_version(theory, "box_retired", box.name, by)
        log(theory, "retire_box", box.pk, {"version": box.version + 1}, by)


def restore_box(*, box: TheoryBox, by: Viewer) -> None:
    """Put a box that was taken away back into its layer, last. Once more changes nothing."""
    with changing(box.theory.project, by) as theory:
        box = TheoryBox.objects.select_for_update().get(pk=box.pk)
        if box.retired_at is None:
            return
        there = TheoryBox.objects.filter(theory=theory, layer=box.layer, retired_at=None)
        if there.count() >= rules.MOST_BOXES:
            raise _too_many(box.layer)
        told = {"retired_at": None, "version": box.version + 1, "position": _last(there) + 1}
        TheoryBox.objects.filter(pk=box.pk).update(**told)
        keep_version(theory, "box_restored", box.name, by)
        log(theory, "restore_box", box.pk, {"version": box.version + 1}, by)


# --- shared with the assumptions --------------------------------------------------------------------------------
@contextmanager
def changing(project: Project, by: Viewer) -> Iterator[Theory]:
    """One transaction on the project's theory, which nobody else changes meanwhile; it begins with the first change."""
    reach.require(by, project, "theory", "write")
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        yield Theory.objects.get_or_create(project=project)[0]


def keep_version(theory: Theory, change: str, about: str, by: Viewer) -> None:
    """Raise the theory's version and keep the chart as it stands now."""
    theory.version += 1
    Theory.objects.filter(pk=theory.pk).update(version=theory.version)
    TheoryVersion.objects.create(
        theory=theory,
        version=theory.version,
        change=change,
        about=about[:120],
        chart=standing(theory.project).to_json(),
        added_by_name=by.name[:200],
    )


def log(theory: Theory, verb: str, record_id: object, facts: dict, by: Viewer) -> None:
    """One line in the audit log about the theory."""
    project = theory.project
    audit.record(
        by=by,
        verb=verb,
        record="theory",
        record_id=record_id,
        organisation_id=project.owner_id,
        facts={"project": project.code, **facts},
    )


# --- what may stand ---------------------------------------------------------------------------------------------
def _checked(project: Project, facts: dict, box: TheoryBox | None) -> dict:
    if unknown := set(facts) - FACTS:
        raise TypeError(f"a box has no such facts: {', '.join(sorted(unknown))}")
    kept = box.figure if box else ""
    figure = str(facts.get("figure") or "")
    told = {
        "layer": rules.known(str(facts.get("layer", "")), LAYERS, "layer"),
        "name": rules.one_line(facts.get("name", ""), "name", rules.NAME, required=True),
        "text": rules.written(facts.get("text", ""), "text", rules.TEXT),
        # a figure that stands there already stays, also when the catalogue no longer has it
        "figure": figure if figure == kept else rules.figure(figure, "figure", own_pointers(project)),
        "planned": facts.get("planned"),
        "counted_in": rules.one_line(facts.get("counted_in", ""), "counted_in", 40),
        "of_people": bool(facts.get("of_people")),
        "reached": facts.get("reached"),
        "reached_on": _over(facts.get("reached_on"), "reached_on"),
        "reached_source": rules.one_line(facts.get("reached_source", ""), "reached_source", 200),
    }
    rules.noted(told, threshold=settings.STEGVIS_SMALL_COUNT)
    return told


def _over(day: dt.date | None, field: str) -> dt.date | None:
    return rules.day_in_reach(day, field, today=timezone.localdate(), over=True)


def _locked(box: TheoryBox, version: int | None) -> TheoryBox:
    box = TheoryBox.objects.select_for_update().get(pk=box.pk)
    if version is not None and version != box.version:
        raise ChangedMeanwhile
    if box.retired_at is not None:
        words = _("The box has been taken away. Take it back first.")
        raise NotPossible(words, code="wrong_state")
    return box


def _draw_arrows(theory: Theory, box: TheoryBox, leads_to: Sequence[UUID]) -> bool:
    """Let the box lead to these and to no others; whether anything changed."""
    wanted = set(leads_to)
    targets = {one.pk: one for one in TheoryBox.objects.filter(theory=theory, retired_at=None, pk__in=wanted)}
    if wanted - set(targets):
        raise NotPossible(_("Choose boxes of the same chart."), field="leads_to", code="unknown_box")
    for target in targets.values():
        rules.arrow(box.layer, target.layer)
    arrows = TheoryArrow.objects.filter(source=box)
    # an arrow to a box that has been taken away waits for it to come back
    there = set(arrows.filter(retired_at=None, target__retired_at=None).values_list("target_id", flat=True))
    arrows.filter(target_id__in=there - wanted).update(retired_at=timezone.now())
    for target_id in wanted - there:
        TheoryArrow.objects.update_or_create(
            source=box, target=targets[target_id], defaults={"theory": theory, "retired_at": None}
        )
    return there != wanted


def _may_stand_in(theory: Theory, box: TheoryBox, layer: str, leads_to: Sequence[UUID] | None) -> None:
    """May the box move to the layer, with the arrows that come to it and (unless they are drawn anew) go from it?"""
    there = TheoryBox.objects.filter(theory=theory, layer=layer, retired_at=None)
    if there.count() >= rules.MOST_BOXES:
        raise _too_many(layer)
    ends = Q(target=box) if leads_to is not None else Q(target=box) | Q(source=box)
    live = TheoryArrow.objects.filter(ends, retired_at=None, source__retired_at=None, target__retired_at=None)
    for arrow in live.select_related("source", "target"):
        source = layer if arrow.source_id == box.pk else arrow.source.layer
        target = layer if arrow.target_id == box.pk else arrow.target.layer
        try:
            rules.arrow(source, target)
        except NotPossible as refusal:
            other = arrow.source.name if arrow.target_id == box.pk else arrow.target.name
            words = _("The arrow between this box and “%(other)s” would go backwards. Take it away first.")
            raise NotPossible(words % {"other": other}, field="layer", code="backwards") from refusal


def _last(boxes) -> int:
    return boxes.aggregate(last=Max("position"))["last"] or 0


def _too_many(layer: str) -> NotPossible:
    words = _("“%(layer)s” has %(most)s boxes already. Put two together, or take one away.")
    return NotPossible(words % {"layer": LAYERS.label(layer), "most": rules.MOST_BOXES}, field="layer", code="too_many")
