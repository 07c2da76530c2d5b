"""How an operation is written: a function with a name that stands in routes.csv, and what it answers."""

import inspect
from collections.abc import Callable
from functools import wraps

from django.utils.translation import gettext as _
from ninja import Router

from stegvis.base.decision import NotPossible
from stegvis.web.api.door import Token
from stegvis.web.api.shapes.parts import Problem
from stegvis.web.shared.routes import rules

#: What every operation may answer instead of what it is for.
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem, 500: Problem}


def operation(router: Router, method: str, path: str, name: str, *, answers: dict, summary: str, **more) -> Callable:
    """Decorator: the function answers `method` at `path`. `answers` maps status to shape.

    Raises KeyError at start when the name does not stand in routes.csv.
    """
    rules()[f"api:{name}"]
    conflicts = {409: Problem, 413: Problem, 400: Problem} if method != "GET" else {}
    place = router.api_operation(
        [method],
        path,
        auth=Token(name),
        response={**answers, **REFUSALS, **conflicts},
        operation_id=name,
        url_name=name,
        summary=summary,
        by_alias=True,
        **more,
    )
    return lambda function: place(_without_unknown_parameters(function))


def _without_unknown_parameters(function: Callable) -> Callable:
    """The function, refusing parameters in the address that it does not have: a misspelt filter must not list all."""
    known = [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if type(parameter.default).__module__.startswith("ninja.params")
        and type(parameter.default).__name__ not in ("File", "Form")
    ]

    @wraps(function)
    def checked(request, *args, **kwargs):
        if set(request.GET) - set(known):
            words = _("Parameters in the address here: %(known)s.") % {"known": ", ".join(known) or "–"}
            raise NotPossible(words, field="query", code="unknown_parameter")
        return function(request, *args, **kwargs)

    return checked
