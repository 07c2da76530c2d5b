"""From the way in to where people went, from the published cells of a release."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.reporting import words
from stegvis.reporting.charts.flow import Source
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.story import TableView, destination_label, destination_table, value_label

_INDICATOR, _BY = "exit_destination", ("inflow_channel",)


@dataclass(frozen=True)
class Flow:
    """The ways in with what is shown of where their people went, outcomes in order, and the words beside them."""

    sources: tuple[Source, ...]
    order: tuple[tuple[str, str], ...]
    says: str
    hidden: str
    table: TableView | None

    @property
    def drawn(self) -> bool:
        """Is there anything to draw?"""
        return any(source.went for source in self.sources)


def flow(results: FrozenResults, base: str) -> Flow:
    """The flow on a base; without a table when the release was made before ways in were counted."""
    if not results.has(_INDICATOR, base, _BY):
        return Flow((), (), _("This release does not hold the ways in. The next one will."), "", None)
    table = results.table(_INDICATOR, base, _BY)
    sources, partly = [], []
    for by, rows in table.groups():
        shown = {row.destination: row.numerator for row in rows if not row.suppressed}
        people = next((row.denominator for row in rows if row.denominator is not None), None)
        label = value_label("inflow_channel", by["inflow_channel"])
        sources.append(Source(label, people, {code: n for code, n in shown.items() if n}, words.count_text(people)))
        if len(shown) < len(rows):
            partly.append(label)
    codes = dict.fromkeys(row.destination for row in table.rows)
    return Flow(
        sources=tuple(sources),
        order=tuple((code, destination_label(code)) for code in codes),
        says=_says(sources),
        hidden=_hidden(partly),
        table=destination_table(results, table),
    )


def _says(sources: list[Source]) -> str:
    known = [source for source in sources if source.people]
    if not any(source.went for source in sources):
        return _("Too few people came by each way in to show where they went.")
    largest = max(known, key=lambda source: source.people)
    return _(
        "Most came by %(way)s: %(people)s people. The picture shows how many took each way, not which way works best: "
        "different people come by different ways."
    ) % {"way": largest.label.lower(), "people": words.count_text(largest.people)}


def _hidden(partly: list[str]) -> str:
    if not partly:
        return ""
    return _("Hatched parts are hidden, because so few people could be recognised: %(names)s.") % {
        "names": words.join(partly)
    }
