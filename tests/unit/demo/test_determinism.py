"""The same people in every run: no dependence on the order of sets or on the process."""

import hashlib
import os
import subprocess
import sys

PRINT_PEOPLE = (
    "import sys; from stegvis.demo.synthesiser import load_figures, synthesise; "
    "sys.stdout.buffer.write(repr(synthesise(load_figures()).people).encode())"
)


def _digest_in_new_process(hash_seed: str) -> str:
    output = subprocess.run(
        [sys.executable, "-c", PRINT_PEOPLE],
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
    ).stdout
    return hashlib.sha256(output).hexdigest()


def test_same_bytes_in_processes_with_different_hash_seeds(people):
    here = hashlib.sha256(repr(people).encode()).hexdigest()
    assert [_digest_in_new_process("1"), _digest_in_new_process("4242")] == [here, here]


def test_the_synthesiser_loads_no_database_framework():
    code = "import sys; import stegvis.demo.synthesiser; sys.exit('django' in sys.modules)"
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0
