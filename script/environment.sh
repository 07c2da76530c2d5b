# Sourced by the commands in this directory: makes .venv with pinned packages, and speaks to the person.
# After sourcing, the working directory is the project's root.

set -euo pipefail
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
cd "$ROOT"
VENV="$ROOT/.venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUNBUFFERED=1

say() { printf '%s\n' "$*" >&2; }

fail() {
    printf '\n%s: %s\n' "$(basename "$0")" "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}

# The first Python 3.11 or later that really starts (a version switcher may list some that do not).
find_python() {
    local candidate
    for candidate in "${STEGVIS_PYTHON:-python3}" python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 or later was not found." \
        "Debian and Ubuntu:  apt-get install python3 python3-venv" \
        "Or name one:        STEGVIS_PYTHON=/path/to/python3 script/$(basename "$0")"
}

# Debian keeps the part of Python that fills a virtual environment in a package of its own.
need_ensurepip() {
    local python="$1" package
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 && return
    package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing $package (Debian keeps Python's venv in it) …"
        DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null </dev/null || true
        DEBIAN_FRONTEND=noninteractive apt-get install -qy "$package" >/dev/null </dev/null || true
        "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 && return
    fi
    fail "$python cannot make a virtual environment. Run this once, then try again:" "sudo apt-get install $package"
}

make_venv() {
    local python
    if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    python="$(find_python)"
    need_ensurepip "$python"
    say "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear "$VENV" || fail "could not make $VENV"
}

# The `stegvis` command in .venv/bin, without building or installing a package.
link_project() {
    local site
    site="$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
    printf '%s\n' "$ROOT" >"$site/stegvis-project.pth"
    cat >"$VENV/bin/stegvis" <<'COMMAND'
#!/bin/sh
# Made by script/environment.sh.
exec "$(dirname "$(readlink -f "$0")")/python" -P -c \
    'import sys; sys.argv[0] = "stegvis"; from stegvis.cli import main; sys.exit(main())' "$@"
COMMAND
    chmod +x "$VENV/bin/stegvis"
}

# What an installed requirement file is known by: place, Python, and the file with this script.
fingerprint() {
    printf '%s %s %s %s' "$1" "$ROOT" "$("$VENV/bin/python" --version)" \
        "$(cat "requirements/$1.txt" script/environment.sh | sha256sum | cut -d' ' -f1)"
}

# install base|test: bring .venv to the pinned packages of requirements/<name>.txt.
# Nothing is done when the file is the one installed last. What base.txt holds also stands in test.txt.
install() {
    local name="$1" stamp="$VENV/stegvis-installed"
    make_venv
    if grep -qxF "$(fingerprint "$name")" "$stamp" 2>/dev/null; then
        return
    fi
    say "Installing the packages of requirements/$name.txt (only when that file has changed) …"
    # wheels only: building a package would fetch tools that no hash of ours covers
    "$VENV/bin/python" -m pip install -qq --no-input --require-hashes --only-binary :all: \
        -r "requirements/$name.txt" </dev/null ||
        fail "the packages could not be installed; the lines above say why." \
            "Is there a connection to a package index? Behind a proxy or with an index of your own, set pip's usual variables." \
            "Safe to run again: what has been fetched is kept."
    link_project
    { fingerprint base; echo; if [ "$name" = test ]; then fingerprint test; echo; fi; } >"$stamp"
}

# install_spark: Apache Spark beside what is installed. pyspark is published as source only, so pip makes the wheel itself:
# with the pinned setuptools and nothing fetched for it, which is why it comes in two steps.
install_spark() {
    local name stamp="$VENV/stegvis-spark" digest
    digest="$(cat requirements/spark*.txt | sha256sum | cut -d' ' -f1) $("$VENV/bin/python" --version)"
    if [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ]; then
        return
    fi
    say "Installing Apache Spark (450 MB; only when requirements/spark.txt has changed) …"
    for name in spark-building spark; do
        "$VENV/bin/python" -m pip install -qq --no-input --require-hashes --only-binary :all: --no-binary pyspark \
            --no-build-isolation -r "requirements/$name.txt" </dev/null ||
            fail "Apache Spark could not be installed; the lines above say why." "Safe to run again: what has been fetched is kept."
    done
    printf '%s\n' "$digest" >"$stamp"
}
