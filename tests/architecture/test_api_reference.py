"""Guard of docs/reference/api.md."""

from script.checks.api_reference import PAGE, page


def test_the_reference_page_of_the_api_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == page(), "run script/api-reference"
