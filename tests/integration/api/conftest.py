"""Another system that talks to the API with a key of one of the cast."""

import json
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stegvis.access.actions.tokens import has_second_factor
from tests.factories import EnrolmentFactory, ParticipantFactory, cast, second_factor, token_of


@dataclass(frozen=True)
class System:
    """Another system with a key. Answers come as Django's test answers."""

    token: object
    text: str
    language: str = "en"

    def ask(self, method: str, path: str, sent=None, **headers):
        """Send a request to /api/…; `sent` becomes JSON."""
        headers = {"authorization": f"Bearer {self.text}", "accept-language": self.language, **headers}
        more = {} if sent is None else {"data": json.dumps(sent), "content_type": "application/json"}
        return Client().generic(method, f"/api/{path}", headers=headers, **more)

    def get(self, path: str, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path: str, sent, **headers):
        return self.ask("POST", path, sent, **headers)

    def send_file(self, content: bytes, *, name: str = "lista.csv", **fields):
        """Send a file of participants as a form."""
        headers = {"authorization": f"Bearer {self.text}", "accept-language": self.language}
        return Client().post("/api/imports", {"file": SimpleUploadedFile(name, content), **fields}, headers=headers)

    def patch(self, path: str, sent, **headers):
        return self.ask("PATCH", path, sent, **headers)


@pytest.fixture
def everyone(db):
    """The fixed cast."""
    return cast(age_min=18, age_max=64)


@pytest.fixture
def system():
    """`system(user, *scopes)`: a system with a key of the user's; without scopes it may all that the user may."""

    def make(user, *scopes, language: str = "en") -> System:
        if not has_second_factor(user):
            second_factor(user)
        return System(*token_of(user, *scopes), language)

    return make


@pytest.fixture
def enrolment(everyone):
    """An active enrolment of Amina's in Mönsterås."""
    person = ParticipantFactory(controller=everyone.monsteras, given_name="Örjana", family_name="Ålund")
    return EnrolmentFactory(
        unit=everyone.monsteras_unit, project=everyone.project, coach=everyone.amina, participant=person
    )
