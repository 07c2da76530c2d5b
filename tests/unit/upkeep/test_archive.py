"""The file of a backup: what was harmed in it is refused."""

import gzip
import io
import tarfile
from dataclasses import replace

import pytest

from stegvis.base.decision import NotPossible
from stegvis.upkeep import archive


@pytest.fixture
def written(tmp_path):
    """A backup of two files."""
    inside = tmp_path / "inside"
    inside.mkdir()
    sources = []
    for name, content in (("files/a.txt", b"a" * 5000), ("stegvis.sqlite3", bytes(range(256)) * 40)):
        path = inside / name.replace("/", "-")
        path.write_bytes(content)
        sources.append((name, path))
    manifest = archive.Manifest(
        made_at="2026-01-02T03:04:05+01:00",
        stegvis="1",
        database="sqlite",
        database_version="3",
        key_mark="k",
        left_out=("keys",),
        members={name: archive.digest_of(path) for name, path in sources},
    )
    target = tmp_path / "backup.tar.gz"
    archive.write(target, manifest, sources)
    return target, manifest, sources


def unpack(path, tmp_path):
    """As the product reads: the check sum first, then every member."""
    archive.check_to_the_end(path)
    return archive.unpack(path, tmp_path / "out")


def packed_anew(path, change):
    """Write the backup again with its members, a list of (name, bytes), changed: every check sum of gzip fits."""
    with gzip.open(path) as packed, tarfile.open(fileobj=packed) as tar:
        members = [(member.name, tar.extractfile(member).read()) for member in tar]
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in change(members):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def test_what_was_written_comes_back(written, tmp_path):
    path, manifest, sources = written
    assert unpack(path, tmp_path) == manifest
    for name, source in sources:
        assert (tmp_path / "out" / name).read_bytes() == source.read_bytes()


def test_only_the_owner_reads_the_file(written):
    assert written[0].stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_not_written_over(written):
    path, manifest, sources = written
    with pytest.raises(FileExistsError):
        archive.write(path, manifest, sources)


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.99])
def test_a_changed_byte_is_seen(written, tmp_path, place):
    path, _manifest, _sources = written
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(NotPossible):
        unpack(path, tmp_path)


@pytest.mark.parametrize("kept", [0, 5, 100, -1])
def test_a_cut_file_is_seen(written, tmp_path, kept):
    path, _manifest, _sources = written
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(NotPossible):
        unpack(path, tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda members: [*members[:1], (members[1][0], b"b" + members[1][1][1:]), *members[2:]], "files/a.txt"),
        (lambda members: members[:-1], "inte hel"),
        (lambda members: [*members, ("extra", b"x")], "listan"),
        (lambda members: [*members, members[-1]], "listan"),
        (lambda members: members[1:], "ingen säkerhetskopia"),
        (lambda members: [("manifest.json", b"[]"), *members[1:]], "ingen säkerhetskopia"),
        (lambda members: [("manifest.json", b'{"format": 99, "stegvis": "9.0"}')], "9.0"),
    ],
    ids=["changed", "missing", "extra", "twice", "no list", "strange list", "from later"],
)
def test_a_file_packed_anew_is_refused(written, tmp_path, change, words):
    path, _manifest, _sources = written
    packed_anew(path, change)
    with pytest.raises(NotPossible, match=words):
        unpack(path, tmp_path)


@pytest.mark.parametrize("name", ["../out-of-it", "/etc/out-of-it", "files/../../out-of-it", ""])
def test_a_path_that_leads_out_is_refused(written, tmp_path, name):
    _path, manifest, sources = written
    crafted = tmp_path / "crafted.tar.gz"
    source = sources[0][1]
    archive.write(crafted, replace(manifest, members={name: archive.digest_of(source)}), [(name, source)])
    with pytest.raises(NotPossible):
        unpack(crafted, tmp_path)
    assert not (tmp_path / "out-of-it").exists()


def test_something_else_than_a_backup_is_refused(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Hej")
    with pytest.raises(NotPossible, match="skadad"):
        unpack(path, tmp_path)
