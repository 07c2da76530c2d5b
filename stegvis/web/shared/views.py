"""The small answers every face needs: still here, language, theme, drafts, and pages for what went wrong."""

import json
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.access.actions import drafts, signing_in
from stegvis.web.shared import middleware
from stegvis.web.shared.words import clock

THEME_COOKIE = "stegvis_theme"
A_YEAR = 365 * 24 * 3600


@never_cache
@require_POST
def alive(request):
    """The person pressed "Stay signed in" or is writing; the middleware has noted it."""
    return HttpResponse(status=204)


@never_cache
@require_POST
def end_session(request):
    """The page's clock has run out. The server's decides: another tab may have been used since.

    The page sends this with the background header, so that asking does not itself count as activity.
    """
    left = middleware.seconds_left(request)
    if left > 0:
        return JsonResponse({"left": left})
    middleware.end_session(request)
    return JsonResponse({"left": 0})


def _back(request) -> HttpResponseRedirect:
    """Back to the page the person came from, if it is ours."""
    target = request.POST.get("next") or request.META.get("HTTP_REFERER") or "/"
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else "/")


def _remember(response, name: str, value: str):
    response.set_cookie(
        name, value, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax", httponly=True
    )
    return response


@require_POST
def choose_language(request):
    """Keep the language in a cookie and, for somebody signed in, with their account; an unknown one changes nothing."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return _back(request)
    if request.user.is_authenticated and request.user.language != language:
        signing_in.choose_language(user=request.user, language=language, by=request.viewer)
    return remember_language(_back(request), language)


def remember_language(response, language: str):
    """The response with the language in its cookie."""
    return _remember(response, settings.LANGUAGE_COOKIE_NAME, language)


@require_POST
def choose_theme(request):
    """Keep light or dark in a cookie; anything else means "as the computer". From script the answer is empty."""
    theme = request.POST.get("theme", "")
    response = HttpResponse(status=204) if "quiet" in request.POST else _back(request)
    if theme in ("light", "dark"):
        return _remember(response, THEME_COOKIE, theme)
    response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@never_cache
@require_POST
def draft(request, form_key: str):
    """Keep what is typed so far: JSON of field names and lists of texts. Answers with the words to show."""
    try:
        content = json.loads(request.body)
        if not isinstance(content, dict) or not all(isinstance(v, list) for v in content.values()):
            raise ValueError("a draft is fields with lists of texts")
        kept = drafts.save(user=request.user, form_key=form_key, content=content)
    except ValueError:
        return JsonResponse({"words": _("The draft could not be saved")}, status=400)
    saved_at = getattr(kept, "saved_at", None) or timezone.now()
    return JsonResponse({"saved_at": saved_at.isoformat(), "words": saved_words(saved_at)})


def saved_words(saved_at) -> str:
    """ "Draft saved 10.42"."""
    return _("Draft saved %(clock)s") % {"clock": clock(saved_at)}


@require_POST
def discard_draft(request, form_key: str):
    """Throw the draft away and show the form as it was."""
    drafts.discard(user=request.user, form_key=form_key)
    return _back(request)


# --- what went wrong ---------------------------------------------------------------------------------------------


def csrf_failure(request, reason=""):
    """The form was too old, or came from another place than our pages."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request, exception=None):
    """400, or 413 when what was sent is too large. The exception's words stay in the log."""
    if isinstance(exception, RequestDataTooBig):
        return render(None, "413.html", status=413)
    return render(None, "400.html", status=400)


def server_error(request):
    """500, or 503 when the database is busy or away. Drawn without the request: what failed may fail again."""
    if isinstance(sys.exc_info()[1], OperationalError):
        response = render(None, "503.html", status=503)
        response["Retry-After"] = "120"
        return response
    return render(None, "500.html", status=500)
