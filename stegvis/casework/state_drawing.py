"""Draw the table of states for the manual: a Mermaid diagram and a table in words, from the vocabulary alone.

docs/reference/states.md is this text; a test fails when the table and the page differ.
"""

from stegvis.base.vocabulary import Vocabulary
from stegvis.casework.vocabulary import ENROLMENT_MOVES, ENROLMENT_STATES, REFERRAL_STATES, Move

_TITLE = {"sv": "Lägen och vägar mellan dem", "en": "States and the moves between them"}
_HEADINGS = {
    "sv": ("Vad man gör", "Från", "Till", "Behörighet"),
    "en": ("What is done", "From", "To", "Permission"),
}
_SECTIONS = {"sv": ("Inskrivning", "Remiss"), "en": ("Enrolment", "Referral")}
_NOTE = {
    "sv": "En felregistrerad inskrivning finns kvar med sin orsak, räknas ingenstans och lämnar sina dagar fria.",
    "en": "An enrolment registered by mistake is kept with its reason, counts nowhere and leaves its days free.",
}


def mermaid(moves: tuple[Move, ...], states: Vocabulary, language: str = "sv") -> str:
    """A Mermaid state diagram: codes as names, words as labels."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {term.code}: {term.label_in(language)}" for term in states]
    for move in moves:
        words = move.en if language == "en" else move.sv
        lines.append(f"    {move.source or '[*]'} --> {move.target}: {words}")
    return "\n".join(lines)


def page(language: str = "sv") -> str:
    """The page of the manual, in Markdown."""
    enrolment, referral = _SECTIONS[language]
    rows = [_HEADINGS[language], ("---",) * 4]
    for move in ENROLMENT_MOVES:
        source = ENROLMENT_STATES[move.source].label_in(language) if move.source else "–"
        target = ENROLMENT_STATES[move.target].label_in(language)
        rows.append((move.en if language == "en" else move.sv, source, target, "`{}.{}`".format(*move.permission)))
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    waiting = "\n".join(f"- `{term.code}`: {term.label_in(language)}" for term in REFERRAL_STATES)
    drawing = mermaid(ENROLMENT_MOVES, ENROLMENT_STATES, language)
    return (
        f"# {_TITLE[language]}\n\n## {enrolment}\n\n```mermaid\n{drawing}\n```\n\n{table}\n\n{_NOTE[language]}\n\n"
        f"## {referral}\n\n{waiting}\n"
    )
