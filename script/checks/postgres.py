"""A PostgreSQL of our own for the tests, from the distribution's programs.

`with server() as url:` starts one in a new directory and removes it afterwards; with a directory of one's own what it
holds is kept, and written as in production (for measurements). A keeper process holds the server: it
waits for the end of its input, which comes when the tests end, and also when they are killed with no time to tidy up.
The writes of a server for tests are not forced to disk.
"""

import contextlib
import glob
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NAME = "stegvis"
START_ATTEMPTS = 3
ADVICE = (
    "no PostgreSQL server programs were found: apt-get install postgresql, "
    "or name a server in STEGVIS_TEST_POSTGRES_URL=postgres://…"
)
FOR_TESTS_ONLY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "log_min_messages": "fatal",
    "listen_addresses": "127.0.0.1",
}


class NoPostgres(RuntimeError):
    """PostgreSQL is missing or does not start. The text says what to do."""


def find_programs() -> Path | None:
    """The directory with PostgreSQL's server programs, the newest version found; None when there is none."""
    candidates = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=_version, reverse=True)
    if asker := shutil.which("pg_config"):
        told = subprocess.run([asker, "--bindir"], capture_output=True, text=True, check=False)  # noqa: S603
        candidates.append(told.stdout.strip())
    if server := shutil.which("initdb"):
        candidates.append(str(Path(server).resolve().parent))
    for candidate in candidates:
        if candidate and all(os.access(Path(candidate) / name, os.X_OK) for name in ("initdb", "postgres", "pg_ctl")):
            return Path(candidate)
    return None


def _version(path: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", path)))


KEPT = {"max_connections": "50", "shared_buffers": "512MB", "listen_addresses": "127.0.0.1", "max_wal_size": "4GB"}


@contextlib.contextmanager
def server(kept: Path | None = None) -> Iterator[str]:
    """Start a server and give the address of an empty database whose owner may make more. Raises NoPostgres.

    `kept` is a directory in which everything stays for the next time, written with forced writes.
    """
    keeper = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-P", "-m", "script.checks.postgres", *([str(kept)] if kept else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        first, _, rest = keeper.stdout.readline().strip().partition(" ")
        if first != "ready":
            raise NoPostgres(rest or "the PostgreSQL for the tests did not start")
        yield rest
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=60)


# --- inside the keeper --------------------------------------------------------------------------------------------
def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: whom to run it as, None for ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    raise NoPostgres("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")


def _run(argv: list[str], directory: Path, user: str | None) -> subprocess.CompletedProcess:
    identity = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    return subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        argv,
        cwd=directory,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **identity,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _must(done: subprocess.CompletedProcess, what: str) -> None:
    if done.returncode:
        raise NoPostgres(f"{what} failed: {' | '.join(done.stdout.strip().splitlines()[-4:])}")


def _prepare(programs: Path, directory: Path, user: str | None) -> str:
    """Lay out the server's files; return its password."""
    password = secrets.token_hex(16)
    word = directory / "password"
    word.write_text(password)
    word.chmod(0o600)
    if user:
        for path in (directory, word):
            shutil.chown(path, user, pwd.getpwnam(user).pw_gid)
    layout = [str(programs / "initdb"), "-D", str(directory / "cluster"), "-U", NAME, "--encoding=UTF8"]
    layout += ["--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={word}", "--no-sync"]
    _must(_run(layout, directory, user), "initdb")
    return password


def _start(programs: Path, directory: Path, user: str | None, manner: dict[str, str]) -> int:
    """Start on a free loopback port; another program may take the port first, so try more than once."""
    for attempt in range(START_ATTEMPTS):
        port = _free_port()
        chosen = {**manner, "port": str(port), "unix_socket_directories": str(directory)}
        options = " ".join(f"-c {key}={value}" for key, value in chosen.items())
        start = [str(programs / "pg_ctl"), "-D", str(directory / "cluster"), "-w", "-t", "60"]
        done = _run([*start, "-l", str(directory / "log"), "-o", options, "start"], directory, user)
        if done.returncode == 0:
            return port
        if attempt == START_ATTEMPTS - 1:
            _must(done, "starting PostgreSQL")
    raise NoPostgres("PostgreSQL did not start")


def _keep(kept: Path | None) -> None:
    """Start, say where, wait for the end of our input, stop, remove (but for what is kept)."""
    programs = find_programs()
    if programs is None:
        raise NoPostgres(ADVICE)
    user = _server_user()
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
    directory = kept or Path(tempfile.mkdtemp(prefix="stegvis-pg-", dir="/tmp"))
    try:
        word = directory / "password"
        made = (directory / "cluster" / "PG_VERSION").exists()
        password = word.read_text() if made else _prepare(programs, directory, user)
        port = _start(programs, directory, user, KEPT if kept else FOR_TESTS_ONLY)
        print(f"ready postgres://{NAME}:{password}@127.0.0.1:{port}/postgres", flush=True)
        sys.stdin.read()
    finally:
        if (directory / "cluster" / "postmaster.pid").exists():
            mode = "fast" if kept else "immediate"
            stop = [str(programs / "pg_ctl"), "-D", str(directory / "cluster"), "-m", mode, "-w", "stop"]
            _run(stop, directory, user)
        if not kept:
            shutil.rmtree(directory, ignore_errors=True)


def main() -> int:
    """Be the keeper."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        _keep(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    except NoPostgres as problem:
        print(f"no {problem}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
