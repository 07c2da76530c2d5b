"""The door to every page: who is asking, may they open this route, and have they signed in strongly enough?"""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.casework.actions import looks
from stegvis.web.shared import strength
from stegvis.web.shared.routes import rules

NOBODY = Viewer("user", None, "")
#: Where one sets up what makes later sign-ins strong. An e-ID below the level is too weak to begin that with.
BUILD_STRENGTH = frozenset({"mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"})


class ViewerMiddleware:
    """Gives every request its `viewer`, and lets it through only as routes.csv and the access matrix say."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.viewer, request.at_start = NOBODY, None
        if request.user.is_authenticated:
            request.at_start = request.user.at_start
            request.viewer = request.at_start.viewer
        response = self.get_response(request)
        if response.status_code in (403, 404):
            _note_refused(request)
        return response

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Stop the request here, or return None to let the view run."""
        if request.resolver_match.namespace == "api":
            request.viewer = NOBODY  # a session counts for nothing there: each operation asks for a key
            return None
        name = request.resolver_match.view_name
        request.viewer = request.viewer.at(name)
        rule = rules().get(name)
        if rule is None:
            raise PermissionDenied
        if rule.record == "open":
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if name in BUILD_STRENGTH and strength.is_weak(request) and not request.at_start.has_second_factor:
            return redirect("openid_too_weak")
        if rule.record == "first_steps":
            return None
        strong = not request.viewer.needs_second_factor or strength.is_enough(request)
        if not strong and not request.at_start.has_second_factor:
            return redirect("openid_too_weak" if strength.is_weak(request) else "mfa_activate_totp")
        if not request.viewer.grants and rule.record != "signed_in":
            return redirect("start")  # whose roles have ended is told so there
        if rule.record != "signed_in" and not request.viewer.may(rule.record, rule.verb):
            raise PermissionDenied
        return None

    def process_exception(self, request, exception):
        """Words of the rooms below become the web's: not found, not allowed."""
        if isinstance(exception, NotFound):
            raise Http404 from exception
        if isinstance(exception, NotAllowed):
            raise PermissionDenied from exception
        return None


def _note_refused(request) -> None:
    """Log that somebody tried to open a person's page and was refused, whether or not there is such a person.

    Written alike in both cases, after the answer is made: neither words nor time tell the asker which it was.
    """
    asked = request.resolver_match.kwargs if request.resolver_match else {}
    if request.viewer.user_id is None:
        return
    for name in ("participant_id", "other_id"):
        if name in asked:
            looks.note_refused(request.viewer, participant_id=asked[name])
    if "enrolment_id" in asked:
        looks.note_refused(request.viewer, enrolment_id=asked["enrolment_id"])


def _to_sign_in(request):
    answer = redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    if request.headers.get("HX-Request"):
        # htmx follows redirects inside the page; this header makes the browser itself go
        return HttpResponse(status=401, headers={"HX-Redirect": answer["Location"]})
    return answer
