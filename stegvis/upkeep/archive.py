"""The file of a backup: a gzipped tar whose first member says what is inside, each with its size and digest.

Reading trusts nothing: members that the list does not name, paths that lead out, links and changed bytes are refused.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible

#: The number of this manner of writing; it rises when an older Stegvis could no longer read the file.
FORMAT = 1
MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 64 * 1024**2
_BLOCK = 1024**2


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `members`: path inside → (bytes, SHA-256 in hexadecimal).

    `key_mark` is something by which the fitting key is known (it does not give the key away); `left_out` are the
    directories that are on purpose not there.
    """

    made_at: str
    stegvis: str
    database: str
    database_version: str
    key_mark: str
    left_out: tuple[str, ...]
    members: dict[str, tuple[int, str]]
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        """Size of everything inside, unpacked."""
        return sum(size for size, _digest in self.members.values())


def digest_of(path: Path) -> tuple[int, str]:
    """Bytes and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest


def write(target: Path, manifest: Manifest, sources: Iterable[tuple[str, Path]]) -> None:
    """Write the backup to a new file that only its owner may read. Raises OSError, also when the file is there."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        # level 1: four fifths of the gain in a fifth of the time
        with (
            gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=1) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
            tar.addfile(_member(MANIFEST, len(text)), io.BytesIO(text))
            for name, source in sources:
                with source.open("rb") as file:
                    tar.addfile(_member(name, manifest.members[name][0]), file)
        raw.flush()
        os.fsync(raw.fileno())


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def read_manifest(path: Path) -> Manifest:
    """What the backup says of itself. Raises NotPossible when the file is none, OSError when it cannot be read."""
    with _opened(path) as tar:
        return _manifest(tar)


def unpack(path: Path, place: Path) -> Manifest:
    """Put everything into a directory and compare each digest.

    Raises NotPossible when the file is no backup, is cut, or holds anything but what it says; what was unpacked until
    then stays for the caller to remove.
    """
    with _opened(path) as tar:
        manifest = _manifest(tar)
        missing = set(manifest.members)
        while (member := tar.next()) is not None:
            if not member.isfile() or member.name not in missing:
                raise NotPossible(_("The backup holds something that its list does not name: it was changed."))
            missing.discard(member.name)
            _unpack(tar, member, place, manifest.members[member.name])
    if missing:
        raise NotPossible(_("The backup is not whole: %d of its files are missing.") % len(missing))
    return manifest


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path, said: tuple[int, str]) -> None:
    target = place.joinpath(*PurePosixPath(member.name).parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source, digest, size = tar.extractfile(member), hashlib.sha256(), 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            out.write(block)
    if (size, digest.hexdigest()) != tuple(said):
        raise NotPossible(_("The file %s in the backup is not as it was written: the backup is damaged.") % member.name)


def _manifest(tar: tarfile.TarFile) -> Manifest:
    strange = _("This is no backup made by stegvis backup.")
    first = tar.next()
    if first is None or first.name != MANIFEST or not first.isfile() or first.size > _LONGEST_MANIFEST:
        raise NotPossible(strange)
    try:
        said = json.loads(tar.extractfile(first).read())
        if said["format"] > FORMAT:
            raise NotPossible(_("The backup was made by a newer Stegvis (%s). Use that version.") % said["stegvis"])
        said["members"] = {str(name): (int(size), str(digest)) for name, (size, digest) in said["members"].items()}
        manifest = Manifest(**{**said, "left_out": tuple(said["left_out"])})
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise NotPossible(strange) from problem
    if not all(_stays_inside(name) for name in manifest.members):
        raise NotPossible(strange)
    return manifest


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\x00" not in name


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    """The tar inside, to be read once from front to back; at the end also the check sum of the whole is compared."""
    with path.open("rb") as raw:
        try:
            with gzip.GzipFile(fileobj=raw) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
                yield tar
        except (gzip.BadGzipFile, tarfile.TarError, EOFError, zlib.error) as problem:
            raise NotPossible(_("The file is damaged, or no backup made by stegvis backup.")) from problem


def check_to_the_end(path: Path) -> None:
    """Compare the check sum over the whole file, so that a change between the members is seen too. As `unpack`."""
    with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as packed:
        try:
            _drain(packed.read)
        except (gzip.BadGzipFile, EOFError, zlib.error) as problem:
            raise NotPossible(_("The file is damaged, or no backup made by stegvis backup.")) from problem


def _drain(read: Callable[[int], bytes]) -> None:
    while read(_BLOCK):
        pass
