"""What a project printed beside what Stegvis counts: printed, recounted, difference, explanation.

Recounted numbers come from frozen releases only, so they have passed the disclosure gate. Where the gate hides a
number, the difference is hidden too, and nothing says whether the print agrees: that would tell the number. The printed
number itself is shown, since it was printed.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.access.rules import Viewer
from stegvis.evaluation.printed.rounding import rounded
from stegvis.organisation.models import Project
from stegvis.programme.models import PrintedFigure
from stegvis.programme.queries import printed as printed_queries
from stegvis.reporting import words
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.models import Release
from stegvis.reporting.queries import releases
from stegvis.reporting.story import TableView, language

GROUPS = {
    "volumes": gettext_lazy("How many took part"),
    "outcomes": gettext_lazy("Where they went"),
    "subgroups": gettext_lazy("Ways in and smaller groups"),
    "figures": gettext_lazy("Printed figures"),
}
STATUS_WORDS = {
    "agrees": gettext_lazy("Agrees"),
    "differs": gettext_lazy("Differs"),
    "set_aside": gettext_lazy("Set aside"),
    "hidden": gettext_lazy("Hidden"),
    "no_release": gettext_lazy("Not released"),
    "not_counted": gettext_lazy("Not counted"),
}
REMARKS = {
    "assumption": gettext_lazy("What was assumed"),
    "protected": gettext_lazy("What the protection of small groups keeps back"),
    "not_usable": gettext_lazy("Printed, but not usable"),
    "not_held": gettext_lazy("Printed, but not held by Stegvis yet"),
}
_UNAVAILABLE = {
    "protected": gettext_lazy("Points at a single person. It leaves the unit only within a wider group."),
    "not_split": gettext_lazy("Stegvis does not count where people went for this group."),
    "not_in_extract": gettext_lazy("What people lived on is not part of the extract that numbers come from."),
}


@dataclass(frozen=True)
class Line:
    """One printed figure with what Stegvis counts. Texts are ready to show; empty where there is nothing to say."""

    code: str
    group: str
    label: str
    printed: str
    recounted: str
    difference: str
    status: str
    explanation: str
    counted_on: dt.date
    assumed: bool = False

    @property
    def status_words(self) -> str:
        """The status for reading."""
        return str(STATUS_WORDS[self.status])


@dataclass(frozen=True)
class Mapping:
    """A word of the print and the word of Stegvis that stands for it."""

    printed: str
    ours: str
    note: str


@dataclass(frozen=True)
class Reconciliation:
    """The whole comparison of a project."""

    project: Project
    release: Release | None
    lines: tuple[Line, ...]
    mappings: dict[str, tuple[Mapping, ...]]
    remarks: dict[str, tuple[str, ...]]

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines by group, each with its heading, in the order of the page."""
        names = dict.fromkeys((*GROUPS, *(line.group for line in self.lines)))
        found = [(str(GROUPS.get(name, name)), [line for line in self.lines if line.group == name]) for name in names]
        return [(heading, lines) for heading, lines in found if lines]

    def with_status(self, *statuses: str) -> list[Line]:
        """The printed lines (assumptions are none) with one of the statuses."""
        return [line for line in self.lines if line.status in statuses and not line.assumed]


def compare(viewer: Viewer, project: Project) -> Reconciliation:
    """The project's printed figures against its releases. Raises NotFound outside the viewer's world."""
    kept = printed_queries.of_project(viewer, project)
    found = list(releases.of(viewer, project))
    opened: dict[int, FrozenResults] = {}
    named = {figure.code: figure for figure in kept.figures}

    def results_at(day: dt.date) -> FrozenResults | None:
        release = next((one for one in found if one.at == day), None)
        release = release or next((one for one in found if one.at <= day), None)
        if release is None:
            return None
        if release.number not in opened:
            opened[release.number] = releases.results(releases.find(viewer, project, release.number))
        return opened[release.number]

    lines = tuple(_line(figure, results_at(figure.counted_on), named) for figure in kept.figures)
    remarks = {
        str(heading): tuple(_in_language(r.text_sv, r.text_en) for r in kept.remarks if r.kind == kind)
        for kind, heading in REMARKS.items()
    }
    return Reconciliation(
        project, found[0] if found else None, lines, _mappings(kept.words), {k: v for k, v in remarks.items() if v}
    )


def _in_language(sv: str, en: str) -> str:
    return en if language() == "en" else sv


def _mappings(kept) -> dict[str, tuple[Mapping, ...]]:
    from stegvis.casework.vocabulary import DESTINATIONS, INFLOW_CHANNELS

    kinds = {"inflow": (_("Ways in"), INFLOW_CHANNELS), "exit": (_("Ways out"), DESTINATIONS)}
    found = {}
    for kind, (heading, vocabulary) in kinds.items():
        rows = [
            Mapping(
                _in_language(word.printed_sv, word.printed_en),
                vocabulary.label(word.code),
                _in_language(word.note_sv, word.note_en),
            )
            for word in kept
            if word.kind == kind
        ]
        if rows:
            found[heading] = tuple(rows)
    return found


# --- one line -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Counted:
    numerator: int
    denominator: int | None


def _line(figure: PrintedFigure, results: FrozenResults | None, named: dict[str, PrintedFigure]) -> Line:
    counted = None
    if reason := figure.question.get("unavailable"):
        status, explanation = "not_counted", str(_UNAVAILABLE.get(reason, reason))
    elif not figure.question:
        status, explanation = "not_counted", _("Nobody has said how Stegvis counts this.")
    elif results is None:
        status = "no_release"
        explanation = _("No release has figures as of %s.") % words.day_text(figure.counted_on)
    elif (counted := _recount(figure, results)) is None:
        status = "hidden"
        explanation = _("Too few people, or others could be worked out. Whether it agrees is not said either.")
    else:
        status, explanation = _judged(figure, counted, named)
    value = _value(figure, counted) if counted else None
    if figure.set_aside and counted is None:
        explanation = f"{_contradiction(figure, named)} {explanation}".strip()
    parts = [explanation, _in_language(figure.note_sv, figure.note_en)]
    if figure.base_assumed:
        parts.append(_("The base is not printed; it is assumed."))
    return Line(
        code=figure.code,
        group=figure.group,
        label=_in_language(figure.label_sv, figure.label_en),
        printed=_("assumed: %s") % _text(figure, figure.printed) if figure.assumed else _text(figure, figure.printed),
        recounted=_text(figure, value) if value is not None else "",
        difference=_difference(figure, value),
        status=status,
        explanation=" ".join(filter(None, parts)),
        counted_on=figure.counted_on,
        assumed=figure.assumed,
    )


def _recount(figure: PrintedFigure, results: FrozenResults) -> _Counted | None:
    """The frozen numbers behind a figure; None when any of them is hidden or the release does not hold them."""
    question = figure.question
    by, base = question.get("by", {}), question.get("base")
    try:
        wanted = question.get("destinations") or [None]
        rows = [results.one(question["indicator"], base, destination=one, **by) for one in wanted]
        whole = results.one(question["indicator"], base, **question["of"]) if "of" in question else None
    except KeyError:
        return None
    if any(row.suppressed or row.numerator is None for row in (*rows, *([whole] if whole else []))):
        return None
    numerator = sum(row.numerator for row in rows)
    denominator = whole.numerator if whole else rows[0].denominator
    return _Counted(numerator, denominator if figure.unit == "percent" else None)


def _value(figure: PrintedFigure, counted: _Counted) -> Decimal | None:
    if figure.unit != "percent":
        return Decimal(counted.numerator)
    if not counted.denominator:
        return None
    rule = figure.rounding if figure.rounding != "exact" else "half_up"
    return rounded(counted.numerator, counted.denominator, figure.decimals, rule)


def _judged(figure: PrintedFigure, counted: _Counted, named) -> tuple[str, str]:
    value = _value(figure, counted)
    how = _how(figure, counted, value)
    if figure.set_aside:
        return "set_aside", f"{_contradiction(figure, named)} {how}".strip()
    return ("agrees" if value == figure.printed else "differs"), how


def _contradiction(figure: PrintedFigure, named: dict[str, PrintedFigure]) -> str:
    """Which other printed figures it cannot hold with. Says nothing that was not printed."""
    others = [named[code] for code in figure.contradicts if code in named]
    if not others:
        return ""
    listed = words.join([f"{_in_language(o.label_sv, o.label_en)} ({_text(o, o.printed)})" for o in others])
    return _("Cannot hold together with %s.") % listed


def _how(figure: PrintedFigure, counted: _Counted, value: Decimal | None) -> str:
    if figure.unit != "percent":
        return ""
    if not counted.denominator:
        return _("Nobody is in the group it is counted of.")
    scaled = Fraction(100 * counted.numerator, counted.denominator) * 10 + Fraction(1, 2)
    exact = Decimal(int(scaled)).scaleb(-1)
    return _("%(part)s of %(whole)s is %(exact)s %%.") % {
        "part": words.count_text(counted.numerator),
        "whole": words.count_text(counted.denominator),
        "exact": _number(exact),
    }


def _difference(figure: PrintedFigure, value: Decimal | None) -> str:
    if value is None:
        return ""
    gap = value - figure.printed
    if gap == 0:
        return "0"
    sign = "+" if gap > 0 else "\N{MINUS SIGN}"
    return f"{sign}{_number(abs(gap).normalize())}"


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text if language() == "en" else text.replace(".", ",")


def _text(figure: PrintedFigure, value: Decimal) -> str:
    text = _number(value.quantize(Decimal(1).scaleb(-figure.decimals)))
    return f"{text}{words.NBSP}%" if figure.unit == "percent" else words.count_text(int(value))


# --- as a table ---------------------------------------------------------------------------------------------------
def as_table(compared: Reconciliation) -> TableView:
    """The comparison as one table, for files."""
    figure, result, explanation = _("Printed figure"), _("Result"), _("Explanation")
    heads = (figure, _("Printed"), _("Counted by Stegvis"), _("Difference"), result, _("As of"), explanation)
    rows = tuple(
        (one.label, one.printed, one.recounted, one.difference, one.status_words, f"{one.counted_on}", one.explanation)
        for one in compared.lines
    )
    return TableView(_("Printed and counted"), heads, rows)
