"""Notes written straight to the tables, for tests of what reads them."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from stegvis.casework.models import Note, NoteText
from tests.factories.participants import ParticipantFactory


class NoteFactory(DjangoModelFactory):
    """A talk just held; `text="…"` writes its words."""

    class Meta:
        model = Note
        skip_postgeneration_save = True

    participant = factory.SubFactory(ParticipantFactory)
    kind = "talk"
    happened_at = factory.LazyFunction(timezone.now)
    author_name = "Test"

    @factory.post_generation
    def text(note, create, words, **_more):
        NoteText.objects.create(
            note=note, number=1, text=words or "Vi talades vid.", written_at=note.happened_at, written_by="test"
        )
