"""Addresses of the API, all under /api/."""

import json
from functools import wraps

from django.http import HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from stegvis.web.api.document import document
from stegvis.web.api.door import closed
from stegvis.web.api.interface import api
from stegvis.web.api.problems import method_not_allowed, not_found

app_name = "api"


@require_safe
def openapi(request):
    """The OpenAPI document. It holds nothing about anybody."""
    content = json.dumps(document(), ensure_ascii=False)
    return HttpResponse(content, content_type="application/json", headers={"Cache-Control": "public, max-age=300"})


@csrf_exempt
def nothing(request, rest: str = ""):
    """An address the API does not have."""
    return closed(not_found())


def _kept_to_ourselves(view):
    """The view, with the headers of the API, and words for a method the address does not have."""

    @csrf_exempt
    @wraps(view)
    def answer(request, *args, **kwargs):
        made = view(request, *args, **kwargs)
        if made.status_code == 405:
            made = method_not_allowed(", ".join(sorted(made.headers["Allow"].split(", "))))
        return closed(made)

    return answer


def _operations():
    for pattern in api.urls[0]:
        if pattern.name != "api-root":
            pattern.callback = _kept_to_ourselves(pattern.callback)
            yield pattern


urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    *_operations(),
    path("", nothing, name="start"),
    # every address, also one with a line break in it, which a plain path does not take
    re_path(r"^(?P<rest>(?s:.+))\Z", nothing, name="nothing"),
]
