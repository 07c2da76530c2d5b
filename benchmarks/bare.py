"""The page that others are compared with: session, user, one query, twenty rows, and nothing of ours around it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse  # noqa: TID251 - a page of its own, outside the product
from django.template import engines
from django.urls import include, path

from stegvis.casework.models import Enrolment

_PAGE = """<!doctype html><html lang="sv"><head><title>Bare</title></head><body><h1>{{ user }}</h1><table>
{% for one in rows %}<tr><th><a href="{% url "participant" one.participant_id %}">{{ one.participant.family_name }}</a>
</th><td>{{ one.started_on|date:"j M Y" }}</td><td>{{ one.unit.name }}</td><td>{{ one.project.name }}</td>
<td>{{ one.state }}</td></tr>{% endfor %}</table></body></html>"""


@login_required
def bare(request):
    """Twenty of one's own, by one query."""
    mine = Enrolment.objects.filter(coach_id=request.user.pk, state="active").order_by("started_on", "pk")
    rows = mine.select_related("participant", "unit", "project")[:20]
    template = _compiled()
    return HttpResponse(template.render({"rows": rows, "user": request.user}, request))


def _compiled():
    if "page" not in _kept:
        _kept["page"] = engines["django"].from_string(_PAGE)
    return _kept["page"]


_kept: dict = {}
urlpatterns = [path("bare/", bare, name="bare"), path("", include("stegvis.config.urls"))]
handler400 = "stegvis.web.shared.views.bad_request"
handler500 = "stegvis.web.shared.views.server_error"
