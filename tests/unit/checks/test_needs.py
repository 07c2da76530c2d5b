"""The generator of docs/coverage.md."""

import pytest

from script.checks.needs import Proof, UnreadableMarker, page, proofs


@pytest.fixture
def tests(tmp_path):
    directory = tmp_path / "tests"
    directory.mkdir()

    def write(source):
        (directory / "test_it.py").write_text(source)
        return directory

    return write


def test_marker_of_a_function_counts_for_each_need_it_names(tests):
    found = proofs(tests('@pytest.mark.need("INT-01", "INT-02", where="enrol")\ndef test_a(): ...\n'))
    assert found == [Proof("INT-01", "tests/test_it.py::test_a", "enrol"), Proof("INT-02", found[0].test, "enrol")]


def test_marker_of_a_module_counts_for_all_its_tests(tests):
    found = proofs(tests('pytestmark = [x, pytest.mark.need("INT-01")]\ndef test_a(): ...\ndef test_b(): ...\n'))
    assert [proof.test.rpartition(":")[2] for proof in found] == ["test_a", "test_b"]


def test_marker_of_a_class_counts_for_its_tests(tests):
    found = proofs(tests('@pytest.mark.need("INT-01")\nclass TestIt:\n    def test_a(self): ...\n'))
    assert [proof.test for proof in found] == ["tests/test_it.py::TestIt::test_a"]


def test_marker_of_a_single_case_counts(tests):
    case = 'pytest.param(1, marks=pytest.mark.need("INT-03"))'
    found = proofs(tests(f'@pytest.mark.parametrize("n", [{case}])\ndef test_a(n): ...\n'))
    assert [proof.need for proof in found] == ["INT-03"]


def test_marked_function_that_is_no_test_proves_nothing(tests):
    assert proofs(tests('@pytest.mark.need("INT-01")\ndef build(): ...\n')) == []


@pytest.mark.parametrize("arguments", ["HERE", '"INT-01", where=HERE', ""])
def test_marker_that_cannot_be_read_is_an_error(tests, arguments):
    with pytest.raises(UnreadableMarker, match=r"test_it\.py"):
        proofs(tests(f"@pytest.mark.need({arguments})\ndef test_a(): ...\n"))


def test_page_names_what_is_open_and_hides_no_unknown_need():
    text = page(
        {"INT-01": "Register", "INT-02": "Groups"}, [Proof("INT-01", "a::b", "enrol"), Proof("X-1", "c::d", "")]
    )
    assert "1 of 2 needs have a test. Open: INT-02." in text
    assert "| X-1 | (not in docs/needs.csv) |" in text
