"""Whom an import may touch: the one place that says about which registered people an importer learns nothing."""

from collections.abc import Iterable
from uuid import UUID

from stegvis.access.rules import Viewer


def withheld(viewer: Viewer, participant_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the people whom the viewer may neither change nor know to be in the register: nobody so far."""
    return frozenset()
