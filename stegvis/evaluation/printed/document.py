"""The input of the checker: printed figures and what is claimed with them, read from YAML with faults named by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from stegvis.evaluation.definitions import Words

MOST_BYTES = 1_000_000
MOST_FIGURES = 2_000


@dataclass(frozen=True)
class Fault:
    """Something wrong with the input: the line it stands on (None when it is about the whole), and words."""

    line: int | None
    words: Words


class BadInput(ValueError):
    """The input cannot be checked. `faults` say what is wrong, in order."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("; ".join(fault.words.en for fault in faults))


def bad(sv: str, en: str, line: int | None = None) -> BadInput:
    """One fault, in both languages."""
    return BadInput([Fault(line, Words(sv=sv, en=en))])


def _number(value: Any) -> Any:
    """47.8, "47,8", "1 250" and "47 %" are numbers."""
    if isinstance(value, bool) or value is None:
        raise ValueError("not a number")
    text = str(value).replace("\u00a0", "").replace("\u2009", "").replace(" ", "").removesuffix("%").replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12 or len(text) > 20:
        raise ValueError("not a number")
    return number


def _text(value: Any) -> Any:
    """A label in one language stands for both; a day is its date."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _words(value: Any) -> Any:
    value = _text(value)
    return {"sv": value, "en": value} if isinstance(value, str) else value


def _reference(value: Any) -> Any:
    """A whole number of people, or the id of a figure."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value.strip())
    return value.strip() if isinstance(value, str) else value


Label = Annotated[Words, BeforeValidator(_words)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Reference = Annotated[
    Annotated[int, Field(ge=0, le=10**9, strict=True)] | Annotated[str, Field(min_length=1, max_length=80)],
    BeforeValidator(_reference),
]
Id = Annotated[str, Field(pattern=r"^[\w.\-]{1,80}$"), BeforeValidator(_text)]
Short = Annotated[str, Field(max_length=80), BeforeValidator(_text)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PrintedFigure(_Frozen):
    """One printed number.

    `base`: of whom a share is (a figure's id or a number). `part_of`: the figure or number this one is a part of.
    `split`: what the parts are parts by, such as `sex`; parts of one split do not overlap. `numerator`: the count
    behind a share. `quantity`: figures with the same word tell the same thing. `claim`: the claim it supports.
    `recount`: how Stegvis counts the same thing, for the comparison page of a project.
    """

    id: Id
    label: Label
    value: Number = Field(ge=0)
    unit: Short = "persons"
    date: Short = ""
    base: Reference | None = None
    numerator: Reference | None = None
    part_of: Reference | None = None
    split: Short = ""
    quantity: Short = ""
    rounding: Literal["half_up", "half_even", "down"] | None = None
    claim: Short = ""
    recount: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _persons_are_whole(self):
        if self.unit == "persons" and self.value != self.value.to_integral_value():
            raise ValueError("persons are counted in whole numbers")
        if self.base is not None and self.unit == "persons":
            raise ValueError("only a share has a base; write part_of for a count")
        return self

    @property
    def is_share(self) -> bool:
        """Is it a share in percent?"""
        return self.unit == "percent"


class Claim(_Frozen):
    """Something the report says with its figures: that a goal is reached, or that shares can be compared.

    `goal` is in percent, to be reached or passed; each of `readings` is a list of shares that are added up.
    """

    id: Id
    text: Label
    goal: Number | None = None
    readings: tuple[tuple[Short, ...], ...] = ()
    compares: tuple[Short, ...] = ()


class Document(_Frozen):
    """All printed figures of a report. `incomplete`: splits of which only some parts are printed."""

    title: Label = Words(sv="", en="")
    rounding: Literal["half_up", "half_even", "down"] | None = None
    incomplete: tuple[Short, ...] = ()
    figures: tuple[PrintedFigure, ...] = Field(min_length=1, max_length=MOST_FIGURES)
    claims: tuple[Claim, ...] = ()

    def figure(self, figure_id: str) -> PrintedFigure:
        """The figure with the id. Raises KeyError."""
        for figure in self.figures:
            if figure.id == figure_id:
                return figure
        raise KeyError(figure_id)

    @classmethod
    def from_yaml(cls, text: str | bytes) -> "Document":
        """Read a document. Raises BadInput with every fault and its line."""
        content, lines = read_yaml(text)
        if not isinstance(content, dict) or "figures" not in content:
            raise bad(
                "Rubriken figures saknas. Står siffrorna i grupper? Skriv om filen med --convert.",
                "The heading figures is missing. Are the figures in groups? Rewrite the file with --convert.",
                1,
            )
        return cls.checked(content, lines)

    @classmethod
    def checked(cls, content: dict, lines: dict[tuple, int] | None = None) -> "Document":
        """The document of plain values; `lines` tell where each stands. Raises BadInput."""
        lines = lines or {}
        try:
            document = cls.model_validate(content)
        except ValidationError as problem:
            errors = problem.errors()
            if len(errors) > 1:  # a list whose members are faulty is called too short besides
                errors = [error for error in errors if error["type"] != "too_short"] or errors
            raise BadInput(sorted((_fault(e, lines) for e in errors), key=lambda f: f.line or 0)) from None
        if faults := list(_loose_ends(document, lines)):
            raise BadInput(faults)
        return document


class _Loader(yaml.SafeLoader):
    """No anchors: a short text must not unfold into a huge one."""

    def compose_node(self, parent, index):
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()
            raise yaml.MarkedYAMLError(problem="anchors are not allowed", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def read_yaml(text: str | bytes) -> tuple[Any, dict[tuple, int]]:
    """The plain values of a YAML text, and the line of each. Raises BadInput."""
    if len(text) > MOST_BYTES:
        raise bad(
            f"Filen är för stor: högst {MOST_BYTES // 1000} kB kan granskas.",
            f"The file is too large: at most {MOST_BYTES // 1000} kB can be checked.",
        )
    try:
        loader = _Loader(text if isinstance(text, str) else text.decode("utf-8-sig"))
        node = loader.get_single_node()
        lines = dict(_lines(node)) if node else {}
        return (loader.construct_document(node) if node else None), lines
    except BadInput:
        raise
    except UnicodeDecodeError:
        raise bad("Filen är inte text i UTF-8.", "The file is not text in UTF-8.") from None
    except RecursionError:
        raise bad("Filen är för djupt inskjuten.", "The file is nested too deeply.") from None
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else None
        said = problem.problem or "?"
        raise bad(f"Det är inte giltig YAML: {said}.", f"This is not valid YAML: {said}.", line) from None
    except (yaml.YAMLError, ValueError) as problem:
        raise bad(f"Det är inte giltig YAML: {problem}.", f"This is not valid YAML: {problem}.") from None


def _lines(node, place: tuple = ()) -> Iterator[tuple[tuple, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise bad(f"”{key.value}” står två gånger.", f"“{key.value}” stands twice.", line)
            seen.add(key.value if isinstance(key.value, str) else str(key.value))
            yield from _lines(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*place, number))


def line_of(place: tuple, lines: dict[tuple, int]) -> int | None:
    """The line of a place, or of the nearest thing around it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)


_TYPES = ("int", "str", "constrained-int", "constrained-str")
_KINDS = {
    "extra_forbidden": ("okänt ord", "unknown word"),
    "missing": ("saknas", "is missing"),
    "too_long": (f"högst {MOST_FIGURES} siffror kan granskas", f"at most {MOST_FIGURES} figures can be checked"),
    "too_short": ("här måste stå minst en siffra", "at least one figure is needed here"),
    "greater_than_equal": ("kan inte vara mindre än noll", "cannot be below zero"),
    "string_pattern_mismatch": (
        "får bara ha bokstäver, siffror, punkt, bindestreck och understreck",
        "may have letters, digits, dot, hyphen and underscore only",
    ),
    "string_too_long": ("är för långt", "is too long"),
    "string_too_short": ("är tomt", "is empty"),
    "literal_error": ("ska vara half_up, half_even eller down", "must be half_up, half_even or down"),
}
_SAID = {
    "not a number": ("är inget tal", "is not a number"),
    "persons are counted in whole numbers": ("personer räknas i hela tal", "persons are counted in whole numbers"),
    "only a share has a base; write part_of for a count": (
        "bara en andel har base; skriv part_of för ett antal",
        "only a share has a base; write part_of for a count",
    ),
}


def _fault(error: dict, lines: dict[tuple, int]) -> Fault:
    place = tuple(part for part in error["loc"] if not (isinstance(part, str) and ("[" in part or part in _TYPES)))
    said = error["msg"].removeprefix("Value error, ")
    sv, en = _KINDS.get(error["type"]) or _SAID.get(said) or (f"passar inte ({said})", f"does not fit ({said})")
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    return Fault(line_of(place, lines), Words(sv=f"{name}: {sv}.", en=f"{name}: {en}."))


def _loose_ends(document: Document, lines: dict[tuple, int]) -> Iterator[Fault]:
    """Ids that stand twice, and references to figures that are not there."""
    ids: set[str] = set()
    for number, figure in enumerate(document.figures):
        if figure.id in ids:
            place = ("figures", number, "id")
            yield Fault(
                line_of(place, lines),
                Words(sv=f"Id ”{figure.id}” står två gånger.", en=f"The id “{figure.id}” stands twice."),
            )
        ids.add(figure.id)
    known_claims = {claim.id for claim in document.claims}
    for place, wanted, known in _references(document):
        if isinstance(wanted, str) and wanted not in (known_claims if known == "claim" else ids):
            what = Words(sv="påstående" if known == "claim" else "siffra", en="claim" if known == "claim" else "figure")
            said = Words(sv=f"Det finns ingen {what.sv} ”{wanted}”.", en=f"There is no {what.en} “{wanted}”.")
            if known == "claim":
                said = Words(sv=f"Det finns inget påstående ”{wanted}”.", en=said.en)
            yield Fault(line_of(place, lines), said)


def _references(document: Document) -> Iterator[tuple[tuple, Any, str]]:
    for number, figure in enumerate(document.figures):
        for name in ("base", "numerator", "part_of"):
            yield ("figures", number, name), getattr(figure, name), "figure"
        if figure.claim:
            yield ("figures", number, "claim"), figure.claim, "claim"
    for number, claim in enumerate(document.claims):
        for place, name in enumerate(claim.compares):
            yield ("claims", number, "compares", place), name, "figure"
        for place, reading in enumerate(claim.readings):
            for name in reading:
                yield ("claims", number, "readings", place), name, "figure"
