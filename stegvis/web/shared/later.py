"""A part of the URL map that is loaded by the first request under its path, not with the first page."""

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class Later(URLResolver):
    """Stands in the URL map like `include`, with a namespace, and imports its module when something needs it.

    Django asks every resolver for its names when the first address is made; one with a namespace is not needed for
    that. Names in it are found by loading it then.
    """

    def __init__(self, route: str, module: str, namespace: str):
        super().__init__(RoutePattern(route, is_endpoint=False), module, app_name=namespace, namespace=namespace)

    def _populate(self):
        """Nothing: whoever looks a name up in the namespace gets a resolver made from `url_patterns`."""
