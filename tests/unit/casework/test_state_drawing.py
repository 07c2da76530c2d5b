"""The drawing of states in the manual is the table of states."""

from pathlib import Path

from stegvis.casework.state_drawing import mermaid, page
from stegvis.casework.vocabulary import ENROLMENT_MOVES, ENROLMENT_STATES

MANUAL = Path(__file__).resolve().parents[3] / "docs" / "reference" / "states.md"


def test_the_page_of_the_manual_is_fresh():
    assert MANUAL.read_text(encoding="utf-8") == page("sv")


def test_every_move_is_drawn():
    drawing = mermaid(ENROLMENT_MOVES, ENROLMENT_STATES, "en")
    for move in ENROLMENT_MOVES:
        assert f"{move.source or '[*]'} --> {move.target}: {move.en}" in drawing


def test_every_move_asks_for_a_permission_somebody_has():
    from stegvis.access.roles import matrix

    held = {(line.record, line.verb) for line in matrix()}
    assert {move.permission for move in ENROLMENT_MOVES} <= held
