from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class CaseworkConfig(AppConfig):
    name = "stegvis.casework"
    label = "casework"

    def ready(self):
        """Lay the installation's words over the program's lists; each request asks once whether they have changed."""
        from stegvis.base import vocabulary
        from stegvis.casework.queries.words import SOURCE

        vocabulary.read_words_from(SOURCE)
        request_started.connect(vocabulary.begin, dispatch_uid="words_of_the_request")
        request_finished.connect(vocabulary.rest, dispatch_uid="words_of_the_request_over")
        pre_migrate.connect(_take_triggers_away, sender=self, dispatch_uid="casework_triggers_away")
        post_migrate.connect(_put_triggers_back, sender=self, dispatch_uid="casework_triggers")


def _take_triggers_away(*, using: str, plan=None, **_signal) -> None:
    if plan:
        from stegvis.casework import triggers

        triggers.remove(connections[using])


def _put_triggers_back(*, using: str, plan=None, **_signal) -> None:
    # only `migrate` gives a plan; emptying a test database sends the same signal without one
    if plan is not None:
        from stegvis.casework import triggers

        triggers.install(connections[using])
