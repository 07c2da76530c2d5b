"""Is the program itself as it was released: Python, packages, translations, time zones?"""

import struct
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from stegvis.upkeep.findings import Finding, fault, fine, warning

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)


def packages() -> Iterator[Finding]:
    """Python and the pinned packages."""
    title = _("Python and packages")
    here = ".".join(map(str, sys.version_info[:3]))
    wanted = dict(_pinned())
    missing = sorted(name for name in wanted if _installed(name) is None)
    others = sorted(name for name, pinned in wanted.items() if _installed(name) not in (None, pinned))
    if sys.version_info < OLDEST_PYTHON or missing:
        yield fault(
            "packages", title, _("Python %(version)s. Missing: %(names)s") % {
                "version": here, "names": ", ".join(missing),
            },
            _("Install again as docs/manual/sv/drift.md shows; Python must be 3.11 or later."),
        )  # fmt: skip
    elif others:
        yield warning(
            "packages", title, _("Python %(version)s. Not the tested versions: %(names)s") % {
                "version": here, "names": ", ".join(others),
            },
            _("Install requirements/base.txt again, as at an upgrade."),
        )  # fmt: skip
    else:
        yield fine("packages", title, _("Python %(version)s, %(count)d packages as tested.") % {
            "version": here, "count": len(wanted),
        })  # fmt: skip


def _pinned() -> Iterator[tuple[str, str]]:
    """Name and version of every pinned package that every machine needs."""
    listed = ROOT / "requirements" / "base.txt"
    if not listed.exists():
        return
    for line in listed.read_text(encoding="utf-8").splitlines():
        name, same, rest = line.partition("==")
        if same and not line.startswith((" ", "#")) and ";" not in rest:
            yield name.strip(), rest.split()[0]


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def translations() -> Iterator[Finding]:
    """Is every Swedish text in the compiled file that pages read?"""
    title = _("Swedish texts")
    folder = Path(settings.LOCALE_PATHS[0]) / "sv" / "LC_MESSAGES"
    source, compiled = folder / "django.po", folder / "django.mo"
    written, readable = _entries(source), _readable(compiled)
    if written > readable:
        yield fault(
            "translations", title, _("%d texts are missing in the compiled file.") % (written - readable),
            _("Unpack the release again, or run: script/translations compile"),
        )  # fmt: skip
    else:
        yield fine("translations", title, _("Complete: %d.") % readable)


def _entries(source: Path) -> int:
    """Entries of a .po file; the first is its head."""
    if not source.exists():
        return 1
    text = source.read_text(encoding="utf-8")
    return sum(line.startswith("msgid ") for line in text.splitlines()) - text.count("#, fuzzy")


def _readable(compiled: Path) -> int:
    """Entries of a .mo file, from its head (GNU gettext's format)."""
    if not compiled.exists():
        return 0
    head = compiled.read_bytes()[:12]
    order = "<" if head[:4] == b"\xde\x12\x04\x95" else ">"
    return struct.unpack(f"{order}3I", head)[2] if len(head) == 12 else 0
