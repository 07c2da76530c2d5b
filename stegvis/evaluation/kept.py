"""An extract on disk, for those too large to be held in memory as text: a folder with a Parquet file for
each table.

Beside them lie the stays made from them, so that the next program need not prepare again. They are derived: they tell
the digest of what they were made from and of themselves, and when either differs they are made anew. They say as much
about people as the extract does, and are to be guarded and removed with it.
"""

import hashlib
import json
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from stegvis.evaluation.contracts import COLUMNS, Extract, ExtractError, names_of, version_of
from stegvis.evaluation.optional_tables import OPTIONAL
from stegvis.evaluation.preparing import Prepared, check_order
from stegvis.evaluation.stays import STAYS

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD, _STAYS, _STAYS_HEAD = "extract.json", "stays.arrow", "stays.json"
_EARLIER_STAYS = "stays.parquet"
_LAYOUT = 3
_PIECE = 1 << 22
_BLOCK = 1 << 26


@dataclass(frozen=True, eq=False)
class KeptExtract:
    """An extract in its folder: `engine` answers the same questions about it as about an `Extract`.

    `digest` is the extract's own. The files are compared with their digests when the folder is opened, not at every
    question: what has been read once is held in memory. `in_order`: the order of its rows was checked when it was
    sealed; otherwise that is done when it is prepared.
    """

    folder: Path
    project: str
    at: date
    digest: str
    files: dict[str, str] = field(repr=False)
    in_order: bool = False

    @classmethod
    def open(cls, folder: Path) -> "KeptExtract":
        """Raises ExtractError when the folder holds no extract, or a file was changed or damaged since."""
        try:
            head = json.loads((folder / _HEAD).read_text())
            names = names_of(head["version"], [name for name in head["files"] if name not in COLUMNS])
            at, in_order = date.fromisoformat(head["at"]), head.get("in_order") is True
            found = cls(folder, head["project"], at, head["digest"], head["files"], in_order)
            digests = _digests(folder, names)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ExtractError("(folder)", "(all)", f"it cannot be read as an extract: {error}") from error
        for name in names:
            if digests[name] != found.files.get(name):
                raise ExtractError(name, "(all)", "the file does not fit its digest; it was changed or damaged")
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """Its tables: the three, and the optional ones that are there."""
        return (*COLUMNS, *(name for name in OPTIONAL if name in self.files))

    @cached_property
    def prepared(self) -> Prepared:
        """The stays: read when they fit this extract, else made and kept. Raises ExtractError as preparing does."""
        sources = {name: self.folder / f"{name}.parquet" for name in self.names}
        if (kept := self._kept_stays()) is not None:
            return Prepared(sources, *kept)
        made = Prepared.of(sources, in_order=self.in_order)
        self._keep(made)
        return made

    @property
    def _source(self) -> str:
        return hashlib.sha256(
            json.dumps([_LAYOUT, STAYS, {name: self.files[name] for name in COLUMNS}], sort_keys=True).encode()
        ).hexdigest()

    def _kept_stays(self) -> "tuple[pa.Table, tuple[str, ...]] | None":
        import pyarrow as pa

        try:
            head = json.loads((self.folder / _STAYS_HEAD).read_text())
            if head["source"] != self._source:
                return None
            content = (self.folder / _STAYS).read_bytes()  # once: it may be replaced meanwhile
            if _digest_in_blocks(content) != head["content"]:
                return None
            return pa.ipc.open_file(pa.py_buffer(content)).read_all(), tuple(head["places"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _keep(self, made: Prepared) -> None:
        import pyarrow as pa

        try:
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".stays-") as beside:
                stays, head = Path(beside, _STAYS), Path(beside, _STAYS_HEAD)
                # as it lies in memory: three times the size of Parquet, a tenth of the work
                with pa.OSFile(str(stays), "wb") as file, pa.ipc.new_file(file, made.stays.schema) as writer:
                    writer.write_table(made.stays)
                with pa.memory_map(str(stays)) as written:
                    content = _digest_in_blocks(written.read_buffer())
                head.write_text(json.dumps({"source": self._source, "content": content, "places": made.places}))
                os.replace(stays, self.folder / _STAYS)
                os.replace(head, self.folder / _STAYS_HEAD)
            (self.folder / _EARLIER_STAYS).unlink(missing_ok=True)
        except OSError:
            # a full disk, an archive nobody may write to: the stays are in memory, the next program prepares again
            return


def keep(extract: Extract, folder: Path) -> KeptExtract:
    """Write an extract into an empty or new folder, and open it."""
    from pyarrow import parquet

    folder.mkdir(parents=True, exist_ok=True)
    for name, table in extract.tables.items():
        parquet.write_table(table, folder / f"{name}.parquet")
    return seal(folder, project=extract.project, at=extract.at, digest=extract.digest)


def seal(folder: Path, *, project: str, at: date, digest: str = "") -> KeptExtract:
    """Declare Parquet files, written by whoever vouches that they keep the contract, to be an extract.

    The three must be there; files with the names of optional tables belong to it.

    Without `digest` it gets one over its files: the same facts in other files then have another digest.
    Raises ExtractError when the enrolments are not in order.
    """
    check_order(folder / "enrolments.parquet")
    optional = [name for name in OPTIONAL if (folder / f"{name}.parquet").exists()]
    files = _digests(folder, (*COLUMNS, *optional))
    version = version_of(optional)
    plain = json.dumps([version, project, at.isoformat(), files], sort_keys=True)
    head = {
        "version": version,
        "project": project,
        "at": at.isoformat(),
        "digest": digest or hashlib.sha256(plain.encode()).hexdigest(),
        "files": files,
        "in_order": True,
    }
    (folder / _HEAD).write_text(json.dumps(head, indent=1) + "\n")
    return KeptExtract.open(folder)


def _digests(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    def digest(name: str) -> str:
        with (folder / f"{name}.parquet").open("rb") as file:
            return _digest_of(file)

    with ThreadPoolExecutor(len(names)) as pool:
        return dict(zip(names, pool.map(digest, names), strict=True))


def _digest_of(file) -> str:
    total = hashlib.sha256()
    while piece := file.read(_PIECE):
        total.update(piece)
    return total.hexdigest()


def _digest_in_blocks(content: "bytes | pa.Buffer") -> str:
    """SHA-256 over the SHA-256 of each block, so that every core can take some."""
    whole = memoryview(content)
    blocks = (whole[at : at + _BLOCK] for at in range(0, len(whole), _BLOCK))
    with ThreadPoolExecutor() as pool:
        return hashlib.sha256(b"".join(pool.map(lambda block: hashlib.sha256(block).digest(), blocks))).hexdigest()
