"""From nested groups of figures, as a report is often taken down, to the checker's own form.

The other form: groups by name, in each group figures by name with `label`, `value`, `unit` and, where printed,
`breakdown`, `numerator`, `denominator` and `date`. What belongs together is worked out from these: parts from
numerators, denominators and breakdowns, bases from denominators, goals from the group `targets`, comparisons from
shares that are of another undertaking. What is no number of people or percent is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from stegvis.evaluation.printed.document import Document, bad, read_yaml

_UNITS = {"persons": "persons", "%": "percent"}
_SEXES = ("women", "men", "kvinnor", "män")
#: Words in the names of figures that tell an outcome.
_OUTCOMES = {
    "work": "work", "jobb": "work", "arbete": "work", "studies": "studies", "studier": "studies",
    "education": "studies", "internship": "internship", "praktik": "internship", "total": "work_or_studies",
}  # fmt: skip
#: The group whose figures are one distribution: every person has one of its ways out.
_EXITS = "exit_reasons"
_TOTALS = ("total", "summary", "all")
_GOAL_WORDS = ("work or studies", "job or studies", "arbete eller studier", "jobb eller studier")


@dataclass(frozen=True)
class _Raw:
    """One figure of the other form."""

    group: str
    key: str
    label: str
    value: Decimal
    unit: str
    breakdown: str
    numerator: int | None
    denominator: int | None
    date: str

    @property
    def id(self) -> str:
        """Group and name."""
        return f"{self.group}.{self.key}"

    @property
    def outcome(self) -> str:
        """`work`, `studies`, `internship`, `work_or_studies`, or nothing."""
        if "work_or_studies" in self.key:
            return "work_or_studies"
        return next((_OUTCOMES[word] for word in self.key.split("_") if word in _OUTCOMES), "")


def convert(text: str | bytes) -> dict[str, Any]:
    """The checker's form of a text in the other form, as plain values. Raises BadInput when it is not in that form."""
    content, _lines = read_yaml(text)
    if not isinstance(content, dict) or "figures" in content:
        raise bad("Filen är inte i grupper av siffror.", "The file is not in groups of figures.", 1)
    raw = list(_figures(content))
    if not raw:
        raise bad("Det finns inga personer eller procent i filen.", "There are no persons or percent in the file.", 1)
    figures = [_figure(one, raw) for one in raw]
    splits = {figure["split"] for figure in figures if "split" in figure} - {"sex", "outcome"}
    written = {
        "title": str(content.get("name", "")),
        "incomplete": sorted(splits),
        "figures": figures,
        "claims": [*_goals(raw), *_comparisons(raw)],
    }
    Document.checked(written)
    return written


class _Plain(yaml.SafeDumper):
    """Writes a list that is used twice out twice."""

    def ignore_aliases(self, value):
        """Always."""
        return True


def to_yaml(written: dict[str, Any]) -> str:
    """The checker's form as YAML."""
    return yaml.dump(written, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)


def _figures(content: dict) -> Iterator[_Raw]:
    for group, members in content.items():
        if not isinstance(members, dict):
            continue
        for key, told in members.items():
            if not isinstance(told, dict) or told.get("unit") not in _UNITS or (value := _plain(told)) is None:
                continue
            yield _Raw(
                group=_word(group),
                key=_word(key),
                label=str(told.get("label", key)),
                value=value,
                unit=_UNITS[told["unit"]],
                breakdown=str(told.get("breakdown", "")),
                numerator=_whole(told.get("numerator")),
                denominator=_whole(told.get("denominator")),
                date=str(told.get("date", "")),
            )


def _plain(told: dict) -> Decimal | None:
    try:
        value = Decimal(str(told.get("value")))
    except InvalidOperation:
        return None
    whole = value == value.to_integral_value() or told.get("unit") == "%"
    return value if value.is_finite() and value >= 0 and whole else None


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isascii() and str(value).isdigit() else None


def _word(text: Any) -> str:
    return "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in str(text))[:40]


def _figure(one: _Raw, raw: list[_Raw]) -> dict[str, Any]:
    made: dict[str, Any] = {"id": one.id, "label": one.label, "value": _as_number(one.value), "unit": one.unit}
    if one.date:
        made["date"] = one.date
    if one.unit == "percent":
        made |= _of_share(one, raw)
    else:
        made |= _of_count(one, raw)
    return made


def _as_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else float(value)


def _of_count(one: _Raw, raw: list[_Raw]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    totals = [other for other in raw if other.group == one.group and other.unit == "persons" and not other.breakdown]
    same_stem = [other for other in totals if other.key.split("_")[0] == one.key.split("_")[0] and other is not one]
    if one.denominator is not None and one.value == one.numerator:
        fitting = [other for other in totals if other.value == one.denominator and other is not one]
        stem = [other for other in fitting if other.key.split("_")[0] == one.key.split("_")[0]]
        found = stem or fitting
        made["part_of"] = found[0].id if len(found) == 1 else one.denominator
    elif one.numerator is not None and one.denominator is None and one.breakdown in _SEXES and len(same_stem) == 1:
        made["part_of"] = same_stem[0].id
    if made:
        made["split"] = "sex" if one.breakdown in _SEXES else one.group
    if not one.breakdown and one.key.split("_")[-1] in _TOTALS:
        made["quantity"] = f"{one.group}.{one.key.split('_')[0]}"
    return made


def _of_share(one: _Raw, raw: list[_Raw]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if one.denominator is not None:
        fitting = [o for o in raw if o.unit == "persons" and not o.breakdown and o.value == one.denominator]
        same = [o for o in fitting if o.group == one.group]
        found = same or fitting
        made["base"] = found[0].id if len(found) == 1 else one.denominator
        if one.numerator is not None and one.numerator <= one.denominator:
            made["numerator"] = one.numerator
    whole = _whole_of_outcomes(one, raw)
    if whole:
        return made | {"part_of": whole.id, "split": "outcome"}
    if "base" in made and one.numerator is not None and one.breakdown in _SEXES:
        return made | {"split": "sex"}
    if "base" in made and one.group == _EXITS and one.breakdown:
        return made | {"split": one.group}
    return made


def _whole_of_outcomes(one: _Raw, raw: list[_Raw]) -> _Raw | None:
    """Work and studies are the parts of work-or-studies of the same people."""
    if one.outcome not in ("work", "studies"):
        return None
    for other in raw:
        alike = (other.group, other.breakdown, other.date, other.unit) == (one.group, one.breakdown, one.date, one.unit)
        if alike and other.outcome == "work_or_studies" and other.denominator == one.denominator:
            return other
    return None


# --- claims -------------------------------------------------------------------------------------------------------
def _of_everybody(raw: list[_Raw]) -> list[_Raw]:
    """Shares of outcomes of the whole project: not of a sex, a place or another undertaking."""
    own = [one for one in raw if one.unit == "percent" and one.outcome and one.group not in ("targets", "benchmark")]
    return [one for one in own if not one.breakdown or one.group == _EXITS]


def _goals(raw: list[_Raw]) -> Iterator[dict]:
    shares = _of_everybody(raw)
    readings = [[one.id] for one in shares if one.outcome == "work_or_studies"]
    groups = dict.fromkeys(one.group for one in shares)
    for group in groups:
        found = {one.outcome: one.id for one in shares if one.group == group}
        both = [found[name] for name in ("work", "studies") if name in found]
        if "work_or_studies" not in found and len(both) == 2:
            readings.append(both)
        if "work_or_studies" in found and "internship" in found:
            readings.append([found["work_or_studies"], found["internship"]])
    for one in raw:
        is_goal = one.group == "targets" and one.unit == "percent" and not one.breakdown
        if is_goal and readings and any(words in one.label.lower() for words in _GOAL_WORDS):
            yield {"id": one.key, "text": one.label, "goal": _as_number(one.value), "readings": readings}


def _comparisons(raw: list[_Raw]) -> Iterator[dict]:
    own = {one.outcome: one for one in reversed(_of_everybody(raw)) if one.group == "outcomes"}
    for one in raw:
        elsewhere = one.group == "benchmark" or one.key.startswith("whole_project")
        outcome = one.outcome or ("work_or_studies" if one.key.startswith("whole_project") else "")
        if elsewhere and one.unit == "percent" and outcome in own:
            yield {"id": f"compared-{one.key}", "text": one.label, "compares": [own[outcome].id, one.id]}
