"""The synthesiser: invented people who satisfy every printed figure of a real project at once.

Printed figures become conditions on whole numbers of people; a solver (HiGHS) finds the most even table that meets
them, and names the figures that contradict the others. The table becomes people with invented names and identity
numbers from the tax agency's test range. Plain Python: it knows no database and no screen.
"""

from stegvis.demo.synthesiser.figures import ComparisonShare, DemoProject, Figure, Figures, VolumeTarget, load_figures
from stegvis.demo.synthesiser.people import Synthesis, SyntheticPerson, expand, synthesise
from stegvis.demo.synthesiser.reconciliation import Reconciliation, reconcile
from stegvis.demo.synthesiser.solution import SetAside, Solution, solve
from stegvis.demo.synthesiser.solver import SolverFailed

__all__ = [
    "ComparisonShare",
    "DemoProject",
    "Figure",
    "Figures",
    "Reconciliation",
    "SetAside",
    "Solution",
    "SolverFailed",
    "Synthesis",
    "SyntheticPerson",
    "VolumeTarget",
    "expand",
    "load_figures",
    "reconcile",
    "solve",
    "synthesise",
]
