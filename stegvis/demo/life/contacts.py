"""What coaches would have noted: talks, calls and attempts of every enrolment, thinner as time goes by."""

import datetime as dt
import random
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import User
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Note, NoteMethod, NoteTemplate, NoteText, SensitiveText
from stegvis.demo.synthesiser.draws import Weighted, pick
from stegvis.demo.synthesiser.pace import is_working_day
from stegvis.organisation.models import Unit

_SEED = 20241
#: Most notes of one enrolment, so that the demonstration loads quickly.
_MOST = 26
_KINDS: Weighted = (
    *(("talk", 50), ("phone", 22), ("message", 9), ("attempt", 9)),
    *(("home_visit", 3), ("partner_meeting", 7)),
)
_WORDS = {
    "talk": (
        "Pratade om veckan som gått. Det går bättre att komma upp på morgonen sedan vi började ses tidigt.",
        "Gick igenom vad som känns lätt och svårt i gruppen. Vill gärna prova något praktiskt.",
        "Vi ritade upp två vägar till det önskade yrket och jämförde dem.",
        "Har varit på två pass den här veckan och är stolt över det. Vi firade med fika.",
        "Orken räcker till lunch. Vi lägger det viktiga på förmiddagen.",
        "Skrev klart CV:t tillsammans. Mer erfarenhet än vi först såg.",
        "Berättade om sommarjobbet på lagret. Det var roligast att ha ansvar för något eget.",
        "Oro för ekonomin. Vi tittade på vad som händer med ersättningen om studierna börjar.",
    ),
    "plan_talk": ("Uppföljning av planen. Två steg är klara, ett fick göras om och ett är nytt.",),
    "phone": (
        "Ringde för att påminna om passet i morgon. Kommer.",
        "Ringde själv och frågade om tider. Låter piggare.",
        "Kort avstämning. Allt rullar på.",
    ),
    "message": ("Skickade tid och plats för nästa möte.", "Fick svar att tiden passar."),
    "attempt": ("",),
    "home_visit": ("Hembesök tillsammans med en kollega. Vi bestämde ett första litet steg.",),
    "partner_meeting": ("Avstämning med försörjningsstöd. Vi är överens om vad som gäller under våren.",),
}
_SENSITIVE = ("Berättade om sömnen och medicinen. Vill att bara vi två vet.",)
_METHODS: Weighted = (("mi", 34), ("solution_focus", 26), ("fact", 12), ("seven_twenty", 10), ("", 18))
_MODES = {
    "phone": "phone",
    "attempt": "phone",
    "message": "written",
    "home_visit": "home",
    "partner_meeting": "digital",
}
_RESULTS: Weighted = (("no_answer", 55), ("left_message", 25), ("did_not_come", 20))


def live(*, today: dt.date, by: Viewer) -> int:
    """Notes for every enrolment that has none of anybody. Gives the number of notes."""
    if Note.objects.exists():
        return 0
    rng = random.Random(_SEED)  # noqa: S311 - invention, not secrecy
    enrolments = Enrolment.objects.exclude(state="void").select_related("coach", "unit")
    notes, texts, apart, methods = [], [], [], []
    for enrolment in enrolments.order_by("participant__identity_number", "started_on").iterator():
        for at, kind in _moments(rng, enrolment, today):
            note = _note(rng, enrolment, kind, at)
            notes.append(note)
            words = rng.choice(_WORDS[kind])
            if note.sensitive:
                apart.append(SensitiveText(compartment="health", **_text(note, rng.choice(_SENSITIVE), at)))
            else:
                texts.append(NoteText(**_text(note, words, at)))
            if kind in ("talk", "plan_talk") and (method := pick(rng, _METHODS)):
                methods.append(NoteMethod(note=note, code=method))
    with transaction.atomic():
        Note.objects.bulk_create(notes, batch_size=500)
        NoteText.objects.bulk_create(texts, batch_size=500)
        SensitiveText.objects.bulk_create(apart, batch_size=500)
        NoteMethod.objects.bulk_create(methods, batch_size=500)
        _templates()
        audit.record(by=by, verb="create", record="note", facts={"notes": len(notes)})
    return len(notes)


def _moments(rng: random.Random, enrolment: Enrolment, today: dt.date) -> Iterator[tuple[dt.datetime, str]]:
    """Days of contact in the enrolment's own period: weekly at first, then every second or third week.

    Over a long time they lie further apart, so that they reach its end.
    """
    day, last, number = enrolment.started_on, enrolment.ended_on or today, 0
    # one in nine of those who take part now has not been heard of for a while
    if enrolment.ended_on is None and rng.random() < 0.11:
        last = max(day, today - dt.timedelta(days=rng.randint(30, 75)))
    while day <= last and number < _MOST:
        if is_working_day(day):
            clock = dt.time(rng.randint(8, 15), rng.choice((0, 15, 30, 45)))
            kind = "talk" if number == 0 else pick(rng, _KINDS)
            kind = "plan_talk" if number and number % 6 == 0 else kind
            at = timezone.make_aware(dt.datetime.combine(day, clock))
            if at <= timezone.now():
                yield at, kind
            number += 1
            gap = rng.randint(5, 12) if number < 6 else rng.randint(10, 26)
            if number >= 6:
                gap = max(gap, (last - day).days // max(_MOST - number, 1))
            day += dt.timedelta(days=gap)
        else:
            day += dt.timedelta(days=1)


def _note(rng: random.Random, enrolment: Enrolment, kind: str, at: dt.datetime) -> Note:
    coach: User | None = enrolment.coach
    attempt = kind == "attempt"
    return Note(
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        kind=kind,
        happened_at=at,
        mode=_MODES.get(kind, "on_site" if rng.random() < 0.8 else "outdoors"),
        minutes=None if attempt else rng.choice((10, 15, 20, 30, 30, 45, 45, 60)),
        attempt_result=pick(rng, _RESULTS) if attempt else "",
        attempt_party=("unit" if rng.random() < 0.8 else "income_support") if attempt else "",
        sensitive=kind == "talk" and rng.random() < 0.03,
        author=coach,
        author_name=coach.full_name if coach else "",
    )


def _text(note: Note, words: str, at: dt.datetime) -> dict:
    return {"note": note, "number": 1, "text": words, "written_at": at, "written_by": str(note.author_id or "")}


def _templates() -> None:
    for unit in Unit.objects.all():
        NoteTemplate.objects.create(
            unit=unit,
            name="Veckosamtal",
            kind="talk",
            text="Så har veckan varit:\n\nDet som gick bra:\n\nDet som var svårt:\n\nVi bestämde:",
        )
        NoteTemplate.objects.create(
            unit=unit, name="Uppföljning av planen", kind="plan_talk", text="Klart sedan sist:\n\nÄndrat:\n\nNytt:"
        )
