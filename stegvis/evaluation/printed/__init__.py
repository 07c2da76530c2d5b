"""Printed figures: do the numbers of a report agree with each other? Plain Python, no database.

`document` reads and checks the input, `table` reads pasted rows, `conversion` reads another form, `rules` find
contradictions. What is found is said in Swedish and English.
"""

from stegvis.evaluation.printed.document import BadInput, Claim, Document, Fault, PrintedFigure
from stegvis.evaluation.printed.findings import RULES, Finding
from stegvis.evaluation.printed.rules import check

__all__ = ["RULES", "BadInput", "Claim", "Document", "Fault", "Finding", "PrintedFigure", "check"]
