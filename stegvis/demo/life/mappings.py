"""What would have been mapped: one mapping with one to three sittings and one to three life wheels per enrolment."""

import datetime as dt
import random
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.actions import mapping_forms as forms
from stegvis.casework.models import (
    Enrolment,
    LifeWheel,
    LifeWheelScore,
    Mapping,
    MappingAnswer,
    MappingFormVersion,
    MappingSitting,
    SensitiveAnswer,
)
from stegvis.casework.rules import mapping_answers, mapping_form
from stegvis.casework.rules.mapping_form import Question
from stegvis.casework.vocabulary.mapping import LIFE_AREAS

_SEED = 20242
_TEXTS = {
    "good_at": (
        "Laga mat och ta hand om andra.",
        "Bygga och laga saker. Ofta den andra frågar.",
        "Siffror och ordning.",
        "Lyssna. Folk berättar saker för mig.",
        "Språk. Lär mig snabbt när jag får prata.",
        "Köra och lasta. Aldrig sen.",
    ),
    "enjoys": (
        "Vara ute i skogen.",
        "Spela boll med de yngre i föreningen.",
        "Baka till helgen.",
        "Meka med mopeden.",
        "Läsa och vara för mig själv.",
    ),
    "proud_of": (
        "Att jag tog mig hit, helt själv.",
        "Slutade röka för två år sedan.",
        "Klarade sommarjobbet hela vägen.",
        "Lärde min mamma använda banken på nätet.",
    ),
    "wish": (
        "Ha ett arbete där jag får använda händerna.",
        "Ha gått klart gymnasiet.",
        "Orka hela veckor.",
        "Egen lägenhet och egen lön.",
        "Prata svenska på jobbet utan att bli nervös.",
    ),
    "influence_what": ("Vilka tider jag är här.", "I vilken ordning vi tar sakerna.", "Vilka företag vi frågar."),
    "work_done": (
        "Sommarjobb på lager och kyrkogård.",
        "Tio år i familjens butik i hemlandet.",
        "Vikarie i köket på skolan.",
        "Lite av varje, mest svart. Vill ha det vitt.",
    ),
    "lasting_work": (
        "Samma tider varje dag och en att fråga.",
        "Att jag får röra mig och slipper sitta.",
        "Kort resväg och en chef som säger hur det är.",
        "Lugnt i början, sedan mer.",
    ),
    "lasting_influence": ("Säga till innan det blir för mycket.", "Berätta i början hur jag fungerar bäst."),
    "work_dream": ("Undersköterska", "Lagerarbete med truck", "Kock", "Snickare", "Barnskötare", "Något med datorer"),
    "school_lacks": ("Matematik och engelska.", "Ett år kvar.", "Nästan allt, bytte skola ofta."),
    "school_like": ("När någon visar och jag får prova.", "I liten grupp.", "Hemma, i min egen takt."),
    "languages": (
        "Svenska och engelska",
        "Arabiska, engelska, lite svenska",
        "Somaliska och svenska",
        "Tigrinja, svenska",
    ),
    "sfi_times": ("Måndag till torsdag förmiddag.", "Tisdag och torsdag eftermiddag."),
    "travel_hard": ("Bussen går två gånger om dagen.", "Svårt med folk på bussen."),
    "care_needs": ("Hämta på förskolan klockan tre.", "Mamma behöver mig på onsdagar."),
    "barriers_say": (
        "På förra stället var det skrik hela dagen.",
        "Blanketten kom tre gånger och jag förstod inte.",
        "De ändrade tiderna utan att säga till.",
    ),
    "adjustments": (
        "Ett lugnt rum och skrivna instruktioner.",
        "Börja senare på dagen.",
        "En som är med första gången.",
    ),
    "health_say": ("Sover dåligt, går bättre efter tio.", "Ryggen orkar inte tunga lyft."),
    "health_helps": ("En promenad.", "Att någon frågar."),
}
#: Chosen more often than the other choices of a question.
_LIKELY = {"sfi_status": "not_relevant", "licence": "no", "debts": "none", "compulsory_school": "complete"}
#: Sections that not everybody is asked about: share who are.
_ASKED = {"economy": 0.6, "surroundings": 0.5, "health": 0.35}


def live(*, today: dt.date, by: Viewer) -> int:
    """Mappings and life wheels of every enrolment, if there are none of anybody. Gives the number of answers."""
    if Mapping.objects.exists():
        return 0
    rng = random.Random(_SEED)  # noqa: S311 - invention, not secrecy
    part = forms.common_part()
    made = _Made(part)
    enrolments = Enrolment.objects.exclude(state="void").select_related("coach")
    for enrolment in enrolments.order_by("participant__identity_number", "started_on").iterator():
        made.live(rng, enrolment, min(enrolment.ended_on or today, today))
    with transaction.atomic():
        made.write()
        audit.record(by=by, verb="create", record="mapping", facts={"answers": len(made.answers)})
    return len(made.answers) + len(made.apart)


class _Made:
    """The rows so far."""

    def __init__(self, part: MappingFormVersion):
        self.part = part
        self.sections = mapping_form.read(part.content)
        self.mappings: list[Mapping] = []
        self.sittings: list[MappingSitting] = []
        self.answers: list[MappingAnswer] = []
        self.apart: list[SensitiveAnswer] = []
        self.wheels: list[LifeWheel] = []
        self.scores: list[LifeWheelScore] = []

    def live(self, rng: random.Random, enrolment: Enrolment, last: dt.date) -> None:
        """One enrolment's mapping and wheels, on days of its own period."""
        days = _days(rng, enrolment.started_on, last)
        done = len(days) > 1 or rng.random() < 0.7
        times = [_moment(rng, day) for day in days]
        mapping = Mapping(
            participant_id=enrolment.participant_id,
            enrolment=enrolment,
            common_part=self.part,
            state="done" if done else "open",
            begun_at=times[0],
            done_at=times[min(1, len(times) - 1)] + dt.timedelta(hours=1) if done else None,
        )
        self.mappings.append(mapping)
        sat = [_sitting(rng, mapping, at, number) for number, at in enumerate(times)]
        self.sittings += sat
        for question, value, number in _answers(rng, self.sections, len(sat)):
            self._answer(mapping, sat[number], question, value)
        self._wheels(rng, enrolment, last)

    def _answer(self, mapping: Mapping, sitting: MappingSitting, question: Question, value: str) -> None:
        facts = {
            "mapping": mapping,
            "question": question.code,
            "form_version": self.part,
            "sitting": sitting,
            "value": value,
            "written_at": sitting.held_at,
            "written_by": str(sitting.author_id or ""),
        }
        if question.compartment:
            self.apart.append(SensitiveAnswer(compartment=question.compartment, **facts))
        else:
            self.answers.append(MappingAnswer(**facts))

    def _wheels(self, rng: random.Random, enrolment: Enrolment, last: dt.date) -> None:
        level = {area: rng.randint(2, 7) for area in LIFE_AREAS.codes}
        length = (last - enrolment.started_on).days
        for turn in range(1 + (length > 90) + (length > 240)):
            day = enrolment.started_on + dt.timedelta(days=min(length, 5 + turn * 110))
            wheel = LifeWheel(
                participant_id=enrolment.participant_id,
                enrolment=enrolment,
                scored_on=day,
                noted_by=enrolment.coach.full_name if enrolment.coach else "",
                noted_at=_moment(rng, day),
            )
            self.wheels.append(wheel)
            first = set(rng.sample(LIFE_AREAS.codes, 2))
            for area in LIFE_AREAS.codes:
                self.scores.append(LifeWheelScore(wheel=wheel, area=area, score=level[area], first=area in first))
                level[area] = max(1, min(10, level[area] + rng.choice((-1, 0, 0, 1, 1, 2))))

    def write(self) -> None:
        """Everything into the tables, many rows at a time."""
        for rows in (self.mappings, self.sittings, self.answers, self.apart, self.wheels, self.scores):
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=500)


def _days(rng: random.Random, first: dt.date, last: dt.date) -> list[dt.date]:
    length = (last - first).days
    offsets = [min(length, rng.randint(0, 6))]
    if length > 30 and rng.random() < 0.75:
        offsets.append(offsets[0] + rng.randint(7, 20))
    if length > 120 and rng.random() < 0.4:
        offsets.append(rng.randint(60, 110))
    return [first + dt.timedelta(days=offset) for offset in offsets]


def _moment(rng: random.Random, day: dt.date) -> dt.datetime:
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(rng.randint(9, 14), rng.choice((0, 15, 30)))))
    return min(at, timezone.now())


def _sitting(rng: random.Random, mapping: Mapping, at: dt.datetime, number: int) -> MappingSitting:
    coach = mapping.enrolment.coach
    present = ["participant"]
    if number == 1 and rng.random() < 0.3:
        present.append("income_support")
    return MappingSitting(
        mapping=mapping,
        held_at=at,
        mode=rng.choice(("on_site", "on_site", "on_site", "phone", "digital")),
        present=present,
        author=coach,
        author_name=coach.full_name if coach else "",
    )


def _answers(rng: random.Random, sections, sittings: int) -> Iterator[tuple[Question, str, int]]:
    """Answers to the questions that show, each with the number of the sitting it was given in."""
    given: dict[str, str] = {}
    for place, section in enumerate(sections):
        if rng.random() > _ASKED.get(section.code, 1):
            continue
        for question in section.questions:
            asked = question.kind != "notice" and rng.random() < 0.86
            if not asked or (question.show_if and not _met(question, given)):
                continue
            given[question.code] = value = _value(rng, question)
            yield question, value, min(sittings - 1, place * sittings // len(sections))


def _met(question: Question, given: dict[str, str]) -> bool:
    condition = question.show_if
    return bool(set(given.get(condition.code, "").split("\n")) & set(condition.values))


def _value(rng: random.Random, question: Question) -> str:
    if question.code in _TEXTS:
        return rng.choice(_TEXTS[question.code])
    likely = _LIKELY.get(question.code)
    if likely and rng.random() < 0.55:
        return likely
    if question.kind == "several_choices":
        # "none of these" stands alone: it is never chosen with others
        choices = [code for code in question.values if code not in ("none", "nothing", "nobody", "not_now")]
        return mapping_answers.value_of(question, rng.sample(choices, min(len(choices), rng.randint(1, 2))))
    return rng.choice(question.values)
