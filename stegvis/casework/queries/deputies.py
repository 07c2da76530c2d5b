"""Whose participants a viewer reaches as somebody's deputy, and the purpose the log then shows."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment


def coaches_of(viewer: Viewer) -> list[int]:
    """The user ids whose participants count as the viewer's own today: their own and of those they stand in for."""
    own = [] if viewer.user_id is None else [viewer.user_id]
    return own + [colleague.user_id for colleague in viewer.stands_in_for]


def with_purpose(viewer: Viewer, participant_id) -> Viewer:
    """The viewer as the log shall show them: with the purpose "standing in for …" when the person is a colleague's.

    Nothing changes for one's own participants, or when the viewer has named another purpose already.
    """
    if viewer.purpose or not viewer.stands_in_for:
        return viewer
    pairs = Enrolment.objects.filter(participant=participant_id, coach__isnull=False).exclude(state="void")
    coached = set(pairs.values_list("coach_id", "unit__organisation_id"))
    if viewer.user_id in {coach for coach, _organisation in coached}:
        return viewer
    names = [one.name for one in viewer.stands_in_for if (one.user_id, one.organisation_id) in coached]
    return viewer.at(viewer.screen, _purpose(names)) if names else viewer


def with_purpose_of_list(viewer: Viewer) -> Viewer:
    """The viewer as the log shall show them for a list, which may hold the participants of whom they stand in for."""
    if viewer.purpose or not viewer.stands_in_for:
        return viewer
    return viewer.at(viewer.screen, _purpose([one.name for one in viewer.stands_in_for]))


def _purpose(names: list[str]) -> str:
    # the log is read by others than whoever wrote it: its words are in the installation's language
    with translation.override(settings.LANGUAGE_CODE):
        return _("standing in for %(names)s") % {"names": ", ".join(names)}
