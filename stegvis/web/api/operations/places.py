"""Who am I; projects, units, words."""

from django.db.models import Prefetch
from ninja import Router

from stegvis.access.models import Membership as Held
from stegvis.access.vocabulary import TOKEN_SCOPES
from stegvis.casework import vocabulary as lists
from stegvis.casework.vocabulary.follow_up import FOLLOW_UP_RESULTS, OCCASIONS
from stegvis.casework.vocabulary.meetings import MEETING_KINDS, MEETING_MODES, MEETING_STATES
from stegvis.casework.vocabulary.plan import FRAME_KINDS, RESPONSIBLE, STEP_STATES, TRACKS
from stegvis.organisation.models import Unit
from stegvis.programme.queries import projects
from stegvis.web.api.operation import operation
from stegvis.web.api.shapes import places as shapes

router = Router(tags=["Places and words"])

#: The closed lists, by the name they have in the API.
WORD_LISTS = {
    "inflow_channels": lists.INFLOW_CHANNELS,
    "target_groups": lists.TARGET_GROUPS,
    "employment_status": lists.EMPLOYMENT_STATUS,
    "education": lists.EDUCATION,
    "income_sources": lists.INCOME_SOURCES,
    "destinations": lists.DESTINATIONS,
    "reasons": lists.REASONS,
    "industries": lists.INDUSTRIES,
    "note_kinds": lists.NOTE_KINDS,
    "note_modes": lists.NOTE_MODES,
    "coaching_methods": lists.COACHING_METHODS,
    "compartments": lists.COMPARTMENTS,
    "attempt_results": lists.ATTEMPT_RESULTS,
    "attempt_parties": lists.ATTEMPT_PARTIES,
    "follow_up_occasions": OCCASIONS,
    "follow_up_results": FOLLOW_UP_RESULTS,
    "frame_kinds": FRAME_KINDS,
    "tracks": TRACKS,
    "step_states": STEP_STATES,
    "responsible": RESPONSIBLE,
    "meeting_kinds": MEETING_KINDS,
    "meeting_modes": MEETING_MODES,
    "meeting_states": MEETING_STATES,
    "referral_states": lists.REFERRAL_STATES,
    "wait_reasons": lists.WAIT_REASONS,
    "advice_kinds": lists.ADVICE_KINDS,
    "outside_reasons": lists.OUTSIDE_REASONS,
    "activity_kinds": lists.ACTIVITY_KINDS,
    "activity_modes": lists.ACTIVITY_MODES,
    "absence_reasons": lists.ABSENCE_REASONS,
    "enrolment_states": lists.ENROLMENT_STATES,
    "languages": lists.LANGUAGES,
    "sexes": lists.SEXES,
    "scopes": TOKEN_SCOPES,
}


def named(thing) -> dict | None:
    """An id with its name."""
    return None if thing is None else {"id": thing.pk, "name": getattr(thing, "full_name", "") or thing.name}


def unit_shape(unit: Unit) -> dict:
    """A unit as it is answered."""
    return {
        "id": unit.pk,
        "name": unit.name,
        "municipality": unit.municipality,
        "organisation": named(unit.organisation),
    }


@operation(router, "GET", "/me", "me", answers={200: shapes.Me}, summary="Whose key is this?")
def me(request):
    """The user behind the key, where they work, and what the key may do: the key's scopes and the user's own rights
    together."""
    viewer, token = request.viewer, request.auth
    held = Held.objects.filter(user=token.user).select_related("organisation", "unit").order_by("pk")
    in_force = {(grant.role, grant.organisation_id, grant.unit_id) for grant in viewer.grants}
    return {
        "name": viewer.name,
        "memberships": [
            {"role": one.role, "organisation": named(one.organisation), "unit": named(one.unit)}
            for one in held
            if (one.role, one.organisation_id, one.unit_id) in in_force
        ],
        "key": token.name,
        "scopes": token.scopes,
        "permissions": sorted(":".join(each) for each in viewer.narrowed_to or () if viewer.may(*each)),
        "expires_on": token.expires_on,
    }


def _visible(viewer):
    units = Prefetch("units", Unit.objects.select_related("organisation").order_by("sort_key", "pk"))
    return projects.visible_to(viewer).select_related("owner").prefetch_related(None).prefetch_related(units)


def _project(project) -> dict:
    return {
        "code": project.code,
        "name": project.name,
        "owner": named(project.owner),
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "age_min": project.age_min,
        "age_max": project.age_max,
        "units": [unit_shape(unit) for unit in project.units.all()],
    }


@operation(router, "GET", "/projects", "project_list", answers={200: shapes.Projects}, summary="Projects")
def project_list(request):
    """The projects your organisation owns or takes part in."""
    return {"items": [_project(project) for project in _visible(request.viewer)]}


@operation(router, "GET", "/projects/{slug:code}", "project", answers={200: shapes.Project}, summary="One project")
def project(request, code: str):
    """A project with its units."""
    found = projects.find(request.viewer, code)
    return _project(_visible(request.viewer).get(pk=found.pk))


@operation(router, "GET", "/units", "unit_list", answers={200: shapes.Units}, summary="Units")
def unit_list(request):
    """The units of the projects you can see. Their organisation is the controller of the people registered there."""
    units = {unit.pk: unit for each in _visible(request.viewer) for unit in each.units.all()}
    return {"items": [unit_shape(unit) for unit in sorted(units.values(), key=lambda unit: (unit.sort_key, unit.pk))]}


@operation(
    router, "GET", "/vocabularies", "vocabulary_list", answers={200: shapes.WordLists}, summary="Closed lists of words"
)
def vocabulary_list(request):
    """Every closed list: the codes that are sent, and their words in Swedish and English."""
    return {
        "items": [
            {
                "name": name,
                "words": [
                    {
                        "code": word.code,
                        "label": word.label,
                        "sv": word.label_in("sv"),
                        "en": word.label_in("en"),
                        "explanation": word.explanation,
                        "retired_on": word.retired_on,
                    }
                    for word in words
                ],
            }
            for name, words in WORD_LISTS.items()
        ]
    }
