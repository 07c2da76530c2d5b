from stegvis.reporting.models.extract import Extract
from stegvis.reporting.models.piece import ExtractPiece
from stegvis.reporting.models.release import Release, Run
from stegvis.reporting.models.standing import StandingExtract

__all__ = ["Extract", "ExtractPiece", "Release", "Run", "StandingExtract"]
