from stegvis.programme.models.comparison import ComparisonShare
from stegvis.programme.models.goals import Goal, GoalCount, GoalVersion, TargetImage
from stegvis.programme.models.learning import EvaluationQuestion, Finding
from stegvis.programme.models.own_indicators import OwnIndicator, OwnIndicatorVersion
from stegvis.programme.models.printed import PrintedFigure, PrintedRemark, PrintedWord
from stegvis.programme.models.targets import VolumeTarget
from stegvis.programme.models.theory import (
    Assumption,
    AssumptionReview,
    Theory,
    TheoryArrow,
    TheoryBox,
    TheoryVersion,
)

__all__ = [
    "Assumption",
    "AssumptionReview",
    "ComparisonShare",
    "EvaluationQuestion",
    "Finding",
    "Goal",
    "GoalCount",
    "GoalVersion",
    "OwnIndicator",
    "OwnIndicatorVersion",
    "PrintedFigure",
    "PrintedRemark",
    "PrintedWord",
    "TargetImage",
    "Theory",
    "TheoryArrow",
    "TheoryBox",
    "TheoryVersion",
    "VolumeTarget",
]
