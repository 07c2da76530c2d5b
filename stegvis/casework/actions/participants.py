"""Register people and change what is known of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.base.identity_number import IdentityNumber, InvalidIdentityNumber, parse
from stegvis.casework import rules
from stegvis.casework.actions import writing
from stegvis.casework.actions.refusals import already_registered, by_hand, whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import ContactWay, FormerNumber, Participant
from stegvis.casework.queries import participants, protections, sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.vocabulary import LANGUAGES, UNLINKABLE
from stegvis.organisation.models import Organisation

CONTACT_KINDS = ("phone", "email", "other")
#: The fields `change` takes.
CHANGEABLE = frozenset(
    {
        "identity_number",
        "given_name",
        "family_name",
        "name_in_use",
        "pronoun",
        "language",
        "interpreter",
        "contact_ways",
    }
)


@dataclass(frozen=True)
class Contact:
    """A way to reach somebody: kind `phone`, `email` or `other`, and whether a message may be left there."""

    kind: str
    value: str
    may_leave_message: bool = False
    note: str = ""


def register(
    *,
    controller: Organisation,
    identity_number: IdentityNumber | str,
    given_name: str,
    family_name: str,
    name_in_use: str = "",
    pronoun: str = "",
    language: str = "sv",
    interpreter: bool = False,
    contact_ways: Iterable[Contact | dict] = (),
    by: Viewer,
) -> Participant:
    """Put a person into the controller's register. Legal sex follows the number.

    Raises NotFound, NotAllowed; NotPossible for an invalid number (codes of `identity_number.parse`), a number that
    is there already (`already_registered`; `by_hand` when the viewer may not see whose it is: the caller then calls
    `attempts.note` outside the transaction), a missing or too long name, an unknown language or contact way.
    """
    sight.check_organisation(by, "participant", "create", controller)
    number = _number(identity_number)
    known(language, LANGUAGES, "language", empty=False).require()
    person = Participant(
        controller=controller,
        identity_number=number.value,
        legal_sex=number.sex,
        given_name=cleaned(given_name, "given_name", 100, required=True),
        family_name=cleaned(family_name, "family_name", 100, required=True),
        name_in_use=cleaned(name_in_use, "name_in_use", 100),
        pronoun=cleaned(pronoun, "pronoun", 40),
        language=language,
        interpreter=bool(interpreter),
    )
    ways = [_way(way) for way in contact_ways]
    with whole():
        _check_free(by, controller, number)
        person.save(force_insert=True)
        _save_ways(person, ways)
        _log(by, "create", person, {"contact_ways": len(ways)})
    return person


def change(*, participant: Participant, version: int | None = None, by: Viewer, **fields) -> Participant:
    """Change some of CHANGEABLE; `contact_ways` replaces all of them. Sex at enrolment is never touched (INT-19).

    `version` is the version the asker has seen; ChangedMeanwhile is raised when the person has another by now.

    A new identity number (corrected, or given by the tax agency) brings its legal sex; ages at the start of
    enrolments follow the corrected birth date. A coordination number that gives way to a personal identity number is
    kept as a former number. The log names the fields that changed, never what stands in them.
    Raises TypeError for another field; NotFound, NotAllowed and NotPossible as `register`, or `number_stays` for
    somebody whose number must never be linked to another.
    """
    if unknown := set(fields) - CHANGEABLE:
        raise TypeError(f"change() got fields it does not know: {', '.join(sorted(unknown))}")
    with whole():
        sight.check_participant(by, "participant", "change", participant)
        person = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        if version is not None and person.version != version:
            raise ChangedMeanwhile
        ways = [_way(way) for way in fields.pop("contact_ways")] if "contact_ways" in fields else None
        new = _checked(by, person, fields)
        changed = sorted(name for name, value in new.items() if getattr(person, name) != value)
        if "identity_number" in changed:
            keep_former(person, IdentityNumber(new["identity_number"]), by)
        for name in changed:
            setattr(person, name, new[name])
        if changed:
            person.save()
        if "identity_number" in changed:
            correct_ages(person)
        if ways is not None and ways != _present_ways(person):
            person.contact_ways.all().delete()
            _save_ways(person, ways)
            changed.append("contact_ways")
        if changed:
            _log(by, "change", person, {"fields": changed, "version": writing.next_version(person)})
    return person


def _checked(by: Viewer, person: Participant, fields: dict) -> dict:
    new = {}
    for name in ("given_name", "family_name", "name_in_use"):
        if name in fields:
            new[name] = cleaned(fields[name], name, 100, required=name != "name_in_use")
    if "pronoun" in fields:
        new["pronoun"] = cleaned(fields["pronoun"], "pronoun", 40)
    if "language" in fields:
        known(fields["language"], LANGUAGES, "language", empty=False, keep=[person.language]).require()
        new["language"] = fields["language"]
    if "interpreter" in fields:
        new["interpreter"] = bool(fields["interpreter"])
    if "identity_number" in fields:
        number = _number(fields["identity_number"])
        _check_free(by, person.controller, number, but=person)
        new |= {"identity_number": number.value, "legal_sex": number.sex}
    return new


def _check_free(by: Viewer, controller: Organisation, number: IdentityNumber, but: Participant | None = None) -> None:
    """Raise NotPossible unless the number is free in the register, in words that show nobody whom `by` may not see."""
    if participants.taken(controller, number.value, but=but):
        raise already_registered() if participants.same_number(by, controller, number) else by_hand()


def keep_former(person: Participant, new: IdentityNumber, by: Viewer) -> None:
    """Keep the number that gives way if it was the person's own; one that comes back is former no longer."""
    held = protections.of(person)
    if held and held.level in UNLINKABLE:
        raise NotPossible(
            _("This person's number is never changed here. Register the person anew, without any link to this page."),
            field="identity_number",
            code="number_stays",
        )
    known = person.former_numbers.last()
    person.former_numbers.filter(identity_number=new.value).delete()
    if rules.is_succession(person.number, new):
        now = timezone.now()
        FormerNumber.objects.create(
            participant=person,
            controller_id=person.controller_id,
            identity_number=person.identity_number,
            known_at=known.replaced_at if known else person.created_at,
            replaced_at=now,
            replaced_by=by.actor_id[:64],
        )


def correct_ages(person: Participant) -> None:
    """Let the ages at the start of enrolments follow the number. Raises NotPossible (`born_after_start`)."""
    for enrolment in person.enrolments.all():
        age = person.number.age_on(enrolment.started_on)
        if age < 0:
            raise NotPossible(
                _("The birth date in the number comes after the start of an enrolment."),
                field="identity_number",
                code="born_after_start",
            )
        if age != enrolment.age_at_start:
            enrolment.age_at_start = age
            enrolment.save(update_fields=["age_at_start"])


def _number(identity_number: IdentityNumber | str) -> IdentityNumber:
    try:
        text = identity_number.value if isinstance(identity_number, IdentityNumber) else identity_number
        return parse(text)
    except InvalidIdentityNumber as fault:
        raise NotPossible(fault.message, field="identity_number", code=fault.code) from None


def _way(way: Contact | dict) -> Contact:
    way = Contact(**way) if isinstance(way, dict) else way
    if way.kind not in CONTACT_KINDS:
        raise NotPossible(_("Choose one of the words in the list."), field="contact_ways", code="unknown_word")
    return Contact(
        way.kind,
        cleaned(way.value, "contact_ways", 200, required=True),
        bool(way.may_leave_message),
        cleaned(way.note, "contact_ways", 200),
    )


def _present_ways(person: Participant) -> list[Contact]:
    return [Contact(w.kind, w.value, w.may_leave_message, w.note) for w in person.contact_ways.all()]


def _save_ways(person: Participant, ways: list[Contact]) -> None:
    ContactWay.objects.bulk_create(ContactWay(participant=person, **vars(way)) for way in ways)


def _log(by: Viewer, verb: str, person: Participant, facts: dict) -> None:
    log_about(by, verb, "participant", person.pk, person, facts)
