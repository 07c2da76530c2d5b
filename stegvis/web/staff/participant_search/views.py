"""Find a person in one's own organisation. What is searched for comes by POST and stands in no address or log."""

from django.shortcuts import render

from stegvis.casework.actions import looks
from stegvis.casework.queries import participants

#: Fewer letters than this would list half the register.
FEWEST = 2
MOST = 100


def search(request):
    """The search box, and who was found."""
    text = request.POST.get("text", "").strip()[:MOST]
    context = {"searched": text, "too_short": bool(text) and len(text) < FEWEST}
    if len(text) >= FEWEST:
        hits = participants.search(request.viewer, text)
        context["hits"] = hits
        looks.note_search(request.viewer, hits)
    return render(request, "staff/participant_search/search.html", context)
