"""Those who started in the same half-year, followed until the day of the release: where they went, who is there."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from stegvis.reporting import words
from stegvis.reporting.charts.pictures import Bar
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.story import TableView, destination_label, destination_table, outcome_bars

_INDICATOR, _BASE, _BY = "exit_destination", "enrolled", ("start_half_year",)


@dataclass(frozen=True)
class Cohorts:
    """The half-years of start as bars, the outcomes with their words, sentences, and the figures."""

    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...]
    says: str
    caution: str
    table: TableView | None

    @property
    def drawn(self) -> bool:
        """Is there anything to draw?"""
        return any(bar.segments for bar in self.bars)


def cohorts(results: FrozenResults) -> Cohorts:
    """The half-years of start in order of time; without a table when the release was made before they were counted."""
    if not results.has(_INDICATOR, _BASE, _BY):
        return Cohorts((), (), _("This release does not hold half-years of start. The next one will."), "", None)
    table = results.table(_INDICATOR, _BASE, _BY)
    codes = dict.fromkeys(row.destination for row in table.rows)
    return Cohorts(
        bars=tuple(outcome_bars(results, table)),
        legend=tuple((code, destination_label(code)) for code in codes),
        says=_says(results),
        caution=_(
            "Those who started late have had less time to reach work or studies. Compare half-years that have nobody "
            "left, and remember that the labour market changes too."
        ),
        table=_with_time(results, destination_table(results, table)),
    )


def _says(results: FrozenResults) -> str:
    started = [row for row in results.table("participants", None, _BY).rows if row.numerator]
    if not started:
        return _("Nobody is counted yet, or too few to show.")
    complete = []
    for row in started:
        ended = results.one("ended", None, **row.by)
        share = results.one("work_or_studies", "ended", **row.by)
        if ended.numerator == row.numerator and not share.suppressed and share.denominator:
            complete.append((row.by, share))
    if not complete:
        return _("In every half-year somebody is still there or is hidden: it is too early to compare them.")
    by, share = complete[-1]
    return _(
        "Nobody who started in the %(half)s is still there. %(part)s went to work or studies: %(percent)s (with chance "
        "taken into account %(between)s)."
    ) % {
        "half": words.age_or_time_text("start_half_year", by["start_half_year"]),
        "part": words.of_text(share),
        "percent": words.percent_text(share),
        "between": words.interval_text(share),
    }


def _with_time(results: FrozenResults, table: TableView) -> TableView:
    """The table with the median time of those who ended, so that half-years can be compared in that too."""
    days = {words.age_or_time_text("start_half_year", r.by["start_half_year"]): r for r in _durations(results)}
    rows = []
    for row in table.rows:
        found = days.get(row[0])
        known = found is not None and not found.suppressed and found.value is not None
        rows.append((*row, _("%(number)s days") % {"number": round(found.value)} if known else "–"))
    return replace(table, heads=(*table.heads, _("Time in the project, median")), rows=tuple(rows))


def _durations(results: FrozenResults):
    return results.table("duration", None, _BY).rows if results.has("duration", None, _BY) else ()
