"""The results of a release as a story: a headline in words, cards, pictures, tables. Faces and reports render it."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.evaluation.catalogue import DESTINATION_WORDS, DIMENSION_WORDS, INDICATORS
from stegvis.evaluation.definitions import BASE_WORDS, Base, Dimension
from stegvis.evaluation.intervals import wilson
from stegvis.programme.models import ComparisonShare, VolumeTarget
from stegvis.reporting import words
from stegvis.reporting.charts.pictures import Bar, Segment, ShareDot, VolumeBar
from stegvis.reporting.frozen import FrozenResults, FrozenRow, FrozenTable
from stegvis.reporting.models import Release

#: The ways the destinations can be split on the page.
SPLITS = {"municipality": ("municipality",), "sex": ("sex",), "all": ()}


def language() -> str:
    """`sv` or `en`, as the reader has chosen."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def value_label(dimension: str, value: str) -> str:
    """The words for one value of a dimension: a sex, a target group, a channel; municipalities are their own words.

    Always the program's words, which belong to the definitions: a release must read tomorrow as it reads today,
    whatever an installation calls the same code on its screens.
    """
    from stegvis.casework.vocabulary import INFLOW_CHANNELS, TARGET_GROUPS

    if dimension == "sex":
        return _("Women") if value == "F" else _("Men")
    if dimension == "target_group":
        return TARGET_GROUPS.original_label(value)
    if dimension == "inflow_channel":
        return _("Not known") if value == "unknown" else INFLOW_CHANNELS.original_label(value)
    return words.age_or_time_text(dimension, value)


def group_label(by: dict[str, str]) -> str:
    """The words for a group of people, such as `Mönsterås, women`."""
    return ", ".join(value_label(dimension, value) for dimension, value in by.items()) or _("All")


def destination_label(code: str) -> str:
    """The words for a destination or reporting group."""
    return DESTINATION_WORDS[code].in_language(language())


def base_label(base: str) -> str:
    """The words on the button of a base."""
    return BASE_WORDS[Base(base)].name.in_language(language())


@dataclass(frozen=True)
class Card:
    """One key figure: what it is, the number, and the line under it. `indicator` opens its definition."""

    title: str
    figure: str
    under: str
    indicator: str = ""
    base: str = ""


@dataclass(frozen=True)
class TableView:
    """A table for people: caption, column heads, rows whose first cell is the row's head.

    `wordy`: numbers of the columns (from 0) that hold words, not numbers.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wordy: tuple[int, ...] = ()


@dataclass(frozen=True)
class Story:
    """Everything the results page and the report say about one release."""

    release: Release
    base: str
    split: str
    headline: str
    lead: str
    held: str
    cards: tuple[Card, ...]
    legend: tuple[tuple[str, str], ...]
    destination_bars: tuple[Bar, ...]
    destination_table: TableView
    destination_caption: str
    volume_bars: tuple[VolumeBar, ...]
    volume_table: TableView
    comparison: ComparisonShare | None
    comparison_table: TableView
    comparison_dots: tuple[ShareDot, ...]
    comparison_caption: str


def tell(release: Release, *, base: str = "ended", split: str = "municipality") -> Story:
    """Tell one release on a base (`ended`, `enrolled`, `ended_not_transferred`) and a split (see SPLITS).

    Raises KeyError for a base or split that does not exist.
    """
    Base(base)
    results = FrozenResults(release.results)
    share = results.one("work_or_studies", base)
    by = SPLITS[split]
    destinations = results.table("exit_destination", base, by)
    targets = list(VolumeTarget.objects.filter(project=release.project).select_related("unit"))
    references = list(ComparisonShare.objects.filter(project=release.project, retired_at__isnull=True).order_by("id"))
    comparison = _nearest(references, base)
    version = max((t.version for t in targets), default=0)
    return Story(
        release=release,
        base=base,
        split=split,
        headline=words.headline(share),
        lead=_lead(release, results),
        held=words.held_text(release.run.held, _held_since(release)),
        cards=_cards(results, base, targets, version, comparison),
        legend=tuple(
            (code, destination_label(code)) for code in dict.fromkeys(row.destination for row in destinations.rows)
        ),
        destination_bars=tuple(outcome_bars(results, destinations)),
        destination_table=destination_table(results, destinations),
        destination_caption=_destination_caption(destinations),
        volume_bars=tuple(_volume_bars(results, targets, version)),
        volume_table=_volume_table(results, targets),
        comparison=comparison,
        comparison_dots=tuple(_dots(results, base)),
        comparison_table=_comparison_table(release, results, base, references),
        comparison_caption=_comparison_caption(comparison, base),
    )


def _held_since(release: Release):
    before = Release.objects.filter(project=release.project, number__lt=release.number).order_by("-number").first()
    return before.at if before else release.at


def _lead(release: Release, results: FrozenResults) -> str:
    ended = results.one("ended")
    if ended.suppressed:
        return _("%(project)s · as of %(day)s") % {"project": release.project.name, "day": words.day_text(release.at)}
    return _("%(project)s · %(number)s ended by %(day)s") % {
        "project": release.project.name,
        "number": words.count_text(ended.numerator),
        "day": words.day_text(release.at),
    }


def _target(targets, version: int, sex: str = "", unit=None) -> int | None:
    for target in targets:
        if (
            target.version == version
            and target.sex == sex
            and (target.unit.municipality if target.unit else None) == unit
        ):
            return target.people
    return None


def _cards(results: FrozenResults, base: str, targets, version: int, comparison) -> tuple[Card, ...]:
    people = results.one("participants")
    women, men = results.one("participants", sex="F"), results.one("participants", sex="M")
    sexes = _("%(women)s women, %(men)s men") % {
        "women": words.count_text(women.numerator),
        "men": words.count_text(men.numerator),
    }
    target = _target(targets, version)
    share = results.one("work_or_studies", base)
    internship = results.one("exit_destination", base, destination="internship")
    cards = [
        Card(
            _("Enrolled"),
            words.count_text(people.numerator),
            f"{sexes} · {_('target')} {words.count_text(target)}" if target else sexes,
            "participants",
        ),
        Card(
            _("To work or studies"),
            words.percent_text(share) or _("hidden"),
            " · ".join(filter(None, (words.of_text(share), words.interval_text(share)))),
            "work_or_studies",
            base,
        ),
        Card(
            _("In internship at exit"),
            words.percent_text(internship) or _("hidden"),
            " · ".join(filter(None, (words.of_text(internship), words.interval_text(internship)))),
            "exit_destination",
            base,
        ),
    ]
    if comparison:
        cards.append(
            Card(
                reference_name(comparison),
                words.share_text(float(comparison.share)),
                " · ".join(filter(None, (reference_interval_text(comparison), reference_base(comparison)))),
            )
        )
    return tuple(cards)


#: Where the size of a group on a base stands when the group's distribution is hidden.
_SIZE_OF = {"ended": "ended", "enrolled": "participants"}


def _people(results: FrozenResults, table: FrozenTable, by: dict[str, str], rows) -> int | None:
    """How many people a row of the table stands for; None when that too is hidden."""
    for row in rows:
        if row.denominator is not None:
            return row.denominator
    size = _SIZE_OF.get(table.base or "")
    return results.one(size, **by).numerator if size else None


def outcome_bars(results: FrozenResults, table: FrozenTable):
    """One bar for each group of a table of destinations, with what the gate hides left open."""
    for by, rows in table.groups():
        shown = [row for row in rows if not row.suppressed and row.numerator and row.denominator]
        hidden = [row for row in rows if row.suppressed]
        people = _people(results, table, by, rows)
        yield Bar(
            label=group_label(by),
            count=words.count_text(people) if people is not None else "",
            segments=tuple(
                Segment(row.destination, destination_label(row.destination), row.value, words.percent_text(row))
                for row in shown
            ),
            hidden_text="" if not hidden else _("too few in some group to show") if not shown else _("hidden"),
        )


def destination_table(results: FrozenResults, table: FrozenTable) -> TableView:
    """Groups of people down, destinations across, `34 (40 %)` in the cells and a dash where the gate hid."""
    codes = tuple(dict.fromkeys(row.destination for row in table.rows))
    lines = []
    for by, rows in table.groups():
        found = {row.destination: row for row in rows}
        cells = [_cell(found[code]) for code in codes]
        lines.append((group_label(by), words.count_text(_people(results, table, by, rows)), *cells))
    return TableView(
        caption=_("%(picture)s, number and share") % {"picture": words.destination_title(table.by)},
        heads=(_split_head(table.by), _("People"), *(destination_label(code) for code in codes)),
        rows=tuple(lines),
    )


def _split_head(by: tuple[str, ...]) -> str:
    return ", ".join(DIMENSION_WORDS[Dimension(dimension)].in_language(language()) for dimension in by) or _("Who")


def _cell(row: FrozenRow) -> str:
    if row.suppressed:
        return "–"
    text = words.percent_text(row)
    return f"{words.count_text(row.numerator)} ({text})" if text else words.count_text(row.numerator)


def _destination_caption(table: FrozenTable) -> str:
    parts = [_("The number before each bar is how many people it stands for.")]
    if any(row.suppressed for row in table.rows):
        parts.append(_("Hatched parts are hidden: so few people that someone could be recognised."))
    return " ".join(parts)


def _volume_bars(results: FrozenResults, targets, version: int):
    too_few = _("too few to show")
    for by in ({}, {"sex": "F"}, {"sex": "M"}):
        row = results.one("participants", **by)
        yield _volume(group_label(by), row, _target(targets, version, by.get("sex", "")), too_few)
    for row in results.table("participants", None, ("municipality",)).rows:
        name = row.by["municipality"]
        yield _volume(name, row, _target(targets, version, "", name), too_few)


def _volume(label: str, row: FrozenRow, target: int | None, too_few: str) -> VolumeBar:
    text = words.count_text(row.numerator)
    if target and not row.suppressed:
        text = _("%(part)s of %(whole)s") % {"part": text, "whole": words.count_text(target)}
    return VolumeBar(label, row.numerator, target, text, too_few)


def _volume_table(results: FrozenResults, targets) -> TableView:
    versions = sorted({t.version for t in targets})
    names = {t.version: (t.version_name_en if language() == "en" else t.version_name_sv) for t in targets}
    lines = []
    groups = [{}, {"sex": "F"}, {"sex": "M"}]
    groups += [row.by for row in results.table("participants", None, ("municipality",)).rows]
    for by in groups:
        municipality = by.get("municipality")
        row = results.one("participants", **by)
        women = men = ""
        if "sex" not in by:
            women, men = (words.count_text(results.one("participants", **by, sex=sex).numerator) for sex in "FM")
        found = [_target(targets, v, by.get("sex", ""), municipality) for v in versions]
        aims = ["" if target is None else words.count_text(target) for target in found]
        lines.append((group_label(by), words.count_text(row.numerator), women, men, *aims))
    return TableView(
        caption=_("Participants against targets"),
        heads=(
            _("Who"),
            _("Enrolled"),
            _("Women"),
            _("Men"),
            *(_("Target: %(name)s") % {"name": names[v]} for v in versions),
        ),
        rows=tuple(lines),
    )


def _dots(results: FrozenResults, base: str):
    for by in ({}, {"sex": "F"}, {"sex": "M"}):
        row = results.one("work_or_studies", base, **by)
        hidden = row.suppressed or row.value is None
        yield ShareDot(
            group_label(by),
            None if hidden else row.value,
            None if hidden else row.interval,
            _("hidden") if row.suppressed else words.percent_text(row) or _("nobody yet"),
        )


def _nearest(references: list[ComparisonShare], base: str) -> ComparisonShare | None:
    """The share to work or studies to draw: on the same base if there is one, then on an unknown, then on another."""
    fitting = [one for one in references if one.indicator == "work_or_studies"]
    return min(fitting, key=lambda one: (one.base != base, one.base != "", one.pk), default=None)


def reference_name(reference: ComparisonShare) -> str:
    """Whose share it is."""
    return reference.name_en if language() == "en" else reference.name_sv


def reference_base(reference: ComparisonShare) -> str:
    """On whom it was counted, or a clear word that nobody knows."""
    said = reference.base_en if language() == "en" else reference.base_sv
    if reference.base:
        return f"{base_label(reference.base)}. {said}" if said else base_label(reference.base)
    return said or _("not known")


def reference_interval(reference: ComparisonShare) -> tuple[float, float] | None:
    """Wilson's interval (0–1) of the printed share; None when the source does not say of how many people it is."""
    if not reference.people:
        return None
    return wilson(round(float(reference.share) * reference.people), reference.people)


def reference_interval_text(reference: ComparisonShare) -> str:
    """`between 30 and 38 %`; empty when the uncertainty is not known."""
    interval = reference_interval(reference)
    return words.between_text(interval) if interval else ""


def _comparison_table(release: Release, results: FrozenResults, base: str, references) -> TableView:
    own = [("work_or_studies", "", by) for by in ({}, {"sex": "F"}, {"sex": "M"})]
    own += [("exit_destination", one.destination, {}) for one in references if one.destination]
    day, lines = words.day_text(release.at), []
    for indicator, destination, by in dict.fromkeys((i, d, tuple(b.items())) for i, d, b in own):
        row = results.one(indicator, base, destination=destination or None, **dict(by))
        counts = destination_label(destination) if destination else indicator_title(indicator)
        shown = words.percent_text(row) or "–"
        lines.append((group_label(dict(by)), counts, shown, words.interval_text(row) or "–", base_label(base), day))
    for one in references:
        counts = destination_label(one.destination) if one.destination else indicator_title(one.indicator)
        unsure = reference_interval_text(one) or _("not known")
        source = ", ".join(filter(None, (one.source, words.day_text(one.as_of) if one.as_of else "")))
        share = words.share_text(float(one.share))
        lines.append((reference_name(one), counts, share, unsure, reference_base(one), source or _("not known")))
    return TableView(
        caption=_("The share beside printed shares"),
        heads=(_("Who"), _("What counts"), _("Share"), _("Uncertainty"), _("Counted on"), _("Source and date")),
        rows=tuple(lines),
        wordy=(1, 4, 5),
    )


def _comparison_caption(comparison: ComparisonShare | None, base: str) -> str:
    parts = [
        _("The line through each dot is the uncertainty: with so few people, chance alone can move the share that far.")
    ]
    name = reference_name(comparison) if comparison else ""
    if comparison and not comparison.base:
        parts.append(
            _("The dashed line: %(name)s. How it was counted is not known, so compare with care.") % {"name": name}
        )
    elif comparison and comparison.base == base:
        parts.append(_("The dashed line: %(name)s. It was counted on the same base.") % {"name": name})
    elif comparison:
        parts.append(
            _("The dashed line: %(name)s. It was counted on another base (%(base)s): do not compare.")
            % {"name": name, "base": base_label(comparison.base).lower()}
        )
    if comparison and comparison.people:
        parts.append(_("The band around it is its own uncertainty."))
    elif comparison:
        parts.append(_("Of how many people it is was not printed, so its own uncertainty cannot be shown."))
    return " ".join(parts)


def indicator_title(indicator: str) -> str:
    """The indicator's name in the reader's language."""
    return INDICATORS[indicator].reading.title.in_language(language())
