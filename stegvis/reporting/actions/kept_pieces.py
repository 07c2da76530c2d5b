"""Where the pieces of large extracts lie: each content once in a project, however many extracts hold it."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from django.utils import timezone

from stegvis.evaluation.pieces import ExtractInPieces, Reading
from stegvis.organisation.models import Project
from stegvis.reporting.models import ExtractPiece

#: So long a piece stays that the standing extract went on without: somebody may be reading the earlier draw.
_GRACE = dt.timedelta(days=1)
_AT_ONCE = 500


def lock(project: Project) -> None:
    """Until the transaction ends nobody else adds, releases or removes pieces of the project."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def reading(project: Project) -> Reading:
    """Finds the contents of pieces by their digests."""

    def read(digests: Collection[str]) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        for some in _some(digests):
            stored = ExtractPiece.objects.filter(project=project, digest__in=some).values_list("digest", "content")
            found.update((digest, bytes(content)) for digest, content in stored)
        return found

    return read


def add(project: Project, contents: Mapping[str, bytes]) -> None:
    """Store pieces, by digest. What lies there under the same digest is written over: it may have been damaged."""
    ExtractPiece.objects.bulk_create(
        (ExtractPiece(project=project, digest=digest, content=content) for digest, content in contents.items()),
        batch_size=_AT_ONCE // 5,
        update_conflicts=True,
        unique_fields=["project", "digest"],
        update_fields=["content", "left_at"],
    )


def release(project: Project, extract: ExtractInPieces) -> None:
    """Store what is missing of an extract, and let all of its pieces stay. Raises ExtractError when one is damaged."""
    pieces = {piece.digest: piece for piece in extract.listed.pieces}
    missing = set(pieces)
    for some in _some(pieces):
        stored = ExtractPiece.objects.filter(project=project, digest__in=some)
        missing.difference_update(stored.values_list("digest", flat=True))
    wanted = [pieces[digest] for digest in sorted(missing)]
    add(project, dict(zip(sorted(missing), extract.contents(wanted), strict=True)))
    for some in _some(pieces):
        ExtractPiece.objects.filter(project=project, digest__in=some, released=False).update(released=True)


def leave(project: Project, digests: Collection[str]) -> None:
    """The standing extract goes on without these; those left long ago are removed, unless an Extract names them."""
    now = timezone.now()
    mine = ExtractPiece.objects.filter(project=project, released=False)
    for some in _some(digests):
        mine.filter(digest__in=some).update(left_at=now)
    mine.filter(left_at__lt=now - _GRACE).delete()


def _some(digests: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(digests)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
