"""The input of the checker: YAML with faults by line, tables, and the form that is converted."""

import pytest
import yaml

from stegvis.evaluation.printed import BadInput, Document, check
from stegvis.evaluation.printed.conversion import convert, to_yaml
from stegvis.evaluation.printed.table import read_table


def faults(read, text):
    with pytest.raises(BadInput) as raised:
        read(text)
    return [(fault.line, fault.words.en) for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("figures: [", 1, "not valid YAML"),
        ("figures:\n- {id: a, label: A, value: 1}\n- {id: a, label: B, value: 2}\n", 3, "stands twice"),
        ("figures:\n- id: a\n  label: A\n  value: many\n", 4, "is not a number"),
        ("figures:\n- id: a\n  label: A\n  value: 1\n  colour: red\n", 5, "unknown word"),
        ("figures:\n- id: a\n  value: 1\n", 2, "is missing"),
        ("figures:\n- {id: a, label: A, value: 1, part_of: b}\n", 2, "no figure “b”"),
        ("figures:\n- {id: a, label: A, value: 1, claim: b}\n", 2, "no claim “b”"),
        ("figures:\n- {id: a, label: A, value: -1}\n", 2, "below zero"),
        ("figures:\n- {id: a, label: A, value: 1.5}\n", 2, "whole numbers"),
        ("figures:\n- {id: a, label: A, value: .inf}\n", 2, "is not a number"),
        ("figures:\n- {id: a b, label: A, value: 1}\n", 2, "letters, digits"),
        ("figures:\n- id: a\n  id: b\n", 3, "stands twice"),
        ("figures: []\n", 1, "at least one figure"),
        ("x: &a [1]\nfigures: *a\n", 2, "anchors"),
        ("title: Only\n", 1, "--convert"),
        ("", 1, "--convert"),
        ("- 1\n", 1, "--convert"),
        ("figures:\n- {id: a, label: A, value: 1}\n- &x !!python/object:os.system {}\n", 3, "not valid YAML"),
    ],
)
def test_a_fault_is_named_with_its_line(text, line, words):
    (found, *_more) = faults(Document.from_yaml, text)
    assert found[0] == line
    assert words in found[1]


def test_every_fault_is_told_at_once():
    text = "figures:\n- {id: a, label: A, value: x}\n- {id: b, label: B, value: y}\n"
    assert [line for line, _words in faults(Document.from_yaml, text)] == [2, 3]


@pytest.mark.parametrize(
    "text", [b"\xff\xfe", b"a: " + b"[" * 100_000, b"x" * 1_000_001, b"figures: " + b"{a: " * 5000]
)
def test_what_is_no_text_too_deep_or_too_large_is_refused_in_words(text):
    assert len(faults(Document.from_yaml, text)) == 1


def test_too_many_figures_are_refused():
    lines = "".join(f"- {{id: f{n}, label: A{n}, value: 1}}\n" for n in range(2001))
    assert "at most 2000" in faults(Document.from_yaml, "figures:\n" + lines)[0][1]


def test_numbers_are_read_as_people_write_them():
    text = 'figures:\n- {id: a, label: A, value: "1 250"}\n- {id: b, label: B, value: "47,8 %", unit: percent}\n'
    assert [str(one.value) for one in Document.from_yaml(text).figures] == ["1250", "47.8"]


@pytest.mark.parametrize("between", ["\t", ";", ","])
def test_a_table_refers_by_words_and_numbers(between):
    rows = [("Vad", "Värde", "Enhet", "Bas", "Del av"), ("Alla", "404", "", "", ""), ("Kvinnor", "219", "", "", "alla")]
    rows += [("Män", "195", "personer", "", "Alla"), ("Andel", "12 %", "", "64", "")]
    text = "\r\n".join(between.join(row) for row in rows)
    assert [(one.rule, one.figures) for one in check(read_table(text))] == [
        ("share_impossible", ("r5",)),
        ("parts_do_not_sum", ("r2", "r3", "r4")),
    ]


def test_percent_that_are_part_of_a_hundred_are_added_up():
    text = "vad;värde;del av\nA;50 %;100\nB;40 %;100 %\n"
    assert [one.rule for one in check(read_table(text))] == ["percentages_not_100"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "line of headings"),
        ("vad;värde\n", 1, "line of headings"),
        ("vad;färg\nA;1\n", 1, "Unknown headings: färg"),
        ("vad;enhet\nA;1\n", 1, "missing: value"),
        ("vad;värde\nA;1\nB;två\n", 3, "is not a number"),
        ("vad;värde;del av\nA;1;Okänd\n", 2, "neither a row nor a number"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(text, line, words):
    (found, *_more) = faults(read_table, text)
    assert (found[0], words in found[1]) == (line, True)


GROUPS = """
name: Ett projekt
frame: {start: {label: Start, value: '2020-08-15', unit: date}}
targets: {goal: {label: 'Goal: to work or studies', value: 60, unit: '%'}}
volumes:
  total: {label: All, value: 10, unit: persons}
  women: {label: Women, value: 6, unit: persons, breakdown: women, numerator: '6', denominator: '10'}
  men: {label: Men, value: 5, unit: persons, breakdown: men, numerator: '5', denominator: '10'}
outcomes:
  work_or_studies: {label: Work or studies, value: 50, unit: '%', denominator: '10', date: October}
  internship: {label: Internship, value: 20, unit: '%', denominator: '10', date: October}
saving: {sum: {label: Saved, value: 577000, unit: SEK/year}, text: {label: T, value: [1, 2], unit: answers}}
list: [1, 2]
"""


def test_groups_are_converted_and_then_checked():
    written = convert(GROUPS)
    assert [one["id"] for one in written["figures"]] == [
        *("targets.goal", "volumes.total", "volumes.women", "volumes.men"),
        *("outcomes.work_or_studies", "outcomes.internship"),
    ]
    rules = [one.rule for one in check(Document.from_yaml(to_yaml(written)))]
    assert rules == ["parts_do_not_sum", "goal_depends_on_reading"]
    assert yaml.safe_load(to_yaml(written)) == written


@pytest.mark.parametrize("text", ["figures: []", "a: 1", "[]", "a: {b: {value: x, unit: persons}}"])
def test_what_is_not_in_groups_is_not_converted(text):
    assert len(faults(convert, text)) == 1
