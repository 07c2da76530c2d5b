"""Municipalities beside each other: is the difference more than chance, and is it the mix of people?

Only published cells are read. A hidden municipality is named as hidden and never placed; nobody is ranked.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.evaluation.intervals import wilson
from stegvis.evaluation.statistics.funnel import Counted, Funnel, Lacking, Standing, chance_of_any_outside, funnel
from stegvis.evaluation.statistics.standardisation import Adjusted, Stratum, difference, standardised
from stegvis.programme.models import ComparisonShare
from stegvis.reporting import words
from stegvis.reporting.frozen import FrozenResults, FrozenRow
from stegvis.reporting.story import TableView, base_label, reference_name

_INDICATOR = "work_or_studies"
_SEXES = ("F", "M")


@dataclass(frozen=True)
class Municipalities:
    """What the release says of the municipalities beside each other, in words and figures.

    `made` is the funnel, or why there is none; `says` the one sentence to take away, `caution` what not to conclude,
    `hidden` who is not shown and why, `against` the comparison with a printed share.
    """

    made: Funnel | Lacking
    says: str
    caution: str
    hidden: str
    against: str
    table: TableView

    @property
    def drawn(self) -> bool:
        """Is there a funnel to draw?"""
        return isinstance(self.made, Funnel)


def municipalities(results: FrozenResults, base: str, reference: ComparisonShare | None = None) -> Municipalities:
    """Compare the municipalities of a release on a base. Raises KeyError when the release lacks the tables."""
    whole = results.one(_INDICATOR, base)
    rows = results.table(_INDICATOR, base, ("municipality",)).rows
    made = funnel(_counted(whole), [_counted(row) for row in rows])
    return Municipalities(
        made=made,
        says=_says(made),
        caution=_caution(made),
        hidden=_hidden(made),
        against=_against(whole, reference, base),
        table=_table(results, base, rows, made),
    )


def _counted(row: FrozenRow) -> Counted:
    name = row.by.get("municipality", "")
    return Counted(name, None, None) if row.suppressed else Counted(name, row.numerator, row.denominator)


def _says(made: Funnel | Lacking) -> str:
    if isinstance(made, Lacking):
        return {
            Lacking.HIDDEN_WHOLE: _("Too few people have a result: the share of all together is hidden."),
            Lacking.NOBODY: _("Nobody is counted yet, so there is nothing to compare."),
            Lacking.ONE_GROUP: _("The project has one municipality, so there is no other to compare it with."),
            Lacking.ALL_HIDDEN: _("Every municipality has too few people to be shown, so they cannot be compared."),
            Lacking.NO_SPREAD: _("Everybody has the same result in every municipality: there is no difference."),
        }[made]
    if len(made.groups) == 1:
        return _("Only %(name)s has enough people to be shown, so there is no other to compare it with.") % {
            "name": made.groups[0].name
        }
    parts = []
    if high := made.named(Standing.FAR_HIGH):
        parts.append(_("More than chance gives: higher than all together in %(names)s.") % {"names": words.join(high)})
    if low := made.named(Standing.FAR_LOW):
        parts.append(_("More than chance gives: lower than all together in %(names)s.") % {"names": words.join(low)})
    if parts:
        return " ".join([*parts, _("That says that there is a difference, not why.")])
    if perhaps := made.named(Standing.UNUSUAL_HIGH, Standing.UNUSUAL_LOW):
        return _("No municipality differs for certain. %(names)s may differ: look again at the next release.") % {
            "names": words.join(perhaps)
        }
    return _(
        "The differences between the municipalities are no larger than chance gives. None can be said to do better "
        "or worse than the others."
    )


def _caution(made: Funnel | Lacking) -> str:
    if isinstance(made, Lacking) or len(made.groups) < 2:
        return ""
    return _(
        "With %(number)s municipalities there is a chance of %(percent)s that at least one ends up outside the inner "
        "limits although all are alike. Only what is outside the outer limits is called a difference here."
    ) % {"number": len(made.groups), "percent": words.share_text(chance_of_any_outside(len(made.groups)))}


def _hidden(made: Funnel | Lacking) -> str:
    if isinstance(made, Lacking):
        return ""
    parts = []
    if made.hidden:
        parts.append(
            _("Not drawn, because so few people could be recognised: %(names)s.") % {"names": words.join(made.hidden)}
        )
    if made.empty:
        parts.append(_("Nobody is counted yet in %(names)s.") % {"names": words.join(made.empty)})
    return " ".join(parts)


def _against(whole: FrozenRow, reference: ComparisonShare | None, base: str) -> str:
    """The share of all together beside a printed one, with the uncertainty of both or a word that one is missing."""
    if not reference or whole.suppressed or not whole.denominator:
        return ""
    return _against_words(whole, reference, base) % {
        "name": reference_name(reference),
        "share": words.share_text(float(reference.share)),
        "own": words.percent_text(whole),
    }


def _against_words(whole: FrozenRow, reference: ComparisonShare, base: str) -> str:
    if not reference.base:
        return _("%(name)s: %(share)s, and %(own)s here. How theirs was counted is not known: it may be another thing.")
    if reference.base != base:
        return _("%(name)s: %(share)s, and %(own)s here. Theirs is counted on another base: do not compare.")
    if not reference.people:
        low, high = wilson(whole.numerator, whole.denominator)
        if low <= float(reference.share) <= high:
            return _("%(name)s: %(share)s, and %(own)s here. The difference can be chance, even if theirs were exact.")
        return _(
            "%(name)s: %(share)s, and %(own)s here. The difference is more than our uncertainty; theirs is not known."
        )
    other = (round(float(reference.share) * reference.people), reference.people)
    _apart, low, high = difference((whole.numerator, whole.denominator), other)
    if low <= 0 <= high:
        return _("%(name)s: %(share)s, and %(own)s here. The difference can be chance alone.")
    return _("%(name)s: %(share)s, and %(own)s here. The difference is more than chance gives. It does not say why.")


def _table(results: FrozenResults, base: str, rows, made: Funnel | Lacking) -> TableView:
    placed = {group.name: group for group in made.groups} if isinstance(made, Funnel) else {}
    lines = []
    for row in rows:
        name = row.by["municipality"]
        group = placed.get(name)
        adjusted = adjusted_share(results, base, name)
        lines.append(
            (
                name,
                words.count_text(row.denominator),
                words.percent_text(row) or "–",
                words.interval_text(row) or "–",
                words.between_text(group.inner) if group else "–",
                _standing_words(group.standing) if group else _why_not(row),
                words.share_text(adjusted.share) if adjusted else "–",
                words.between_text(adjusted.interval) if adjusted else "–",
            )
        )
    return TableView(
        caption=_("Municipalities and chance: to work or studies, %(base)s") % {"base": base_label(base).lower()},
        heads=(
            _("Municipality"),
            _("People"),
            _("Share"),
            _("Uncertainty"),
            _("What chance gives"),
            _("So it is"),
            _("With the project's mix of women and men"),
            _("Uncertainty of that"),
        ),
        rows=tuple(lines),
        wordy=(5,),
    )


def adjusted_share(results: FrozenResults, base: str, name: str) -> Adjusted | None:
    """The municipality's share if women and men were as many of it as of the project; None when a cell is hidden."""
    strata = []
    for sex in _SEXES:
        try:
            own = results.one(_INDICATOR, base, municipality=name, sex=sex)
            whole = results.one(_INDICATOR, base, sex=sex)
        except KeyError:
            return None
        if own.suppressed or whole.suppressed:
            return None
        strata.append(Stratum(own.numerator, own.denominator, whole.denominator))
    return standardised(strata)


def _why_not(row: FrozenRow) -> str:
    if row.suppressed:
        return _("too few to show")
    return _("not compared") if row.denominator else _("nobody yet")


def _standing_words(standing: Standing) -> str:
    return {
        Standing.WITHIN: _("as chance gives"),
        Standing.UNUSUAL_HIGH: _("perhaps higher"),
        Standing.UNUSUAL_LOW: _("perhaps lower"),
        Standing.FAR_HIGH: _("higher than chance gives"),
        Standing.FAR_LOW: _("lower than chance gives"),
    }[standing]
