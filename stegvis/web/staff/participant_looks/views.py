"""Who has looked at a person, and who has changed what, newest first."""

from django.http import Http404
from django.shortcuts import render

from stegvis.access.queries import audit
from stegvis.casework.queries import merges, participants
from stegvis.web.shared import noting
from stegvis.web.staff.log_words import log_line

SIZE = 50


def looks(request, participant_id):
    """For the person's own staff with the name; for the data protection officer by opaque id, from her own log."""
    person = None
    if request.viewer.may("participant", "read"):
        person = participants.find(request.viewer, participant_id)
        events = audit.about(request.viewer, *merges.ids_of(person))
    else:
        events = audit.visible_to(request.viewer).filter(subject_id=str(participant_id))
        if not events.exists():
            raise Http404
    before = request.GET.get("before", "")
    shown = (
        events.filter(number__lt=int(before)) if before.isascii() and before.isdigit() and len(before) < 19 else events
    )
    found = list(shown[: SIZE + 1])
    lines = [log_line(event) for event in found[:SIZE]]
    organisation = person.controller_id if person else (found[0].organisation_id if found else None)
    noting.looks_read(request.viewer, participant_id, organisation)
    context = {
        "person": person,
        "participant_id": participant_id,
        "lines": lines,
        "next": f"?before={found[SIZE - 1].number}" if len(found) > SIZE else "",
        "newest": "" if shown is events else "?",
    }
    return render(request, "staff/participant_looks/looks.html", context)
