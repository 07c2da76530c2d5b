"""Addresses of pages. Built in to every template: `{% url %}` that works out a route's address once.

What differs from one row to the next is an id; the rest of the address is kept.
"""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from django import template
from django.template import defaulttags
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

register = template.Library()
#: Stands in an address in place of the first id; that of the second is one larger, and so on.
_FIRST = 0xFEDC_BA98_7654_3210_FEDC_BA98 << 32


def to(route: str, *ids: UUID, current_app: str | None = None) -> str:
    """The address of a route whose parts are ids (or that has none). Raises NoReverseMatch."""
    between = _between(route, len(ids), current_app, get_urlconf(), get_script_prefix())
    if not ids:
        return between[0]
    return "".join([part for pair in zip(between, map(str, ids), strict=False) for part in pair]) + between[-1]


@lru_cache(maxsize=2048)
def _between(route: str, count: int, current_app: str | None, urlconf: str | None, prefix: str) -> Sequence[str]:
    """What stands before, between and after the ids in the address."""
    stand_ins = [UUID(int=_FIRST + number) for number in range(count)]
    rest, parts = reverse(route, urlconf, args=stand_ins, current_app=current_app), []
    for each in map(str, stand_ins):
        before, found, rest = rest.partition(each)
        if not found:
            raise NoReverseMatch(f"the ids of {route} stand in another order in its address")
        parts.append(before)
    return (*parts, rest)


class KnownAddress(defaulttags.URLNode):
    """`{% url %}` of a route without parts, or whose parts are ids; any other is left to Django."""

    def render(self, context) -> str:
        """The address, or nothing when it is put in a variable."""
        ids = [each.resolve(context) for each in self.args]
        if self.kwargs or not all(type(each) is UUID for each in ids):
            return super().render(context)
        try:
            address = to(self.view_name.resolve(context), *ids, current_app=_current_app(context))
        except NoReverseMatch:
            return super().render(context)
        if self.asvar:
            context[self.asvar] = address
            return ""
        return address


def _current_app(context) -> str | None:
    request = getattr(context, "request", None)
    if request is None:
        return None
    found = getattr(request, "current_app", None)
    return found if found is not None else getattr(getattr(request, "resolver_match", None), "namespace", None)


@register.tag
def url(parser, token) -> template.Node:
    """As Django's tag."""
    node = defaulttags.url(parser, token)
    return KnownAddress(node.view_name, node.args, node.kwargs, node.asvar)
