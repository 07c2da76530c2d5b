"""Guards of the decision records: each has a number of its own, which stands in its name and in its heading."""

import re

from script.checks.steps import ROOT

RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_every_record_has_a_number_of_its_own_without_gaps():
    numbers = [int(re.match(r"(\d{4})-[a-z0-9-]+\.md", path.name)[1]) for path in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))


def test_the_heading_says_the_number():
    wrong = [path.name for path in RECORDS if not path.read_text().startswith(f"# {path.name[:4]} ")]
    assert wrong == []
