"""Signed-in browsers without a browser: Django's test client, with the second factor set up."""

import pytest
from django.test import Client

from tests.factories import cast, second_factor


@pytest.fixture
def people(db):
    """The fixed cast."""
    return cast()


@pytest.fixture
def signed_in():
    """A client signed in as somebody, in English so that words do not depend on the translation."""

    def sign_in(user, *, strongly: bool = True) -> Client:
        if strongly:
            second_factor(user)
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return sign_in
