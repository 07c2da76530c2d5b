"""Guards of docs/coverage.md."""

from script.checks.needs import PAGE, names, page, proofs


def test_the_page_of_covered_needs_is_fresh():
    assert PAGE.read_text() == page(names(), proofs()), "run script/coverage-of-needs"


def test_every_need_a_test_names_is_in_the_list():
    assert {proof.need for proof in proofs()} - set(names()) == set()
