from stegvis.programme.models.comparison import ComparisonShare
from stegvis.programme.models.goals import Goal, GoalVersion
from stegvis.programme.models.printed import PrintedFigure, PrintedRemark, PrintedWord
from stegvis.programme.models.targets import VolumeTarget

__all__ = [
    "ComparisonShare",
    "Goal",
    "GoalVersion",
    "PrintedFigure",
    "PrintedRemark",
    "PrintedWord",
    "VolumeTarget",
]
