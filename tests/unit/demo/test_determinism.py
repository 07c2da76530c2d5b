"""The same people in every run: no dependence on the order of sets or on the process."""

import hashlib
import os
import subprocess
import sys

PRINT_PEOPLE = (
    "import sys; from stegvis.demo.synthesiser import load_figures, synthesise; "
    "sys.stdout.buffer.write(repr(synthesise(load_figures()).people).encode())"
)


def _start(code: str, hash_seed: str) -> subprocess.Popen:
    env = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE)


def test_same_bytes_in_processes_with_different_hash_seeds(people):
    started = [_start(PRINT_PEOPLE, hash_seed) for hash_seed in ("1", "4242")]
    printed = [hashlib.sha256(running.communicate()[0]).hexdigest() for running in started]
    here = hashlib.sha256(repr(people).encode()).hexdigest()
    assert printed == [here, here]


def test_the_synthesiser_loads_no_database_framework():
    running = _start("import sys; import stegvis.demo.synthesiser; sys.exit('django' in sys.modules)", "0")
    running.communicate()
    assert running.returncode == 0
