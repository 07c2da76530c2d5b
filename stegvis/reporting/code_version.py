"""Which code made a number: the package's version and a digest of the evaluation room's source."""

import hashlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import stegvis.evaluation


def package_version() -> str:
    """The installed version, or the one in pyproject.toml when run from a checkout."""
    try:
        return metadata.version("stegvis")
    except metadata.PackageNotFoundError:
        import tomllib

        file = Path(__file__).resolve().parents[2] / "pyproject.toml"
        return tomllib.loads(file.read_text())["project"]["version"] if file.exists() else "unknown"


@lru_cache(maxsize=1)
def code_version() -> str:
    """For example `0.1.0+4f1c9a2b`: equal versions computed equal numbers from equal extracts."""
    digest = hashlib.sha256()
    for path in sorted(Path(stegvis.evaluation.__file__).parent.rglob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{package_version()}+{digest.hexdigest()[:8]}"
