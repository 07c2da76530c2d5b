"""The demonstration's figures as the project keeps them: printed beside the question by which Stegvis counts them."""

from stegvis.casework.vocabulary import reporting_group
from stegvis.casework.vocabulary.exits import DESTINATIONS
from stegvis.demo.synthesiser import Figure, Figures, SetAside
from stegvis.demo.synthesiser.figures import DemoProject, Selection
from stegvis.programme.models import PrintedFigure, PrintedRemark, PrintedWord


def figures_of(figures: Figures, set_aside: tuple[SetAside, ...]) -> list[PrintedFigure]:
    """Every figure of the file, in its order, unsaved."""
    aside = {one.figure_id: one for one in set_aside}
    return [_figure(figures.project, figure, aside.get(figure.id)) for figure in figures.figures]


def words_of(project: DemoProject) -> list[PrintedWord]:
    """How the project's own words for ways in and out are mapped, unsaved."""
    kinds = [("inflow", word, word.channel) for word in project.inflow]
    kinds += [("exit", word, word.destination) for word in project.exits]
    return [
        PrintedWord(
            kind=kind,
            printed_sv=word.label.sv,
            printed_en=word.label.en,
            code=code,
            note_sv=word.note.sv if word.note else "",
            note_en=word.note.en if word.note else "",
        )
        for kind, word, code in kinds
    ]


def remarks_of(figures: Figures) -> list[PrintedRemark]:
    """Assumptions, and what was printed but cannot be used or held, unsaved."""
    return [
        PrintedRemark(code=remark.id, kind=remark.kind, text_sv=remark.text.sv.strip(), text_en=remark.text.en.strip())
        for remark in figures.remarks
    ]


def _figure(project: DemoProject, figure: Figure, aside: SetAside | None) -> PrintedFigure:
    return PrintedFigure(
        code=figure.id,
        group=figure.group,
        label_sv=figure.label.sv,
        label_en=figure.label.en,
        printed=figure.printed,
        unit=figure.unit,
        rounding=figure.rounding,
        counted_on=figure.date,
        question=question_of(project, figure),
        assumed=figure.assumed,
        base_assumed=figure.base_assumed,
        set_aside=aside is not None,
        contradicts=list(aside.contradicts) if aside else [],
        note_sv=figure.note.sv if figure.note else "",
        note_en=figure.note.en if figure.note else "",
    )


def question_of(project: DemoProject, figure: Figure) -> dict:
    """Which frozen table answers the figure, or `unavailable` with the reason why none does."""
    count = figure.count
    if count.income is not None:
        return {"unavailable": "not_in_extract"}
    by = {"municipality": count.municipality, "sex": count.sex, "inflow_channel": count.inflow}
    by = {dimension: value for dimension, value in by.items() if value}
    if figure.base is not None and figure.base != _without_what_it_counts(figure):
        return _share_of_participants(figure, by)
    base = "enrolled" if figure.base is not None and not figure.base.ended else "ended"
    if count.outcomes is None:
        return {"indicator": "ended" if count.ended else "participants", "by": by}
    return _outcomes(project, count, by, base)


def _without_what_it_counts(figure: Figure) -> Selection:
    """The base a distribution or share has by nature: the same people, without their way out."""
    return figure.count.model_copy(update={"outcomes": None, "ended": figure.base.ended})


def _share_of_participants(figure: Figure, by: dict) -> dict:
    """A share of people by sex, place or way in: one count over another."""
    if figure.count.outcomes is not None:
        return {"unavailable": "not_split"}
    base, ended = figure.base, "ended" if figure.count.ended else "participants"
    of = {"municipality": base.municipality, "sex": base.sex, "inflow_channel": base.inflow}
    return {"indicator": ended, "by": by, "of": {dimension: value for dimension, value in of.items() if value}}


def _outcomes(project: DemoProject, count: Selection, by: dict, base: str) -> dict:
    codes = [project.destination_of(outcome) for outcome in count.outcomes]
    groups = {reporting_group(code) if code in DESTINATIONS.codes else code for code in codes}
    if groups == {"work", "studies"}:
        return {"indicator": "work_or_studies", "base": base, "by": by}
    whole = {o for o in project.outcomes if reporting_group(project.destination_of(o)) in groups}
    if whole == set(count.outcomes):
        return {"indicator": "exit_destination", "base": base, "by": by, "destinations": sorted(groups)}
    if any(DESTINATIONS[code].coarsened_to for code in codes):
        return {"unavailable": "protected"}
    if "inflow_channel" in by:
        return {"unavailable": "not_split"}
    return {"indicator": "exit_destination_detailed", "base": base, "by": by, "destinations": codes}
