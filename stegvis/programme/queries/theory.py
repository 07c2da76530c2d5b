"""Read a project's theory of change: as it stands, and as it stood. Facts without people."""

from uuid import UUID

from stegvis.access.rules import NotFound, Viewer
from stegvis.organisation.models import Project
from stegvis.programme.models import Assumption, AssumptionReview, Theory, TheoryArrow, TheoryBox, TheoryVersion
from stegvis.programme.queries import reach
from stegvis.programme.theory_chart import Assumed, Box, Chart, in_order


def of_project(viewer: Viewer, project: Project) -> Chart:
    """The theory as it stands; an empty chart when nobody has begun. Raises NotFound."""
    reach.require(viewer, project, "theory", "read")
    return standing(project)


def standing(project: Project) -> Chart:
    """The theory as it stands, for whoever has asked whether it may be read."""
    theory = Theory.objects.filter(project=project).first()
    if theory is None:
        return Chart()
    boxes = [box_of(row) for row in TheoryBox.objects.filter(theory=theory, retired_at=None)]
    boxes.sort(key=lambda box: (in_order(box.layer), box.position, box.id))
    kept = {box.id for box in boxes}
    pairs = TheoryArrow.objects.filter(theory=theory, retired_at=None).values_list("source_id", "target_id")
    arrows = tuple(pair for pair in ((str(a), str(b)) for a, b in pairs) if kept.issuperset(pair))
    return Chart(
        version=theory.version,
        call=theory.call,
        call_number=theory.call_number,
        objective=theory.objective,
        boxes=tuple(boxes),
        arrows=arrows,
        assumptions=tuple(
            one
            for one in _assumptions(theory)
            if (one.box in kept and not one.target) or (one.box, one.target) in set(arrows)
        ),
    )


def _assumptions(theory: Theory) -> list[Assumed]:
    latest = {
        review.assumption_id: review
        for review in AssumptionReview.objects.filter(assumption__theory=theory).order_by("reviewed_on", "id")
    }
    found = []
    for row in Assumption.objects.filter(theory=theory, retired_at=None).order_by("number"):
        review = latest.get(row.pk)
        found.append(
            Assumed(
                id=str(row.pk),
                number=row.number,
                text=row.text,
                box=str(row.box_id),
                target=str(row.target_id or ""),
                verdict=review.verdict if review else "",
                reviewed_on=review.reviewed_on if review else None,
            )
        )
    return found


def box_of(row: TheoryBox) -> Box:
    """A row as it stands in a chart."""
    return Box(
        id=str(row.pk),
        layer=row.layer,
        position=row.position,
        name=row.name,
        text=row.text,
        figure=row.figure,
        planned=row.planned,
        counted_in=row.counted_in,
        reached=row.reached,
        reached_on=row.reached_on,
        reached_source=row.reached_source,
    )


def box(viewer: Viewer, box_id: UUID) -> TheoryBox:
    """One box, retired or not. Raises NotFound."""
    row = TheoryBox.objects.select_related("theory__project").filter(pk=box_id).first()
    if row is None:
        raise NotFound
    reach.require(viewer, row.theory.project, "theory", "read")
    return row


def rows_of(viewer: Viewer, project: Project, chart: Chart) -> list[TheoryBox]:
    """The rows behind the boxes of the chart, in its order."""
    reach.require(viewer, project, "theory", "read")
    rows = {str(row.pk): row for row in TheoryBox.objects.filter(theory__project=project)}
    return [rows[one.id] for one in chart.boxes]


def retired_boxes(viewer: Viewer, project: Project) -> list[TheoryBox]:
    """Boxes that were taken away, the latest first."""
    reach.require(viewer, project, "theory", "read")
    rows = TheoryBox.objects.filter(theory__project=project, retired_at__isnull=False)
    return list(rows.order_by("-retired_at"))


def assumption(viewer: Viewer, assumption_id: UUID) -> Assumption:
    """One assumption. Raises NotFound."""
    row = Assumption.objects.select_related("theory__project", "box", "target").filter(pk=assumption_id).first()
    if row is None:
        raise NotFound
    reach.require(viewer, row.theory.project, "theory", "read")
    return row


def reviews(found: Assumption) -> list[AssumptionReview]:
    """The reviews of an assumption that was found for the viewer, the latest first."""
    return list(AssumptionReview.objects.filter(assumption=found).order_by("-reviewed_on", "-id"))


def versions(viewer: Viewer, project: Project) -> list[TheoryVersion]:
    """What was changed and when, the latest first, without the charts."""
    reach.require(viewer, project, "theory", "read")
    return list(TheoryVersion.objects.filter(theory__project=project).defer("chart").order_by("-version"))


def in_version(viewer: Viewer, project: Project, number: int) -> tuple[TheoryVersion, Chart]:
    """The chart as it stood. Raises NotFound."""
    reach.require(viewer, project, "theory", "read")
    row = TheoryVersion.objects.filter(theory__project=project, version=number).first()
    if row is None:
        raise NotFound
    return row, Chart.from_json(row.chart)
