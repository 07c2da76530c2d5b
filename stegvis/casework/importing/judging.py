"""What shall become of a row: nothing is read or written here; what is known of the person is passed in.

The key of an enrolment is number, project and start. A later end closes. Any other difference is a conflict in the
report, never an overwrite. An empty cell for inflow, target groups, reason or receiver says nothing and never differs.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.base.ids import new_id
from stegvis.base.periods import Period
from stegvis.base.text_keys import search_key
from stegvis.casework import rules
from stegvis.casework.importing.faults import Fault
from stegvis.casework.importing.matching import NO_CHOICES, Choices
from stegvis.casework.importing.rows import Row
from stegvis.casework.importing.standing import Standing, Stay
from stegvis.casework.rules import UNKNOWN_AT_IMPORT
from stegvis.casework.rules.intake import fits_groups, may_enrol_in_spite, sentence
from stegvis.casework.vocabulary import (
    DESTINATIONS,
    INDUSTRIES,
    INFLOW_CHANNELS,
    REASONS,
    TARGET_GROUPS,
    occupation_words,
)
from stegvis.organisation.models import Project, Unit


class Places:
    """The project's units by what a file may call them, and which of them the importer may enrol and close at.

    `groups_on(unit, day)`: the target groups the unit had chosen on a day; none means that it takes all.
    `stop_on(unit, day)`: why the unit took nobody new into the project on a day; empty without a stop.
    """

    def __init__(
        self,
        units: list[Unit],
        *,
        enrol_at: set[int],
        close_at: set[int],
        change_at: set[int] = frozenset(),
        choices: Choices = NO_CHOICES,
        groups_on: Callable[[int, dt.date], set[str]] = lambda unit_id, day: set(),
        stop_on: Callable[[int, dt.date], str] = lambda unit_id, day: "",
    ):
        self.groups_on, self.stop_on = groups_on, stop_on
        self._by_word: dict[str, list[Unit]] = {}
        self._units = {unit.pk: unit for unit in units}
        self._enrol_at = enrol_at
        self._choices = choices
        self.close_at = close_at
        self.change_at = change_at
        for unit in units:
            place = unit.municipality
            words = {unit.name, place, f"{place} kommun", f"{place}s kommun", unit.municipality_code}
            for word in words - {""}:
                self._by_word.setdefault(search_key(word), []).append(unit)

    def knows(self, text: str) -> bool:
        """Does the text name a unit or municipality of the project?"""
        return search_key(text) in self._by_word

    def suggested(self, text: str) -> Unit | None:
        """The unit whose name is nearest to the text, of those where the importer may enrol."""
        from rapidfuzz import fuzz, process

        words = [word for word, units in self._by_word.items() if units[0].pk in self._enrol_at]
        hit = process.extractOne(search_key(text), words, scorer=fuzz.WRatio, score_cutoff=70)
        return self._by_word[hit[0]][0] if hit else None

    def find(self, text: str) -> Unit | Fault:
        """The unit meant, or what is wrong with the cell."""
        return self._choices.once(("unit", text), lambda: self._find(text))

    def _find(self, text: str) -> Unit | Fault:
        chosen = self._units.get(self._choices.unit_of(text) if text else self._choices.only_unit)
        fitting = self._by_word.get(search_key(text), []) or ([chosen] if chosen else [])
        if len(fitting) == 1 and fitting[0].pk in self._enrol_at:
            return fitting[0]
        if len(fitting) == 1:
            return Fault("kommun", _("You may not enrol people there."), _("Let that unit import its own people."))
        if fitting:
            names = ", ".join(unit.name for unit in fitting)
            return Fault("kommun", _("Several units fit “%s”.") % text[:60], _("Write one of these: %s.") % names)
        return Fault("kommun", _("“%s” does not take part in the project.") % text[:60], self._advice(text))

    def _advice(self, text: str) -> str:
        from rapidfuzz import fuzz, process

        hit = process.extractOne(search_key(text), list(self._by_word), scorer=fuzz.ratio, score_cutoff=70)
        if hit:
            return _("Did you mean “%s”?") % self._by_word[hit[0]][0].municipality
        return _("Write one of these: %s.") % ", ".join(unit.municipality for unit in self._units.values())


@dataclass(frozen=True)
class Verdict:
    """`kind` is created, closed, unchanged, rejected or conflicts; `stay` is the enrolment it is about.

    `outside_groups`: the unit's own target groups when the person belongs to none of them and takes part all the same.
    `stop`: why the unit takes nobody new that day, when the person is enrolled all the same.
    """

    kind: str
    faults: tuple[Fault, ...] = ()
    stay: Stay | None = None
    age: int = 0
    age_exception: str = ""
    new_person: bool = False
    outside_groups: tuple[str, ...] = ()
    stop: str = ""


def judge(
    row: Row, unit: Unit, standing: Standing, elsewhere: list[Standing], *, project: Project, places: Places, today
) -> Verdict:
    """What shall become of the row. `elsewhere`: the same number at the project's other controllers."""
    same = [stay for stay in standing.stays if stay.started_on == row.started_on]
    present = next((stay for stay in same if stay.state != "void"), None)
    if present:
        return _known(row, unit, standing, present, places, today)
    if any(stay.state == "void" for stay in same):
        return _conflict(
            "startdatum",
            _("The enrolment was taken away as registered by mistake."),
            _("Remove the row from the file, or enrol the person on the screen."),
        )
    if any(stay.started_on == row.started_on for one in elsewhere for stay in one.counted()):
        return _conflict(
            "kommun",
            _("The person is enrolled from that day in another municipality of the project."),
            _("Correct the municipality in the file, or the start date."),
        )
    if differing := _names(row, standing):
        return Verdict("conflicts", tuple(differing))
    chosen, stop = places.groups_on(unit.pk, row.started_on), places.stop_on(unit.pk, row.started_on)
    return _new(row, standing, project, chosen, stop, today)


def by_hand() -> Verdict:
    """The answer for a row that the importer cannot carry out themselves; it says nothing about why."""
    return Verdict(
        "rejected",
        (
            Fault(
                "personnummer",
                _("This row cannot be imported. It has to be taken care of by hand."),
                _("Leave the row out. Whoever is in charge at the unit has been told and will take it from there."),
            ),
        ),
    )


def meanwhile() -> Verdict:
    """The answer for a row about somebody whom others register or change at the very same moment."""
    return Verdict(
        "rejected",
        (
            Fault(
                "personnummer",
                _("Somebody changed the same person at the same moment."),
                _("Import the file again."),
            ),
        ),
    )


def new_number(
    row: Row, standing: Standing, former: Standing, unit: Unit, places: Places, *, stays: bool
) -> Verdict | None:
    """May the person known under the former number get the row's number? None when nothing speaks against it.

    `stays`: the person's number must never be linked to another.
    """
    if stays:
        return _conflict(
            "tidigare nummer",
            _("This person's number is never changed here."),
            _("Register the person anew on the screen, without any link to the earlier number."),
        )
    if standing.registered:
        return _conflict(
            "tidigare nummer",
            _("Both numbers are in the register, as two people."),
            _("Check which record is right. Leave the column empty to import the row as it is."),
        )
    if unit.pk not in places.change_at:
        return _rejected("tidigare nummer", _("You may not change identity numbers there."))
    if former.first_started_on and row.number.age_on(former.first_started_on) < 0:
        return _conflict(
            "tidigare nummer",
            _("The birth date in the new number comes after the person's first enrolment."),
            _("Check both numbers."),
        )
    return None


# --- an enrolment that is known ---------------------------------------------------------------------------------
def _known(row: Row, unit: Unit, standing: Standing, stay: Stay, places: Places, today: dt.date) -> Verdict:
    differing = [*_names(row, standing), *_entry_facts(row, unit, standing, stay)]
    if stay.state == "closed":
        differing += _exit_facts(row, stay)
    if differing:
        return Verdict("conflicts", tuple(differing), stay)
    if stay.state == "closed" or row.ended_on is None:
        return Verdict("unchanged", stay=stay)
    if unit.pk not in places.close_at:
        return _rejected("kommun", _("You may not close enrolments there. Let that unit import its own people."))
    ruling = rules.may_end(row.ended_on, started_on=stay.started_on, today=today)
    return Verdict("closed", stay=stay) if ruling else _rejected("slutdatum", ruling.reason)


def _names(row: Row, standing: Standing) -> list[Fault]:
    if not standing.registered:
        return []
    pairs = (("förnamn", row.given_name, standing.given_name), ("efternamn", row.family_name, standing.family_name))
    return [
        Fault(
            column,
            _("The register has another name for this identity number."),
            _("Check that the number is the right person's; then correct the name in the file or on the screen."),
        )
        for column, given, stored in pairs
        if given != stored
    ]


def _entry_facts(row: Row, unit: Unit, standing: Standing, stay: Stay) -> list[Fault]:
    found = []
    if stay.unit_id != unit.pk:
        found.append(
            Fault("kommun", _("The person is enrolled at another unit."), _("Correct the municipality in the file."))
        )
    # who comes back keeps the channel they first came by, whatever later files say
    first = standing.first_started_on is None or stay.started_on <= standing.first_started_on
    if first and row.inflow_channel and row.inflow_channel != stay.channel:
        found.append(_differs("inflöde", INFLOW_CHANNELS.label(stay.channel)))
    if row.target_groups and frozenset(row.target_groups) != stay.target_groups:
        stored = ", ".join(TARGET_GROUPS.label(code) for code in TARGET_GROUPS.codes if code in stay.target_groups)
        found.append(_differs("målgrupper", stored))
    return found


def _exit_facts(row: Row, stay: Stay) -> list[Fault]:
    if row.ended_on != stay.ended_on:
        return [_differs("slutdatum", str(stay.ended_on))]
    if {outcome.destination for outcome in row.outcomes} != set(stay.outcomes):
        return [_differs("utfall", ", ".join(DESTINATIONS.label(code) for code in stay.outcomes))]
    found = []
    for outcome in row.outcomes:
        stored = stay.outcomes[outcome.destination]
        said = "" if outcome.explanation == UNKNOWN_AT_IMPORT else outcome.explanation
        if (outcome.reason and outcome.reason != stored.reason) or (said and said != stored.explanation):
            found.append(_differs("orsak", REASONS.label(stored.reason) if stored.reason else stored.explanation))
        if outcome.receiver and outcome.receiver != stored.receiver:
            found.append(_differs("mottagare", stored.receiver))
        if outcome.occupation and outcome.occupation != stored.occupation:
            found.append(_differs("yrke", occupation_words(stored.occupation)))
        if outcome.industry and outcome.industry != stored.industry:
            found.append(_differs("näringsgren", INDUSTRIES.label(stored.industry)))
    return found


def _differs(column: str, stored: str) -> Fault:
    stored = "" if stored == UNKNOWN_AT_IMPORT else stored
    return Fault(
        column,
        _("The register says “%s”.") % stored if stored else _("The register has nothing here."),
        _("Correct the file, or change it on the person's page. An import never overwrites."),
    )


# --- an enrolment that is new -----------------------------------------------------------------------------------
def _new(row: Row, standing: Standing, project: Project, chosen: set[str], stop: str, today: dt.date) -> Verdict:
    period = Period(project.starts_on, project.ends_on)
    faults = [
        Fault.of_words(column, ruling.reason)
        for column, ruling in (
            ("startdatum", rules.may_start(row.started_on, project=period, today=today)),
            ("slutdatum", _may_end(row, today)),
            ("startdatum", _free(row, standing)),
        )
        if not ruling
    ]
    age = row.number.age_on(row.started_on)
    faults += _age_faults(row, age, project)
    faults += _group_faults(row, chosen)
    faults += _stop_faults(row, stop)
    if faults:
        return Verdict("rejected", tuple(faults))
    in_range = rules.right_age(age, lowest=project.age_min, highest=project.age_max).allowed
    stay = Stay(
        id=new_id(),
        unit_id=0,
        started_on=row.started_on,
        ended_on=None,
        state="active",
        channel=row.inflow_channel,
        target_groups=frozenset(row.target_groups),
        outcomes={},
    )
    outside = chosen and row.target_groups and not chosen & set(row.target_groups)
    return Verdict(
        "created",
        stay=stay,
        age=age,
        age_exception="" if in_range else row.age_exception,
        outside_groups=tuple(sorted(chosen)) if outside else (),
        stop=stop,
    )


def _may_end(row: Row, today: dt.date) -> rules.Ruling:
    if row.ended_on is None:
        return rules.YES
    return rules.may_end(row.ended_on, started_on=row.started_on, today=today)


def _free(row: Row, standing: Standing) -> rules.Ruling:
    taken = [Period(stay.started_on, stay.ended_on) for stay in standing.counted()]
    return rules.no_overlap(Period(row.started_on, row.ended_on), taken)


def _age_faults(row: Row, age: int, project: Project) -> list[Fault]:
    if age < 0:
        return [
            Fault("startdatum", _("The person was not born at the start."), _("Check the number and the start date."))
        ]
    ruling = rules.right_age(age, lowest=project.age_min, highest=project.age_max, exception=row.age_exception)
    if ruling:
        return []
    words = Fault.of_words("personnummer", ruling.reason)
    advice = _("If the person takes part all the same, write why in the column “åldersundantag”.")
    return [Fault("personnummer", ruling.reason.removesuffix(words.advice).strip() or words.reason, advice)]


def _group_faults(row: Row, chosen: set[str]) -> list[Fault]:
    if fits_groups(row.target_groups, chosen, row.group_exception):
        return []
    names = ", ".join(TARGET_GROUPS.label(code) for code in TARGET_GROUPS.codes if code in chosen)
    return [
        Fault(
            "målgrupper",
            _("None of these target groups is one the unit has chosen: %(names)s.") % {"names": names},
            _("If the person takes part all the same, write why in the column “målgruppsundantag”."),
        )
    ]


def _stop_faults(row: Row, stop: str) -> list[Fault]:
    if may_enrol_in_spite(stop, row.stop_exception):
        return []
    return [
        Fault(
            "startdatum",
            _("The unit takes nobody new into the project that day: %(reason)s") % {"reason": sentence(stop)},
            _("If the person is enrolled all the same, write why in the column “stoppundantag”."),
        )
    ]


def _conflict(column: str, reason: str, advice: str) -> Verdict:
    return Verdict("conflicts", (Fault(column, reason, advice),))


def _rejected(column: str, words: str) -> Verdict:
    return Verdict("rejected", (Fault.of_words(column, words),))
