"""Guards of the code: sizes, names, nothing unfinished, no test that does not test."""

import ast
import re

import pytest

from tests.architecture.tree import files, lines_matching, python_files, text, text_files, tree

LONGEST_FILE = 600
LONGEST_FUNCTION = 60
SAY_NOTHING = {
    *("util", "utils", "helper", "helpers", "common", "manager", "service", "services", "data", "info"),
    *("handle", "process", "misc", "core"),
}
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|\braise NotImplemented" r"Error\b")
SKIPPED = re.compile(r"\.(skip|skipif|xfail|importorskip)\b")
WAITING = re.compile(r"\b(time\.sleep|wait_for_timeout)\(")


def _length(function) -> int:
    """Lines of a function without its decorators and docstring."""
    first = function.body[0]
    docstring = 0
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        docstring = first.end_lineno - first.lineno + 1
    return function.end_lineno - function.lineno + 1 - docstring


def _functions(path):
    return [n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def _given_names(path):
    """Each name the file itself gives, with its line: functions, classes, parameters, variables."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno


def test_no_file_is_longer_than_a_person_can_hold():
    long = {str(p): n for p in python_files() if (n := len(text(p).splitlines())) > LONGEST_FILE}
    assert long == {}


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{path}:{function.lineno} {function.name}: {_length(function)} lines"
        for path in python_files()
        for function in _functions(path)
        if _length(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_file_has_a_name_that_says_nothing():
    assert [str(p) for p in files() if {part.partition(".")[0].lower() for part in p.parts} & SAY_NOTHING] == []


def test_nothing_in_the_code_has_a_name_that_says_nothing():
    vague = [
        f"{path}:{line} {name}"
        for path in python_files()
        for name, line in _given_names(path)
        if name.lower() in SAY_NOTHING
    ]
    assert vague == []


def test_nothing_is_left_unfinished():
    assert [hit for path in python_files() for hit in lines_matching(UNFINISHED, path)] == []


def test_no_test_is_skipped():
    assert [hit for path in python_files("tests") for hit in lines_matching(SKIPPED, path)] == []


def test_no_test_waits_for_time_to_pass():
    assert [hit for path in python_files("tests") for hit in lines_matching(WAITING, path)] == []


def test_every_public_function_of_a_room_says_what_it_does():
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_files("stegvis")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize("suffix", [".sqlite3", ".db", ".pyc", ".log", ".key"])
def test_nothing_is_committed_that_belongs_to_one_machine(suffix):
    assert [str(path) for path in files() if path.suffix == suffix] == []


def test_there_are_text_files_to_guard():
    assert len(text_files()) > 20
