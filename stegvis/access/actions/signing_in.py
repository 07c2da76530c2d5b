"""Write down who signed in, how and at which level of assurance, and who was refused and why."""

from django.db import transaction

from stegvis.access.actions import audit
from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible

SCREEN = "sign_in"


def note(*, user: User, way: str, level: int | None = None, acr: str = "") -> None:
    """Somebody signed in. `way` is a provider's id, `passkey`, `password` or `password+second`; the level an e-ID's."""
    _note(user, "sign_in", _facts(way, level) | ({"acr": acr} if acr else {}))


def note_refusal(*, user: User | None, reason: str, way: str, level: int | None = None) -> None:
    """A sign-in was refused. Without a user nothing is known of the person but the provider and the level."""
    _note(user, "sign_in_refused", _facts(way, level) | {"reason": reason})


def choose_language(*, user: User, language: str, by: Viewer) -> None:
    """The user's own choice of language. Raises NotPossible for one that is not spoken here."""
    if language not in ("sv", "en"):
        raise NotPossible("sv, en", field="language", code="unknown")
    with transaction.atomic():
        user.language = language
        user.save(update_fields=["language"])
        audit.record(by=by, verb="choose_language", record="user", record_id=user.pk, facts={"language": language})


def _facts(way: str, level: int | None) -> dict:
    return {"way": way} | ({} if level is None else {"level": level})


def _note(user: User | None, verb: str, facts: dict) -> None:
    by = viewer_of(user, screen=SCREEN) if user else Viewer("user", None, "", screen=SCREEN)
    places = dict.fromkeys(grant.organisation_id for grant in by.grants) or {None: None}
    record_id = user.pk if user else ""
    audit.record_all(
        by=by, acts=[audit.Act(verb, "session", record_id, organisation_id=place, facts=facts) for place in places]
    )
