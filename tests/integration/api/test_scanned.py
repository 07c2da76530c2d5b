"""Schemathesis asks the API everything its OpenAPI document allows, and much that it does not.

For every operation: no answer of 500, each answer as the document says, nothing without a key, wrong kinds refused.
Then sequences of operations that use what the ones before have made. The same questions on every run.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks

from stegvis.config.wsgi import application
from stegvis.web.api import limits
from stegvis.web.api.document import document
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, ParticipantFactory, cast, second_factor, token_of

#: What the rules refuse although its form is right (a code that is no word, a number that is nobody's) is no fault.
REFUSED_BY_RULES = [checks.positive_data_acceptance]
ASKED = settings(
    # descriptions are the same whatever database answers; a second one is asked for what it alone refuses
    max_examples=20 if connection.vendor == "sqlite" else 8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)
schema = schemathesis.openapi.from_dict(document())
schema.app = application
schema.config.update(base_url="http://testserver")


@pytest.fixture
def _connection_kept():
    """A request ends without closing the test's connection to the database, as with Django's own test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def key(db, settings, monkeypatch, _connection_kept):
    """A key that may do everything a local project leader may, in a house with some people."""
    settings.STEGVIS_API_PER_MINUTE = 100_000
    monkeypatch.setattr(limits, "WRONG_KEYS", 100_000)
    everyone = cast(age_min=18, age_max=64)
    for factory in (EnrolmentFactory, ClosedEnrolmentFactory):
        person = ParticipantFactory(controller=everyone.monsteras)
        factory(unit=everyone.monsteras_unit, project=everyone.project, coach=everyone.dag, participant=person)
    second_factor(everyone.dag)
    return token_of(everyone.dag)[1]


def _asks(name: str):
    """A test of one operation. Each has a name of its own: a run on both cores knows tests by their names."""

    def ask(case, key):
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, excluded_checks=REFUSED_BY_RULES)

    ask.__name__ = ask.__qualname__ = f"test_{name}_keeps_to_its_description"
    return ask.__name__, schema.include(operation_id=name).parametrize()(ASKED(ask))


OPERATIONS = [about["operationId"] for methods in document()["paths"].values() for about in methods.values()]
globals().update(_asks(name) for name in OPERATIONS)


def test_sequences_of_operations_keep_to_their_descriptions(key):
    # whether a key is asked for has been asked of each operation above
    class Sequence(schema.as_state_machine()):
        def get_call_kwargs(self, case):
            return {"headers": {"Authorization": f"Bearer {key}"}}

        def validate_response(self, response, case, additional_checks=None, **sent_with):
            case.validate_response(
                response,
                additional_checks=additional_checks,
                excluded_checks=[*REFUSED_BY_RULES, checks.ignored_auth],
                transport_kwargs=sent_with,
                recorder=self.recorder,
            )

    Sequence.run(settings=settings(ASKED, max_examples=10, stateful_step_count=6))
