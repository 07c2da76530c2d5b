"""When the API says no: RFC 9457 problem details, in the language asked for, with the fields and what to do.

What was sent is never repeated in an answer, since it may be about a person.
"""

import json
import logging

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible

MEDIA_TYPE = "application/problem+json"
#: Codes of refusals that come from how things stand, not from what was sent.
CONFLICTS = frozenset(
    {
        "already_registered", "already_enrolled", "already_closed", "already_open", "changed_meanwhile", "overlap",
        "void", "wrong_state", "key_reused", "keeps_first_channel", "withdrawn", "not_closed", "already_followed_up",
        "settled", "already_settled", "taken", "open_already", "same_name", "clash", "room_taken", "retired",
        "session_cancelled", "attendance_taken", "attendance_noted", "over", "not_ready", "not_taken", "touched",
    }
)  # fmt: skip
_log = logging.getLogger("stegvis.api")


class TooMany(Exception):
    """More requests than the limit; `seconds` until the next may come."""

    def __init__(self, seconds: int):
        super().__init__()
        self.seconds = seconds


def problem(
    status: int, title: str, detail: str, *, code: str, errors: list[dict] | None = None, headers: dict | None = None
) -> HttpResponse:
    """An answer that says what is wrong. `code` is for programs, `detail` says what to do, `errors` name fields."""
    content = {"type": f"urn:stegvis:problem:{code}", "title": title, "status": status, "detail": detail, "code": code}
    content["errors"] = errors or []
    return HttpResponse(
        json.dumps(content, ensure_ascii=False), status=status, content_type=MEDIA_TYPE, headers=headers or {}
    )


def not_found() -> HttpResponse:
    """There is nothing here for the one who asks."""
    return problem(
        404, _("Not found"), _("There is nothing with that address or id that you may see."), code="not_found"
    )


def not_signed_in() -> HttpResponse:
    """No token, or none that is in force."""
    return problem(
        401,
        _("No valid key"),
        _("Send the header “Authorization: Bearer” with a key that is in force. You make keys in your own menu."),
        code="no_valid_token",
        headers={"WWW-Authenticate": 'Bearer realm="Stegvis"'},
    )


def method_not_allowed(allowed: str) -> HttpResponse:
    """The address is right, the method is not."""
    return problem(
        405,
        _("Method not allowed"),
        _("Use one of these methods here: %(methods)s.") % {"methods": allowed},
        code="method_not_allowed",
        headers={"Allow": allowed},
    )


def register(api: NinjaAPI) -> None:
    """Tell the API what to answer for each refusal of the rooms below."""
    for kind, answer in _ANSWERS.items():
        api.add_exception_handler(kind, answer)


def _of_rules(request: HttpRequest, refusal: NotPossible) -> HttpResponse:
    errors = [{"field": refusal.field, "code": refusal.code, "reason": refusal.reason}] if refusal.field else []
    conflict = refusal.code in CONFLICTS
    title = _("Not possible as things stand") if conflict else _("Something in what was sent must be changed")
    return problem(409 if conflict else 422, title, refusal.reason, code=refusal.code, errors=errors)


def _of_shape(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    errors = [{"field": _field(each["loc"]), "code": each["type"], "reason": _reason(each)} for each in fault.errors]
    return problem(
        422,
        _("Something in what was sent must be changed"),
        _("Look at each field below and send it again."),
        code="invalid",
        errors=errors,
    )


def _field(places) -> str:
    """The way to the field without the part of the request it stands in: `contact_ways.0.kind`."""
    named = [str(place) for place in places if place not in ("body", "query", "path", "header", "sent")]
    return ".".join(named) or "body"


def _reason(fault: dict) -> str:
    """What is wrong with a field, in words; never what stands in it."""
    kind, limits = fault["type"], fault.get("ctx", {})
    words = {
        "missing": _("This is needed."),
        "extra_forbidden": _("There is no such field here."),
        "string_type": _("Send text."),
        "bool_type": _("Send true or false."),
        "int_type": _("Send a whole number."),
        "int_parsing": _("Send a whole number."),
        "list_type": _("Send a list."),
        "moment": _("Send a day and time with offset, as 2026-03-02T09:00:00+01:00."),
        "day": _("Send a date as YYYY-MM-DD."),
        "uuid_parsing": _("Send an id as the API gave it."),
        "string_too_long": _("The text is too long: at most %(most)s characters.") % {"most": limits.get("max_length")},
        "string_too_short": _("The text is too short."),
        "too_short": _("The text is too short."),
        "too_long": _("The list is too long: at most %(most)s.") % {"most": limits.get("max_length")},
        "greater_than_equal": _("The number is too small: at least %(least)s.") % {"least": limits.get("ge")},
        "less_than_equal": _("The number is too large: at most %(most)s.") % {"most": limits.get("le")},
    }
    return words.get(kind, _("This cannot be read. See the description of the API."))


def _of_parsing(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return problem(fault.status_code, _("The request cannot be read"), _("Send JSON in UTF-8."), code="unreadable")


def _too_many(request: HttpRequest, fault: TooMany) -> HttpResponse:
    return problem(
        429,
        _("Too many requests"),
        _("Wait %(seconds)s seconds and go on more slowly.") % {"seconds": fault.seconds},
        code="too_many",
        headers={"Retry-After": str(fault.seconds)},
    )


def _not_allowed(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    return problem(
        403,
        _("Not allowed"),
        _("Neither you nor the key may do this. Ask whoever gave you your account."),
        code="not_allowed",
    )


def _too_large(request: HttpRequest, fault: RequestDataTooBig) -> HttpResponse:
    return problem(413, _("Too large"), _("Send less at a time."), code="too_large")


def _our_fault(request: HttpRequest, fault: Exception) -> HttpResponse:
    # class and place only: the text of an error can hold a person's facts
    _log.error("%s in %s", type(fault).__qualname__, request.resolver_match.view_name)
    return problem(
        500,
        _("Something went wrong"),
        _("The fault is ours. Nothing was half saved. Try again in a while."),
        code="fault",
    )


_ANSWERS = {
    NotFound: lambda request, refusal: not_found(),
    NotAllowed: _not_allowed,
    NotPossible: _of_rules,
    ValidationError: _of_shape,
    AuthenticationError: lambda request, refusal: not_signed_in(),
    HttpError: _of_parsing,
    TooMany: _too_many,
    RequestDataTooBig: _too_large,
    Exception: _our_fault,
}
