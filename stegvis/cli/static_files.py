"""The pages' styles, scripts, fonts and pictures, gathered and compressed only when one of them has changed."""

import hashlib
from pathlib import Path

from django.conf import settings

_STAMP = ".gathered"
_MANIFEST = "staticfiles.json"


def gather() -> bool:
    """Bring the static files to this version; False when they were there already.

    Whether anything changed is told from names, sizes and times of the sources, so that a start need not read and
    compress them all again. Put there by hand or half done: without the manifest or the stamp all are gathered anew.
    """
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    stamp, now = root / _STAMP, _fingerprint()
    if (root / _MANIFEST).exists() and stamp.exists() and stamp.read_text() == now:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)
    return True


def _fingerprint() -> str:
    import django
    from django.contrib.staticfiles.finders import get_finders

    told = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            source = Path(storage.path(name)).stat()
            told.update(f"{name} {source.st_size} {source.st_mtime_ns}\n".encode())
    return told.hexdigest()
