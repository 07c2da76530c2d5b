"""The pictures of a story, with a title and a text alternative each. Page and report draw the same."""

from django.utils.translation import gettext as _

from stegvis.reporting import words
from stegvis.reporting.charts import Drawing, comparison_dots, destination_bars, volume_bars
from stegvis.reporting.story import Story, TableView, reference_interval

#: Widths in pixels: as wide as the page's panel, on a phone, and on paper.
WIDTHS = {
    "destinations": {"page": 1160, "phone": 340, "paper": 760},
    "volumes": {"page": 1160, "phone": 340, "paper": 640},
    "comparison": {"page": 560, "phone": 340, "paper": 440},
}
NAMES = tuple(WIDTHS)


def draw(story: Story, name: str, place: str, *, legend: bool | None = None) -> Drawing:
    """The picture by its name, as wide as the place wants it: `page`, `phone` or `paper`. Raises KeyError.

    On paper the legend is part of the picture, elsewhere only when asked for.
    """
    make = {"destinations": destinations, "volumes": volumes, "comparison": comparison}[name]
    return make(story, width=WIDTHS[name][place], legend=place == "paper" if legend is None else legend)


def destinations(story: Story, *, width: int, legend: bool = False) -> Drawing:
    """Where people went: stacked bars, hidden parts hatched. Documents want the legend in the picture."""
    return destination_bars(
        story.destination_bars,
        width=width,
        title=words.destination_title((story.split,)),
        description=in_words(story.destination_table),
        legend=story.legend if legend else (),
    )


def volumes(story: Story, *, width: int, legend: bool = False) -> Drawing:
    """How many took part, against the target (its words are part of the picture in every place)."""
    return volume_bars(
        story.volume_bars,
        width=width,
        title=_("How many took part, against the target"),
        description=in_words(story.volume_table),
        target_word=_("target"),
    )


def comparison(story: Story, *, width: int, legend: bool = False) -> Drawing:
    """The share to work or studies with its uncertainty, beside a printed share; it needs no legend."""
    reference = story.comparison
    text = ""
    if reference:
        text = f"{_('to compare with:')} {round(float(reference.share) * 100)} %"
    spoken = ". ".join(f"{dot.label}: {dot.text}" for dot in story.comparison_dots)
    return comparison_dots(
        story.comparison_dots,
        reference=float(reference.share) if reference else None,
        reference_text=text,
        reference_interval=reference_interval(reference) if reference else None,
        width=width,
        title=_("Share to work or studies, with uncertainty"),
        description=f"{spoken}. {text}" if text else spoken,
    )


def table_of(story: Story, name: str) -> TableView:
    """The figures of a picture as a table. Raises KeyError."""
    return {
        "destinations": story.destination_table,
        "volumes": story.volume_table,
        "comparison": story.comparison_table,
    }[name]


def in_words(table: TableView) -> str:
    """A table read out: row by row, each cell with its head. The text alternative of a picture."""
    lines = []
    for row in table.rows:
        cells = ", ".join(f"{head.lower()} {cell}" for head, cell in zip(table.heads[1:], row[1:], strict=True) if cell)
        lines.append(f"{row[0]}: {cells}")
    return ". ".join(lines)
