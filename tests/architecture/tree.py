"""The committed files, and what their syntax trees say."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("stegvis", "tests", "script")
OTHERS_WORK = ("vendor", "LICENSE", "requirements")


@cache
def files() -> tuple[Path, ...]:
    """Every file git knows or would take, still on disk, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = sorted(set(filter(None, listed.stdout.split("\0"))))
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def python_files(*tops: str) -> list[Path]:
    """Our own Python files under the top directories, migrations left out."""
    return [
        path
        for path in files()
        if path.suffix == ".py" and path.parts[0] in (tops or OURS) and "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    """The HTML templates of the product."""
    return [path for path in files() if path.suffix == ".html" and path.parts[0] == "stegvis"]


def text_files() -> list[Path]:
    """Files of our own that hold text: not vendored, not binary."""
    return [
        path
        for path in files()
        if not set(OTHERS_WORK) & set(path.parts) and b"\0" not in (ROOT / path).read_bytes()[:4096]
    ]


@cache
def text(path: Path) -> str:
    """The file's text."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(text(path), str(path))


def lines_matching(pattern, path: Path) -> list[str]:
    """`file:line: text` for each line the compiled pattern is found in."""
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]
