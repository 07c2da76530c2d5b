"""Put activities into a unit's catalogue, change them, take them out; and the rooms they are held in."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import Activity, ActivityRoom
from stegvis.casework.queries import activities, sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules.activities import size_fits
from stegvis.casework.vocabulary import ACTIVITY_KINDS, ACTIVITY_MODES, LANGUAGES
from stegvis.casework.vocabulary.plan import TRACKS
from stegvis.organisation.models import Unit

_TEXTS = {
    "name": 120, "aim": 200, "description": 2000, "place": 200, "leader_name": 100, "ordered_by": 120,
    "adaptations": 500,
}  # fmt: skip
_WORDS = {"track": TRACKS, "kind": ACTIVITY_KINDS, "mode": ACTIVITY_MODES, "language": LANGUAGES}
_FLAGS = ("open_to_others", "compulsory", "with_wellbeing", "with_staff")
#: The fields `create` and `change` take.
FIELDS = frozenset({*_TEXTS, *_WORDS, *_FLAGS, "room", "leader", "capacity", "minutes"})


def create(*, unit: Unit, by: Viewer, **fields) -> Activity:
    """Put an activity into the unit's catalogue. `fields` are some of FIELDS; name, aim, track and kind are needed.

    Raises TypeError for another field; NotFound, NotAllowed; NotPossible with code `required`, `too_long`,
    `unknown_word`, `minutes`, `capacity`, `room_elsewhere`, `leader_elsewhere`, each with its field.
    """
    sight.check_unit(by, "activity", "change", unit)
    activity = Activity(unit=unit)
    _fill(activity, {"name": "", "aim": "", "track": "", "kind": "", **fields})
    with whole():
        activity.save(force_insert=True)
        _log(by, "create", activity, {})
    return activity


def change(*, activity: Activity, version: int | None = None, by: Viewer, **fields) -> Activity:
    """Change some of FIELDS. What is planned already stays as it was planned.

    Raises as `create`, and ChangedMeanwhile when it has another version than the asker has seen.
    """
    with whole():
        activity = _locked(by, activity, version)
        before = {name: getattr(activity, name) for name in fields}
        _fill(activity, fields)
        changed = sorted(name for name, value in before.items() if getattr(activity, name) != value)
        if changed:
            activity.version = F("version") + 1
            activity.save()
            activity.refresh_from_db(fields=["version"])
            _log(by, "change", activity, {"fields": changed})
    return activity


def retire(*, activity: Activity, by: Viewer) -> Activity:
    """Take the activity out of the catalogue: nothing new is planned, what was held stays. Twice does nothing more."""
    with whole():
        activity = _locked(by, activity, None)
        if activity.retired_on is None:
            activity.retired_on = timezone.localdate()
            activity.save(update_fields=["retired_on"])
            _log(by, "retire", activity, {})
    return activity


def add_room(*, unit: Unit, name: str, seats: int | None = None, access_note: str = "", by: Viewer) -> ActivityRoom:
    """Add a room of the unit; one of the same name that is there already is given back.

    Raises NotFound, NotAllowed; NotPossible (`required`, `too_long`).
    """
    sight.check_unit(by, "activity", "change", unit)
    with whole():
        room, is_new = ActivityRoom.objects.get_or_create(
            unit=unit,
            name=cleaned(name, "name", 100, required=True),
            defaults={"seats": seats, "access_note": cleaned(access_note, "access_note", 200)},
        )
        if is_new:
            audit.record(
                by=by,
                verb="create",
                record="activity_room",
                record_id=room.pk,
                organisation_id=unit.organisation_id,
            )
    return room


def _locked(by: Viewer, activity: Activity, version: int | None) -> Activity:
    sight.check_unit(by, "activity", "change", activity.unit)
    found = Activity.objects.select_for_update(of=("self",)).select_related("unit").get(pk=activity.pk)
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found


def _fill(activity: Activity, fields: dict) -> None:
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"an activity has no {', '.join(sorted(unknown))}")
    _fill_words(activity, fields)
    for name in ("capacity", "minutes"):
        if fields.get(name) is not None:
            setattr(activity, name, int(fields[name]))
    size_fits(minutes=activity.minutes, capacity=activity.capacity).require()
    if "room" in fields:
        activity.room = own_room(fields["room"], activity.unit)
    if "leader" in fields:
        activity.leader = own_leader(fields["leader"], activity.unit, keep=activity.leader_id)


def _fill_words(activity: Activity, fields: dict) -> None:
    for name, most in _TEXTS.items():
        if name in fields:
            setattr(activity, name, cleaned(fields[name], name, most, required=name in ("name", "aim")))
    for name, words in _WORDS.items():
        if name in fields:
            known(fields[name], words, name, empty=False, keep=[getattr(activity, name)]).require()
            setattr(activity, name, fields[name])
    for name in _FLAGS:
        if name in fields:
            setattr(activity, name, bool(fields[name]))


def own_room(room: ActivityRoom | None, unit: Unit) -> ActivityRoom | None:
    """The room, if it is the unit's. Raises NotPossible (`room_elsewhere`)."""
    if room is not None and room.unit_id != unit.pk:
        raise NotPossible(_elsewhere(), field="room", code="room_elsewhere")
    return room


def own_leader(leader, unit: Unit, keep=None):
    """The user, if they work at the unit (or led it before, `keep`). Raises NotPossible (`leader_elsewhere`)."""
    if leader is None or leader.pk == keep:
        return leader
    if not activities.leaders_of(unit, timezone.localdate()).filter(pk=leader.pk).exists():
        raise NotPossible(_elsewhere(), field="leader", code="leader_elsewhere")
    return leader


def _elsewhere() -> str:
    return _("Choose one that belongs to the unit.")


def _log(by: Viewer, verb: str, activity: Activity, facts: dict) -> None:
    audit.record(
        by=by,
        verb=verb,
        record="activity",
        record_id=activity.pk,
        organisation_id=activity.unit.organisation_id,
        facts=facts,
    )
